/** Help at a terminal: colour where the terminal and the operator want it, and no line that is wider. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const top = fileURLToPath(new URL('../..', import.meta.url));
const coloured = /\u001b\[/;

/** At a terminal of so many columns. */
function atTerminal(args: string, columns: number, env: Readonly<Record<string, string>> = {}): string {
  const command = `stty cols ${columns}; ${process.execPath} ${join(top, 'bin/whmcs-doctor.js')} ${args}`;
  return spawnSync('script', ['-qec', command, '/dev/null'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: '/usr/bin:/bin', TERM: 'xterm-256color', LANG: 'C.UTF-8', ...env },
  }).stdout.replaceAll('\r', '');
}

describe('colour', () => {
  it.each([
    ['a terminal', '--help', {}, true],
    ['a terminal, --no-color before', '--no-color check --help', {}, false],
    ['a terminal, --no-color behind', 'check --help --no-color', {}, false],
    ['a terminal, NO_COLOR', '--help', { NO_COLOR: '1' }, false],
    ['a terminal, an empty NO_COLOR', '--help', { NO_COLOR: '' }, true],
    ['a terminal that can nothing', '--help', { TERM: 'dumb' }, false],
  ] as const)('%s', (_, args, env, isColoured) => {
    expect(coloured.test(atTerminal(args, 80, env))).toBe(isColoured);
  });
});

it.each([40, 60, 80, 132])('is no wider than a terminal of %i columns', (columns) => {
  // addresses, commands and flags are not broken
  const lines = atTerminal('check --help --no-color', columns).split('\n');
  const prose = lines.filter((line) => !/^ {2}(?:whmcs-doctor|-)|\/\//.test(line));
  expect(prose.filter((line) => line.length > Math.max(columns, 60))).toEqual([]);
});
