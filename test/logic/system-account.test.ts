import { expect, it } from 'vitest';
import { isSystemAccount } from '../../src/logic/system-account.js';

it.each([
  [0, true],
  [33, true],
  [999, true],
  [1000, false],
  [65_534, false],
  [-1, false],
])('user %i is of the system: %s', (uid, is) => {
  expect(isSystemAccount(uid)).toBe(is);
});
