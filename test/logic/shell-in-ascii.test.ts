import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { shellInAscii, shellQuote } from '../../src/logic/shell-quote.js';

const said = (command: string): string =>
  spawnSync('bash', ['--norc', '-c', command], { encoding: 'utf8', env: { LC_ALL: 'C.UTF-8' } }).stdout;

it.each([
  `printf '%s|' "$(printf %s ${shellQuote("größe d'or")}):é" é`,
  `printf '%s|' "$(printf %s "é (é)" "$(printf %s 'é)')" é)é" 'é'`,
  `printf '%s|' $(printf %s "é") "\\$(é" "é"`,
  `(printf %s "é"; (printf %s 'é)' "é")); printf %s "é(é)"`,
])('%s means the same in ASCII', (command) => {
  const spelt = shellInAscii(command);
  expect(spelt).toMatch(/^[ -~]*$/);
  expect(said(command)).toContain('é');
  expect(said(spelt)).toBe(said(command));
});
