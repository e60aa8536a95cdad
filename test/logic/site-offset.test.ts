import { describe, expect, test } from 'vitest';
import { siteOffset } from '../../src/logic/site-offset.js';

/** UTC minus a local time that is so many seconds ahead of it. */
const raw = (seconds: number) => ({ lowMs: -seconds * 1000 - 500, highMs: -seconds * 1000 + 500 });

describe.each([0, 3600, -18_000, 19_800, 20_700, 31_500, 45_900, 49_500, 50_400, -43_200])('a zone of %i s', (zone) => {
  test.each([0, 45, -45, 600, -600])('with a clock that is %i s ahead', (ahead) => {
    const found = siteOffset(raw(zone + ahead));
    // Between two zones of a quarter of an hour the nearer one counts.
    if (Math.abs(ahead) < 450) expect(found.utcOffsetSeconds).toBe(zone);
    const middle = (found.behind.lowMs + found.behind.highMs) / 2000;
    expect(Math.abs(middle)).toBeLessThanOrEqual(900);
    if (Math.abs(ahead) < 450) expect(middle).toBeCloseTo(-ahead);
  });
});

test('what no zone explains is a clock that is wrong by the rest at least', () => {
  const days = siteOffset(raw(3 * 86_400));
  expect(days.utcOffsetSeconds).toBeNull();
  expect(days.behind.highMs).toBeLessThan(-2 * 86_400_000);
  expect(siteOffset(raw(-3 * 86_400)).behind.lowMs).toBeGreaterThan(2 * 86_400_000);
});

test.each([
  [7 * 3600 + 899, 7 * 3600],
  [7 * 3600 - 899, 7 * 3600],
  [7 * 3600 + 901, 7.5 * 3600],
  [14 * 3600 + 900, 14 * 3600],
  [14 * 3600 + 901, null],
  [-12 * 3600 - 900, -12 * 3600],
  [-12 * 3600 - 901, null],
  [14.5 * 3600, null],
  [-12.5 * 3600, null],
])('%i s ahead of UTC is the zone of %s s', (seconds, zone) => {
  expect(siteOffset(raw(seconds)).utcOffsetSeconds).toBe(zone);
});

test('what is left is the clock, exactly', () => {
  expect(siteOffset({ lowMs: -3_600_000, highMs: -3_599_000 })).toEqual({ utcOffsetSeconds: 3600, behind: { lowMs: 0, highMs: 1000 } });
  expect(siteOffset({ lowMs: -200_000_000, highMs: -199_999_000 })).toEqual({
    utcOffsetSeconds: null,
    behind: { lowMs: -200_000_000 - 43_200_000, highMs: -199_999_000 + 50_400_000 },
  });
});
