import { describe, expect, test } from 'vitest';
import check from '../../../checks/clock/clock-behind.js';
import { defaultThresholds } from '../../../src/policy/defaults.js';
import { gap, judgement } from '../../support/judge.js';
import { contradiction, offset } from './fixtures.js';

const judged = (clock: unknown) => judgement(check, { 'clock.offset': clock as never, 'operator.thresholds': defaultThresholds });

describe('clock-behind', () => {
  test.each([
    [400, 900, 'pass'],
    [900, 1900, 'pass'],
    [1200, 1900, 'warn'],
    [29_500, 30_600, 'warn'],
    [30_200, 31_000, 'fail'],
    [-40_000, -39_000, 'pass'],
    [-80, 1000, 'pass'],
  ])('%i ms to %i ms: %s', (low, high, is) => {
    expect(judged(offset(low, high)).is).toBe(is);
  });

  test('names who does not tolerate it', () => {
    expect(judged(offset(301_000, 301_500))).toMatchObject({
      cause: 'clock-behind',
      confidence: 'proved',
      title: expect.stringContaining('300 s') as string,
    });
  });

  test('one operator alone does not prove it', () => {
    expect(judged(offset(60_000, 61_000, 1))).toMatchObject({ is: 'fail', confidence: 'likely' });
  });

  test('sources that contradict each other, and none at all', () => {
    expect(judged(contradiction).is).toBe('unknown');
    expect(judged(gap('timeout')).is).toBe('unknown');
    expect(judged(gap('disabled')).is).toBe('skip');
  });
});
