import { describe, expect, test } from 'vitest';
import { siteOffset } from '../../src/logic/site-offset.js';

/** UTC minus a local time that is so many seconds ahead of it. */
const raw = (seconds: number) => ({ lowMs: -seconds * 1000 - 500, highMs: -seconds * 1000 + 500 });

describe.each([0, 3600, -18_000, 19_800, 20_700, 45_900, 49_500, 50_400, -43_200])('a zone of %i s', (zone) => {
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
