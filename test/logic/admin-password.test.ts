import { expect, test } from 'vitest';
import { adminPassword, mayBeLeftover } from '../../src/logic/admin-password.js';

test.each([
  ['empty', 'hash', 'fine'],
  ['hash', 'hash', 'fine'],
  ['salted', 'hash', 'fine'],
  // the documented reset, and an account that has not logged in since the days of MD5
  ['md5', 'empty', 'fine'],
  ['md5', null, 'fine'],
  ['hash', 'empty', 'fine'],
  ['md5', 'hash', 'half-reset'],
  ['md5', 'md5', 'half-reset'],
  ['empty', 'empty', 'unusable'],
  ['empty', null, 'unusable'],
  ['other', 'empty', 'unusable'],
  ['hash', 'other', 'unusable'],
  // what counts is the hash
  ['other', 'hash', 'fine'],
] as const)('password %s and passwordhash %s: %s', (password, passwordHash, state) => {
  expect(adminPassword({ password, passwordHash })).toBe(state);
});

const admins = { named: null, zeroSecondFactor: 0 } as const;
test.each([
  ['an install of 2011', { enabled: 1, halfReset: 1, firstLogin: '2011-05-06 07:08:09' }, true],
  ['a young install', { enabled: 1, halfReset: 1, firstLogin: '2019-05-06 07:08:09' }, false],
  ['everybody has it', { enabled: 3, halfReset: 3, firstLogin: '2019-05-06 07:08:09' }, true],
  ['one of three', { enabled: 3, halfReset: 1, firstLogin: '2019-05-06 07:08:09' }, false],
  ['no log', { enabled: 1, halfReset: 1, firstLogin: null }, false],
])('%s', (_, given, leftover) => {
  expect(mayBeLeftover({ ...admins, ...given })).toBe(leftover);
});
