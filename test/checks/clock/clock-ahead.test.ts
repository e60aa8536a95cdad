import { expect, test } from 'vitest';
import check from '../../../checks/clock/clock-ahead.js';
import { defaultThresholds } from '../../../src/policy/defaults.js';
import { gap, judgement } from '../../support/judge.js';
import { contradiction, offset } from './fixtures.js';

const judged = (clock: unknown) => judgement(check, { 'clock.offset': clock as never, 'operator.thresholds': defaultThresholds });

test.each([
  [-40_000, -39_000, 'warn'],
  [-29_000, -28_000, 'pass'],
  [-31_000, -29_500, 'pass'],
  [30_200, 31_000, 'pass'],
  [-500_000, -499_000, 'warn'],
])('%i ms to %i ms: %s', (low, high, is) => {
  expect(judged(offset(low, high)).is).toBe(is);
});

test('what could not be measured is no pass', () => {
  expect(judged(contradiction).is).toBe('unknown');
  expect(judged(gap('io')).is).toBe('unknown');
  expect(judged(gap('disabled')).is).toBe('skip');
});
