/** Completion in the real shells, typed by hand where the shell can be typed at: bash and zsh at a terminal, fish by its own question. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problems } from '../../src/knowledge/index.js';
import { formatNames } from '../../src/report/formats.js';
import { runProgram } from './doctor.js';

const run = promisify(execFile);
const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

let folder: string;
const scripts = new Map<Shell, string>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'completion-'));
  mkdirSync(join(folder, 'here/my reports/old'), { recursive: true });
  for (const name of ['here/report.json', 'here/waivers.yaml', 'here/my reports/last.json']) writeFileSync(join(folder, name), '');
  for (const shell of shells) {
    const { stdout, status } = await runProgram(['completion', shell]);
    expect(status).toBe(0);
    // the name that zsh finds it by in a folder of fpath
    scripts.set(shell, join(folder, shell === 'zsh' ? '_whmcs-doctor' : `whmcs-doctor.${shell}`));
    writeFileSync(scripts.get(shell) ?? '', stdout);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const scriptOf = (shell: Shell): string => scripts.get(shell) ?? '';
const here = (): string => join(folder, 'here');

/** What is typed before the tab key, and the words that the command is then called with. */
const typed: readonly (readonly [string, readonly string[]])[] = [
  ['whmcs-doctor tria', ['triage']],
  ['whmcs-doctor --no-color completion f', ['--no-color', 'completion', 'fish']],
  ['whmcs-doctor check --offl', ['check', '--offline']],
  ['whmcs-doctor check --fail-on n', ['check', '--fail-on', 'never']],
  ['whmcs-doctor check --fail-on=n', ['check', '--fail-on=never']],
  ['whmcs-doctor check --admin ann --sh', ['check', '--admin', 'ann', '--show']],
  ['whmcs-doctor check -f ndj', ['check', '-f', 'ndjson']],
  ['whmcs-doctor check -f json=rep', ['check', '-f', 'json=report.json']],
  ['whmcs-doctor check --format=junit=rep', ['check', '--format=junit=report.json']],
  ['whmcs-doctor check --only session-path-mis', ['check', '--only', 'session-path-missing']],
  ['whmcs-doctor check --only=session-path-mis', ['check', '--only=session-path-missing']],
  ['whmcs-doctor check --skip clock-behind,session-path-mis', ['check', '--skip', 'clock-behind,session-path-missing']],
  ['whmcs-doctor check --only two-f', ['check', '--only', 'two-factor']],
  ['whmcs-doctor check --config wai', ['check', '--config', 'waivers.yaml']],
  ['whmcs-doctor check --offline rep', ['check', '--offline', 'report.json']],
  ['whmcs-doctor diff report.json wai', ['diff', 'report.json', 'waivers.yaml']],
  ['whmcs-doctor explain invalid-license-a', ['explain', 'invalid-license-api-errors']],
  ['whmcs-doctor list probl', ['list', 'problems']],
  ['whmcs-doctor list -f j', ['list', '-f', 'json']],
  ['whmcs-doctor help rend', ['help', 'render']],
  ['whmcs-doctor render my\\ rep', ['render', 'my reports/']],
];

/** A shell at a terminal, told one line after another; the command prints the words that it was called with. */
async function atTerminal(command: string, before: readonly string[], lines: readonly string[]): Promise<readonly string[]> {
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    cwd: here(),
    env: { PATH: '/usr/bin:/bin', HOME: folder, TERM: 'xterm', LANG: 'C.UTF-8', PS1: '' },
  });
  let seen = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (seen += part));
  const count = (mark: RegExp): number => [...seen.matchAll(mark)].length;
  const until = async (isThere: () => boolean, what: string): Promise<void> => {
    for (const end = Date.now() + 20_000; !isThere();) {
      if (Date.now() > end) throw new Error(`nothing came after ${what}: ${JSON.stringify(seen.slice(-800))}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  try {
    for (const line of before) child.stdin.write(`${line}\n`);
    child.stdin.write("echo rea''dy\n");
    await until(() => count(/^ready/gm) > 0, 'the start');
    const answers = /^<<(.*)>>/gm;
    for (const [index, line] of lines.entries()) {
      child.stdin.write(`${line}\t\n`);
      await until(() => count(answers) > index, line);
    }
    return [...seen.matchAll(answers)].map(([, words = '']) => words);
  } finally {
    child.kill('SIGKILL');
    await once(child, 'close');
  }
}

const expected = (): readonly string[] => typed.map(([, words]) => words.map((word) => `[${word}]`).join(''));

describe('bash', () => {
  const echo = `whmcs-doctor() { printf '<<'; printf '[%s]' "$@"; echo '>>'; }`;
  const quiet = "bind 'set enable-bracketed-paste off' 'set bell-style none'";

  it('reads the script without a word, also in posix mode', async () => {
    for (const more of [[], ['--posix']])
      expect(await run('bash', ['--norc', ...more, '-euc', `source '${scriptOf('bash')}'`])).toEqual({ stdout: '', stderr: '' });
  });

  it('completes what is typed', { timeout: 60_000 }, async () => {
    const before = [quiet, `source '${scriptOf('bash')}'`, echo];
    expect(
      await atTerminal(
        'bash --norc --noprofile -i',
        before,
        typed.map(([line]) => line),
      ),
    ).toEqual(expected());
  });

  it('completes it also where = and : cut no words', { timeout: 60_000 }, async () => {
    const before = [quiet, `source '${scriptOf('bash')}'; COMP_WORDBREAKS=' '$'\\t\\n'`, echo];
    expect(
      await atTerminal(
        'bash --norc --noprofile -i',
        before,
        typed.map(([line]) => line),
      ),
    ).toEqual(expected());
  });

  /** The function's answer to these words, the last of which is typed. */
  async function answer(...words: readonly string[]): Promise<readonly string[]> {
    const script = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _whmcs_doctor; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = await run('bash', ['--norc', '-uc', script, 'bash', scriptOf('bash'), 'whmcs-doctor', ...words], {
      cwd: here(),
    });
    expect(stderr).toBe('');
    return stdout.trimEnd().split('\n');
  }

  it('offers everything that can stand at a place, and nothing else', async () => {
    expect(await answer('')).toEqual(expect.arrayContaining(['check', 'triage', 'completion', 'help']));
    expect(await answer('check', '-f', '')).toEqual([...formatNames]);
    expect(await answer('triage', '-f', '')).toEqual(['pretty', 'json']);
    expect(await answer('check', '--')).toEqual(expect.arrayContaining(['--only', '--baseline', '--no-color', '--help']));
    expect(await answer('list', '--')).not.toContain('--only');
    expect(await answer('explain', '')).toEqual(expect.arrayContaining(problems.map(({ id }) => id)));
    expect(await answer('check', '--show', '=', 'a')).toEqual(['all']);
    expect([...(await answer('check', '-f', 'json', '='))].sort()).toEqual(['my reports', 'report.json', 'waivers.yaml']);
    expect([...(await answer('list', 'prob'))].sort()).toEqual(['probes', 'problems']);
    expect(await answer('check', '--timeout', '')).toEqual(['']);
    expect(await answer('check', 'https', ':', '//exa')).toEqual(['']);
    expect(await answer('check', '--', '--on')).toEqual(['']);
    expect(await answer('login', '--pass')).toEqual(['']);
  });
});

describe('zsh', () => {
  const echo = 'whmcs-doctor() { print -r -- "<<${(j::):-[${^@}]}>>" }';
  const start = 'PROMPT=; unsetopt prompt_cr prompt_sp zle_bracketed_paste 2>/dev/null; unset zle_bracketed_paste; bindkey -e';
  const compinit = 'autoload -Uz compinit; compinit -u -D; zstyle ":completion:*" menu no; unsetopt auto_menu auto_remove_slash';

  it('reads the script without a word', async () => {
    expect(await run('zsh', ['-f', '-n', scriptOf('zsh')])).toEqual({ stdout: '', stderr: '' });
  });

  it.each(['sourced after compinit', 'found in a folder of fpath'] as const)(
    '%s, completes what is typed',
    { timeout: 90_000 },
    async (how) => {
      const load = how.startsWith('sourced') ? `${compinit}; source '${scriptOf('zsh')}'` : `fpath=('${folder}' $fpath); ${compinit}`;
      const lines = typed.map(([line]) => line);
      expect(await atTerminal('zsh -f -i', [start, load, echo], lines)).toEqual(expected());
    },
  );
});

describe('fish', () => {
  const ask = async (line: string): Promise<readonly string[]> => {
    const { stdout } = await run('fish', ['--no-config', '-c', `source '${scriptOf('fish')}'; complete -C $argv[1]`, line], {
      cwd: here(),
    });
    return stdout.trimEnd().split('\n');
  };

  it('reads the script without a word', async () => {
    expect(await run('fish', ['--no-config', '-c', `source '${scriptOf('fish')}'`])).toEqual({ stdout: '', stderr: '' });
  });

  it.each(typed)('%s', async (line, words) => {
    // fish answers with what is typed of a name with a space, and inserts it quoted
    const wanted = words.at(-1) ?? '';
    const found = (await ask(line)).map((each) => each.split('\t')[0]?.replaceAll('\\ ', ' '));
    expect(found).toEqual([wanted]);
  });

  it('says what an id is', async () => {
    expect(await ask('whmcs-doctor explain invalid-license-a')).toEqual([expect.stringMatching(/\tproblem: \w/)]);
    expect(await ask('whmcs-doctor ch')).toEqual(['check\tgather facts, judge them, report']);
    expect(await ask('whmcs-doctor check --timeout ')).toEqual(['']);
  });
});

it('an unknown shell is named, with the one that was meant', async () => {
  for (const [given, meant] of [
    ['bsh', 'did you mean bash?'],
    ['ZSH', 'did you mean zsh?'],
    ['powershell', 'type one of bash, zsh, fish'],
  ] as const) {
    const { status, stdout, stderr } = await runProgram(['completion', given]);
    expect([status, stdout]).toEqual([64, '']);
    expect(stderr).toMatch(new RegExp(`^whmcs-doctor: [^\\n]*${meant.replace('?', '\\?')}\\n$`));
  }
});
