/**
 * Commands of next steps are there to be pasted. Real shells run each of them with hostile subjects, where every program is one that only writes
 * down how it was called: the words are those that were meant, and nothing else runs.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { causes } from '../../src/knowledge/index.js';
import { shellInAscii, shellQuote } from '../../src/logic/shell-quote.js';
import { plain } from '../../src/report/plain-text.js';
import { payloads } from '../support/payloads.js';

const folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-shells-'));
afterAll(() => rmSync(folder, { recursive: true }));

const templates = [
  ...new Set(causes.flatMap(({ remedies }) => remedies.flatMap(({ steps }) => steps.flatMap(({ command }) => command ?? [])))),
].filter((command) => command.includes('{subject}'));

/** A word can hold neither, and lone surrogates are no text of a command line. */
const subjects = Object.values(payloads)
  .map((text) => Buffer.from(text.replaceAll('\0', '')).toString('utf8'))
  .filter((text) => text.length < 5000);

const log = join(folder, 'calls');
const programs = join(folder, 'bin');
mkdirSync(programs);

/** No program is there: what a shell does then is told to write down the words. */
const preludes = {
  bash: `command_not_found_handle() { printf '%s\\0' "$@" END >>"$CALLS"; }`,
  zsh: `command_not_found_handler() { printf '%s\\0' "$@" END >>"$CALLS"; }`,
  fish: `function fish_command_not_found; printf '%s\\0' $argv END >>$CALLS; end`,
  dash: '',
} as const;
type Shell = keyof typeof preludes;

// dash has nothing of the kind
for (const name of ['pwned', 'chmod', 'find', 'cut', 'curl']) {
  writeFileSync(join(programs, name), `#!/usr/bin/dash\nprintf '%s\\0' "\${0##*/}" "$@" END >>"$CALLS"\n`);
  chmodSync(join(programs, name), 0o755);
}

/** What was called with what; parts of a pipe in any order. */
function calls(shell: Shell, lines: readonly string[]): readonly (readonly string[])[] {
  writeFileSync(log, '');
  const script = join(folder, 'script');
  // <version> and the like are for people to fill in
  writeFileSync(script, [preludes[shell], ...lines.map((line) => line.replace(/<[a-z -]+>/g, 'filled')), ''].join('\n'));
  const options = shell === 'fish' ? ['--no-config'] : shell === 'zsh' ? ['-f'] : [];
  spawnSync(`/usr/bin/${shell}`, [...options, script], {
    cwd: folder,
    env: { PATH: shell === 'dash' ? programs : '/nowhere', CALLS: log, HOME: folder, LANG: 'C.UTF-8' },
    stdio: 'ignore',
    timeout: 60_000,
  });
  return readFileSync(log, 'utf8')
    .split('\0END\0')
    .filter((call) => call !== '')
    .map((call) => call.split('\0'));
}

const filled = (template: string, subject: string): string => template.replaceAll('{subject}', () => shellQuote(subject));
const key = (call: readonly string[]): string => JSON.stringify(call);

/** Where the shell itself does something with it, the word cannot be compared: it is split at a colon. */
const compared = templates.filter((template) => !template.includes('printf'));

describe.each(['bash', 'zsh'] as const)('%s', (shell) => {
  test('calls what was meant, with the words that were meant', { timeout: 120_000 }, () => {
    const wanted = calls(
      shell,
      compared.map((template) => filled(template, 'SUBJECT')),
    );
    expect(wanted.length).toBeGreaterThan(compared.length);
    for (const subject of subjects) {
      const meant = wanted.map((call) => key(call.map((word) => word.replaceAll('SUBJECT', () => subject)))).sort();
      const lines = compared.map((template) => filled(template, subject));
      for (const line of lines) expect(plain(line), 'it is shown as it is').toBe(line);
      expect(calls(shell, lines).map(key).sort(), subject).toEqual(meant);
    }
  });

  test('does so with what a terminal without Unicode is shown', { timeout: 60_000 }, () => {
    for (const subject of subjects) {
      const line = shellInAscii(`ls ${shellQuote(subject)} "${'é'}" é`);
      expect(line).toMatch(/^[ -~]*$/);
      expect(calls(shell, [line])).toEqual([['ls', subject, 'é', 'é']]);
    }
  });
});

/** What bash and zsh read back as a control character, these do not know: it is another word then, or an error, and never a command. */
test.each(['dash', 'fish'] as const)('%s runs nothing that was not meant', { timeout: 120_000 }, (shell) => {
  expect(calls(shell, ['pwned; chmod a'])).toEqual([['pwned'], ['chmod', 'a']]);
  for (const subject of subjects)
    for (const template of ['chmod {subject} a', 'curl -sSI {subject}index.php', 'find {subject} -delete; cut {subject}']) {
      const called = calls(shell, [filled(template, subject)]).map(([name = '', ...words]) => `${name} ${words.length}`);
      const wanted = [template.startsWith('find') ? ['cut 1', 'find 2'] : template.startsWith('chmod') ? ['chmod 2'] : ['curl 2']].flat();
      // fish refuses the line as a whole
      if (called.length > 0 || shell === 'dash') expect(called.sort(), `${template} ${subject}`).toEqual(wanted);
    }
});

test('no subject is an option', () => {
  expect(templates.every((template) => !template.startsWith('{subject}'))).toBe(true);
});
