import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clockOf, describeOffset, duration, intolerantOf, judgeOffset } from '../../src/logic/clock-rule.js';
import { defaultThresholds } from '../../src/policy/defaults.js';

describe('the one clock rule', () => {
  test.each([
    [400, 900, false, 'pass'],
    [900, 1900, false, 'pass'],
    [1200, 1900, false, 'warn'],
    [29_500, 30_600, false, 'warn'],
    [30_200, 31_000, false, 'fail'],
    [-40_000, -39_000, false, 'warn'],
    [-40_000, -39_000, true, 'fail'],
    [-29_000, -28_000, true, 'pass'],
    [-80, 1000, false, 'pass'],
  ] as const)('%i ms to %i ms, time-based codes %s: %s', (lowMs, highMs, codes, is) => {
    expect(judgeOffset({ lowMs, highMs }, defaultThresholds, codes).is).toBe(is);
  });

  test('an interval around zero always passes, and a wider one is never judged harder', () => {
    const order = ['pass', 'warn', 'fail'];
    fc.assert(
      fc.property(fc.integer({ min: -1e6, max: 1e6 }), fc.nat(1e6), fc.nat(1e6), fc.nat(1e6), (lowMs, width, left, right) => {
        const narrow = { lowMs, highMs: lowMs + width };
        const wide = { lowMs: lowMs - left, highMs: lowMs + width + right };
        const of = (interval: typeof narrow) => order.indexOf(judgeOffset(interval, defaultThresholds, true).is);
        expect(of(wide)).toBeLessThanOrEqual(of(narrow));
        expect(judgeOffset({ lowMs: -left, highMs: right }, defaultThresholds, true).is).toBe('pass');
      }),
    );
  });
});

test('who does not tolerate how much', () => {
  expect(intolerantOf(900)).toEqual([]);
  expect(intolerantOf(30_500)).toHaveLength(1);
  expect(intolerantOf(61_000)).toHaveLength(2);
  expect(intolerantOf(301_000)).toHaveLength(3);
});

test.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [1999, '1.9 s'],
  [-30_240, '30.2 s'],
  [600_000, '10 min 0 s'],
  [7_500_000, '2 h 5 min'],
  [400_000_000, '4 days'],
])('%i ms is %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

test.each([
  [900, 1900, 'between 900 ms and 1.9 s behind'],
  [-40_000, -39_000, 'between 39 s and 40 s ahead'],
  [-80, 1000, 'between 80 ms ahead and 1 s behind'],
])('%i to %i ms is %s', (lowMs, highMs, text) => {
  expect(describeOffset({ lowMs, highMs })).toBe(text);
});

test.each([
  [1000, []],
  [1001, ['Google sign-in (1 s)']],
  [60_000, ['Google sign-in (1 s)']],
  [60_001, ['Google sign-in (1 s)', "Duo's identity token (60 s)"]],
  [300_000, ['Google sign-in (1 s)', "Duo's identity token (60 s)"]],
  [300_001, ['Google sign-in (1 s)', "Duo's identity token (60 s)", "Duo's client assertion (300 s)"]],
])('a clock that is %s ms behind is not tolerated by %j', (behind, who) => {
  expect(intolerantOf(behind)).toEqual(who);
});

test.each([
  [1000, '1 s'],
  [-1000, '1 s'],
  [99_999, '99.9 s'],
  [100_000, '1 min 40 s'],
  [119_999, '1 min 59 s'],
  [120_000, '2 min 0 s'],
  [7_199_999, '119 min 59 s'],
  [7_200_000, '2 h 0 min'],
  [7_259_999, '2 h 0 min'],
  [7_260_000, '2 h 1 min'],
  [172_799_999, '47 h 59 min'],
  [172_800_000, '2 days'],
  [259_199_999, '2 days'],
  [259_200_000, '3 days'],
])('%i ms are %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

test.each([
  [0, 500, 'between 0 ms and 500 ms behind'],
  [-500, 0, 'between 0 ms and 500 ms ahead'],
  [1, 1, 'between 1 ms and 1 ms behind'],
])('%i to %i ms lie %s', (lowMs, highMs, text) => {
  expect(describeOffset({ lowMs, highMs })).toBe(text);
});

test('whose clock it is', () => {
  expect(clockOf({ whose: 'server' })).toBe("The clock of the site's server");
  expect(clockOf({})).toBe("This machine's clock");
});
