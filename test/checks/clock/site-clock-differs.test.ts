import { expect, test } from 'vitest';
import check from '../../../checks/clock/site-clock-differs.js';
import { defaultOptions } from '../../../src/policy/defaults.js';
import type { SiteClock } from '../../../src/model.js';
import { gap, judgement } from '../../support/judge.js';

const judge = (seconds: number, reference: SiteClock['reference']) =>
  judgement(check, {
    'operator.thresholds': defaultOptions.thresholds,
    'api.clock': {
      local: '2026-01-01 00:00:00',
      utcOffsetSeconds: 0,
      behind: { lowMs: seconds * 1000 - 600, highMs: seconds * 1000 + 600 },
      reference,
    },
  });
const right = { lowMs: -10, highMs: 10 };

test.each([
  [0, null, 'pass'],
  [45, right, 'warn'],
  [-120, right, 'warn'],
  [45, null, 'skip'],
  // this machine's own clock is the one that is wrong
  [45, { lowMs: -45_010, highMs: -44_990 }, 'pass'],
  [0, { lowMs: 89_990, highMs: 90_010 }, 'warn'],
] as const)('%i s behind, reference %j: %s', (seconds, reference, is) => {
  expect(judge(seconds, reference).is).toBe(is);
});

test('behind and ahead are two causes', () => {
  expect(judge(45, right)).toMatchObject({ cause: 'clock-behind', confidence: 'likely' });
  expect(judge(-120, right)).toMatchObject({ cause: 'clock-ahead' });
  expect(judge(14 * 60, right)).toMatchObject({ confidence: 'possible' });
});

test('a look that failed', () => {
  expect(judgement(check, { 'api.clock': gap('timeout'), 'operator.thresholds': defaultOptions.thresholds }).is).toBe('unknown');
});
