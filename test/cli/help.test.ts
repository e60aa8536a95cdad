import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { program } from '../../src/cli/main.js';
import { completionScripts } from '../../src/cli/completion/scripts.js';

const top = fileURLToPath(new URL('../..', import.meta.url));
const commands = program().commands.map((command) => command.name());

function cli(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return spawnSync(process.execPath, [join(top, 'bin/whmcs-doctor.js'), ...args], {
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', ...env },
  });
}

const coloured = /\u001b\[/;

describe.each(['', ...commands])('whmcs-doctor %s --help', (name) => {
  const { status, stdout, stderr } = cli([...(name === '' ? [] : [name]), '--help']);

  it('fits in 80 columns and is plain in a pipe', () => {
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(stdout).not.toMatch(coloured);
  });

  it('shows examples that the program understands, and what the exit statuses mean', () => {
    const [, examples = ''] = /^Examples:\n([^]*?)\n\n/m.exec(stdout) ?? [];
    const lines = examples
      .replaceAll('\\\n', '')
      .split('\n')
      .filter((line) => line.includes('whmcs-doctor') && !line.startsWith('  #'));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(unknown(line), line).toEqual([]);
    expect(stdout).toMatch(/^Exit status:\n {2}\d+ /m);
  });
});

/** Commands and options of an example that do not exist. */
function unknown(line: string): readonly string[] {
  const [, name = '', rest = ''] = /whmcs-doctor (\S+)([^|>]*)/.exec(line.replace(/"[^"]*"/g, 'TEXT')) ?? [];
  const command = program().commands.find((each) => each.name() === name);
  if (command === undefined) return [name];
  const has = (option: string): boolean => optionsOf(command).includes(option);
  return rest.split(' ').filter((word) => /^-/.test(word) && !has(word));
}

function optionsOf(command: Command): readonly string[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ short, long }) => [short ?? '', long ?? '']);
}

it('has a heading for every group of options', () => {
  const { stdout } = cli(['check', '--help']);
  for (const heading of ['What is checked', 'Access', 'Limits and records', 'Output', 'Gate'])
    expect(stdout).toMatch(new RegExp(`^${heading}:$`, 'm'));
  expect(stdout).not.toMatch(/^Options:$/m);
});

describe('colour', () => {
  it('is in a pipe where it is forced, unless it is refused', () => {
    expect(cli(['--help'], { FORCE_COLOR: '1' }).stdout).toMatch(coloured);
    expect(cli(['--help'], { FORCE_COLOR: '0' }).stdout).not.toMatch(coloured);
    expect(cli(['--help', '--no-color'], { FORCE_COLOR: '1' }).stdout).not.toMatch(coloured);
    expect(cli(['--help'], { FORCE_COLOR: '1', NO_COLOR: '1' }).stdout).not.toMatch(coloured);
  });

  it('--no-color is understood before a command and behind it, also by a command that prints no colour', () => {
    for (const args of [
      ['--no-color', 'demo', '-q'],
      ['demo', '-q', '--no-color'],
    ])
      expect(cli(args, { FORCE_COLOR: '1' })).toMatchObject({ status: 2, stdout: expect.not.stringMatching(coloured) as string });
    expect(cli(['demo', '-q'], { FORCE_COLOR: '1' }).stdout).toMatch(coloured);
    expect(cli(['list', 'probes', '--no-color']).status).toBe(0);
  });
});

describe('what is wrong on a command line', () => {
  it.each([
    [['chek'], 'Did you mean check?'],
    [['tirage'], 'Did you mean triage?'],
    [['check', '--onyl', 'x'], 'Did you mean --only?'],
    [['check', '--fail-on', 'warning'], 'Did you mean warn?'],
    [['check', '--show', 'al'], 'Did you mean all?'],
    [['demo', '-f', 'jsonn'], 'did you mean json?'],
    [['demo', '-f', 'JUnit=x'], 'did you mean junit?'],
    [['triage', '-f', 'jsn', '--text', 'x'], 'did you mean json?'],
    [['list', 'check'], 'did you mean checks?'],
    [['list', 'Problem'], 'did you mean problems?'],
    [['explain', 'Session-Path-Missing'], 'did you mean session-path-missing?'],
    [['explain', 'session_path_missing'], 'did you mean session-path-missing?'],
    [['explain', 'session-path-misssing'], 'did you mean session-path-missing?'],
    [['completion', 'Bash'], 'did you mean bash?'],
  ])('%j: %s', (args, meant) => {
    const { status, stdout, stderr } = cli(args);
    expect([status, stdout]).toEqual([64, '']);
    expect(stderr).toContain(meant);
  });

  it('shows nothing of an address that stands in the place of a command but that it does', () => {
    const { status, stderr } = cli(['https://ann:TopSecret9@billing.example.com/']);
    expect(status).toBe(64);
    expect(stderr).not.toContain('TopSecret9');
    expect(stderr).toContain('whmcs-doctor check TARGET');
  });
});

it('the completion of dist/ is that of these commands and this catalogue', () => {
  for (const [shell, script] of Object.entries(completionScripts()))
    expect(readFileSync(join(top, `dist/completion/whmcs-doctor.${shell}`), 'utf8') === script, shell).toBe(true);
});
