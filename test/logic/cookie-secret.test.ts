import { expect, it, test } from 'vitest';
import { couldBeSecret } from '../../src/logic/cookie-secret.js';

it.each([
  'pass',
  'login',
  'http',
  'english',
  'dark-mode-enabled',
  'billing.example.com',
  '2026-01-01',
  '1764000000',
  '8.13.1-release.1',
  '',
])('a setting is none: %s', (value) => {
  expect(couldBeSecret(value)).toBe(false);
});

it.each([
  '0a1b2c3d',
  'k3j2h1g0f9e8d7c6b5a4z3y2x1',
  'abcdefghijklmnopqrstuvwxyz',
  'AbCdEfGhIjKl',
  'eyJhbGciOi.J9eyJz',
  '12345678901234567890123',
  'sess-0a1b',
])('an id or a token may be one: %s', (value) => {
  expect(couldBeSecret(value)).toBe(true);
});

test.each([
  // seven characters are too few to be guessed
  ['a1b2c3d', false],
  ['a1b2c3d4', true],
  // words
  ['darkmode', false],
  ['DarkMode', false],
  ['a-b-c-d-e', false],
  ['dark mode: on', false],
  ['dark   mode', false],
  ['dark    mode', true],
  ['abcdefghijklmno', false],
  ['abcdefghijklmnop', true],
  ['dark-abcdefghijklmno', false],
  ['dark-abcdefghijklmnop', true],
  ['UPPERCASE', false],
  ['camelCasedWord', true],
  ['camelCASEDword', false],
  ['aBCdeFgh', true],
  // numbers and dates
  ['12345678', false],
  ['2026-01-01T00:00:00Z', false],
  ['12345678901234567890', false],
  ['123456789012345678901', true],
  // versions
  ['v1.2.3-beta', false],
  ['V10.20.30.40-rc.12', false],
  ['1.2-alpha', false],
  ['1.2.3.4.5-beta', true],
  ['1-alphabet', true],
  ['v1.2.3-beta.', true],
  ['v1.2.3-.1', true],
  ['xv1.2.3-beta', true],
  ['v1.2.3-beta-2', true],
  ['v.2.3-beta', true],
  ['v1..3-beta', true],
])('%j could let somebody in: %s', (value, could) => {
  expect(couldBeSecret(value)).toBe(could);
});
