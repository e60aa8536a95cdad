import { expect, test } from 'vitest';
import { isGapCode } from '../../src/logic/gap-codes.js';

test.each(['timeout', 'denied', 'absent', 'malformed', 'oversize', 'disabled', 'unsupported', 'aborted', 'io', 'bug'])(
  '%s is a gap',
  (code) => {
    expect(isGapCode(code)).toBe(true);
  },
);

test.each(['', 'TIMEOUT', 'refused', 'ok', null, undefined, 0, { code: 'io' }])('%j is none', (code) => {
  expect(isGapCode(code)).toBe(false);
});
