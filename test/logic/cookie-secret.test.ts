import { expect, it } from 'vitest';
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
