import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  agree,
  between,
  bisectingWaitMs,
  boundMs,
  endedAt,
  guaranteedMs,
  httpDateInterval,
  intersection,
  overlap,
  sntpInterval,
  stopwatch,
} from '../../src/logic/clock-interval.js';

describe('the interval of an HTTP Date', () => {
  test.each([
    [1_000_000, 1_000_080, 1_000_000, -80, 1000],
    [1_000_000, 1_000_300, 1_001_000, 700, 2000],
    [2_000_000, 2_000_100, 2_090_000, 89_900, 91_000],
    [2_000_400, 2_000_480, 2_090_000, 89_520, 90_600],
    [2_000_900, 2_001_000, 2_091_000, 90_000, 91_100],
    [3_000_000, 3_000_100, 2_400_000, -600_100, -599_000],
  ])('sent %i, received %i, Date %i', (sent, received, date, lowMs, highMs) => {
    expect(httpDateInterval(date, sent, received)).toEqual({ lowMs, highMs });
  });

  test('always holds the true offset', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e7, max: 1e7 }),
        fc.integer({ min: 1e9, max: 2e9 }),
        fc.nat(3000),
        fc.nat(3000),
        (offset, sent, there, back) => {
          const stamped = Math.floor((sent + there + offset) / 1000) * 1000;
          const { lowMs, highMs } = httpDateInterval(stamped, sent, sent + there + back);
          expect(lowMs).toBeLessThanOrEqual(offset);
          expect(highMs).toBeGreaterThanOrEqual(offset);
        },
      ),
    );
  });

  test('four phases of a second shrink it to about a third', () => {
    const offset = 417;
    const samples = [0, 250, 500, 750].map((phase) => {
      const sent = 5_000_000 + phase;
      return httpDateInterval(Math.floor((sent + 30 + offset) / 1000) * 1000, sent, sent + 60);
    });
    const both = intersection(samples);
    expect(both && both.highMs - both.lowMs).toBe(310);
  });

  test('a bisecting wait halves what is left', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), fc.integer({ min: 1e9, max: 2e9 }), fc.nat(20), (offset, start, half) => {
        const sample = (sent: number) => httpDateInterval(Math.floor((sent + half + offset) / 1000) * 1000, sent, sent + 2 * half);
        const first = sample(start);
        const wait = bisectingWaitMs(first, start + 2 * half, half);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThan(1000);
        const second = intersection([first, sample(Math.round(start + 2 * half + wait))]);
        expect(second).not.toBeNull();
        const width = second ? second.highMs - second.lowMs : Infinity;
        expect(width).toBeLessThanOrEqual((first.highMs - first.lowMs) / 2 + half + 2);
      }),
    );
  });
});

describe('agreement of sources', () => {
  test('a falseticker is outvoted', () => {
    const sources = [
      { lowMs: 89_900, highMs: 91_000 },
      { lowMs: 89_520, highMs: 90_600 },
      { lowMs: 90_000, highMs: 91_100 },
      { lowMs: -600_100, highMs: -599_000 },
    ];
    expect(agree(sources)).toEqual({ lowMs: 90_000, highMs: 90_600, count: 3 });
  });

  test('one source agrees with itself; none agree on nothing', () => {
    expect(agree([{ lowMs: -80, highMs: 1000 }])).toEqual({ lowMs: -80, highMs: 1000, count: 1 });
    expect(agree([])).toBeNull();
  });

  test('two that contradict each other prove nothing', () => {
    expect(agree([sntpInterval(0, 5), sntpInterval(40_000, 5)])).toBeNull();
  });

  test('where equally many share two places, both stay possible', () => {
    const sources = [
      { lowMs: 0, highMs: 100 },
      { lowMs: 0, highMs: 10 },
      { lowMs: 90, highMs: 100 },
    ];
    expect(agree(sources)).toEqual({ lowMs: 0, highMs: 100, count: 2 });
  });

  test('with a majority of honest sources the true offset is inside', () => {
    const honest = fc.tuple(fc.nat(2000), fc.nat(2000));
    fc.assert(
      fc.property(
        fc.integer({ min: -1e6, max: 1e6 }),
        fc.array(honest, { minLength: 3, maxLength: 6 }),
        fc.array(fc.tuple(fc.integer({ min: -1e7, max: 1e7 }), fc.nat(1000)), { maxLength: 2 }),
        (offset, good, bad) => {
          const intervals = [
            ...good.map(([below, above]) => ({ lowMs: offset - below, highMs: offset + above })),
            ...bad.map(([at, width]) => ({ lowMs: at, highMs: at + width })),
          ];
          const agreed = agree(intervals);
          expect(agreed).not.toBeNull();
          expect(agreed && agreed.count).toBeGreaterThanOrEqual(good.length);
          const inside = intersection(good.map(([below, above]) => ({ lowMs: offset - below, highMs: offset + above })));
          expect(inside && agreed && overlap(inside, agreed)).toBe(true);
          if (agreed && agreed.count === good.length) expect(agreed.lowMs <= offset && offset <= agreed.highMs).toBe(true);
        },
      ),
    );
  });
});

test('the guaranteed offset is the edge nearest to zero', () => {
  expect(guaranteedMs({ lowMs: 400, highMs: 900 })).toBe(400);
  expect(guaranteedMs({ lowMs: -40_000, highMs: -39_000 })).toBe(-39_000);
  expect(guaranteedMs({ lowMs: -80, highMs: 1000 })).toBe(0);
  expect(boundMs({ lowMs: -80, highMs: 1000 })).toBe(1000);
});

test('an SNTP sample is its offset give or take its error', () => {
  expect(sntpInterval(37_003, 6)).toEqual({ lowMs: 36_997, highMs: 37_009 });
});

const span = (lowMs: number, highMs: number) => ({ lowMs, highMs });

test.each([
  [[], null],
  [[span(0, 10)], span(0, 10)],
  [[span(0, 10), span(5, 20)], span(5, 10)],
  [[span(5, 20), span(0, 10)], span(5, 10)],
  [[span(0, 10), span(10, 20)], span(10, 10)],
  [[span(0, 10), span(11, 20)], null],
  [[span(0, 10), span(2, 8), span(-5, 5)], span(2, 5)],
])('the intersection of %j is %j', (intervals, expected) => {
  expect(intersection(intervals)).toEqual(expected);
});

test.each([
  [span(0, 10), span(10, 20), true],
  [span(10, 20), span(0, 10), true],
  [span(0, 10), span(11, 20), false],
  [span(11, 20), span(0, 10), false],
  [span(0, 10), span(2, 3), true],
])('%j and %j overlap: %s', (one, other, expected) => {
  expect(overlap(one, other)).toBe(expected);
});

describe('agreement of most', () => {
  test.each([
    ['all at one point', [span(0, 10), span(10, 20)], { ...span(10, 10), count: 2 }],
    ['all at one point, the later one first', [span(10, 20), span(0, 10)], { ...span(10, 10), count: 2 }],
    ['two of three', [span(0, 10), span(5, 15), span(100, 110)], { ...span(5, 10), count: 2 }],
    ['one within the other', [span(0, 100), span(40, 50)], { ...span(40, 50), count: 2 }],
    ['three of five, in two places', [span(0, 9), span(0, 9), span(0, 20), span(12, 20), span(12, 20)], { ...span(0, 20), count: 3 }],
    ['a region behind a lesser one', [span(0, 5), span(10, 20), span(12, 18)], { ...span(12, 18), count: 2 }],
    ['a region before a lesser one', [span(10, 20), span(12, 18), span(30, 35)], { ...span(12, 18), count: 2 }],
    ['half is not most', [span(0, 1), span(0, 1), span(5, 6), span(5, 6)], null],
    ['two of four', [span(0, 10), span(5, 15), span(100, 110), span(200, 210)], null],
    ['a point', [span(7, 7)], { ...span(7, 7), count: 1 }],
  ])('%s', (_, intervals, expected) => {
    expect(agree(intervals)).toEqual(expected);
  });
});

test.each([
  [span(5, 10), 5, 10],
  [span(0, 10), 0, 10],
  [span(1, 1), 1, 1],
  [span(-10, -5), -5, 10],
  [span(-10, 0), 0, 10],
  [span(-1, -1), -1, 1],
  [span(-3, 10), 0, 10],
  [span(-10, 3), 0, 10],
])('of %j %s is certain and %s possible', (interval, certain, possible) => {
  expect([guaranteedMs(interval), boundMs(interval)]).toEqual([certain, possible]);
});

test('an answer of SNTP is as sure as its error, whatever its sign', () => {
  expect([sntpInterval(100, 5), sntpInterval(100, -5)]).toEqual([span(95, 105), span(95, 105)]);
});

test.each([
  // theirs is 10_000 + 500 + 0: half a second until it turns
  [span(0, 1000), 10_000, 0, 500],
  [span(0, 1000), 10_000, 100, 400],
  [span(0, 0), 10_000, 0, 0],
  [span(0, 0), 10_001, 0, 999],
  [span(-1000, 0), 10_000, 0, 500],
  [span(-300, -300), 100, 0, 200],
])('%j at %s with %s ms on the way: wait %s ms', (interval, now, way, wait) => {
  expect(bisectingWaitMs(interval, now, way)).toBe(wait);
});

test('another clock against true time', () => {
  // it is 30 to 40 ms ahead of ours, which is 100 to 120 ms behind
  expect(between(span(30, 40), span(100, 120))).toEqual(span(60, 90));
});

describe('a clock that is set while something is measured', () => {
  test.each([
    [1000, 3000, 2000, 3000],
    // half a second is steering
    [1000, 3500, 2000, 3500],
    [1000, 2500, 2000, 2500],
    [1000, 3501, 2000, 3000],
    [1000, 2499, 2000, 3000],
    [1000, 90_000, 2000.2, 3001],
  ])('begun at %s, it shows %s after %s ms: %s', (began, shown, took, moment) => {
    expect(endedAt(began, shown, took)).toBe(moment);
  });

  test('does not mislead a stopwatch', () => {
    let [now, elapsed] = [1_000_000, 500];
    const watch = stopwatch({ now: () => now, elapsed: () => elapsed });
    expect(watch.startedAt).toBe(1_000_000);
    [now, elapsed] = [1_002_000, 2500];
    expect(watch.moment()).toBe(1_002_000);
    [now, elapsed] = [5_000_000, 3500];
    expect(watch.moment()).toBe(1_003_000);
  });
});
