import fc from 'fast-check';
import { expect, it } from 'vitest';
import { covering, type Never } from '../support/covering.js';

const values = (n: number) => Array.from({ length: n }, (_, index) => `v${index}`);

it('has every pair of values that go together in some row, and none of those that do not', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 5 });
  fc.assert(
    fc.property(sizes, fc.nat(), fc.boolean(), (lengths, seed, barring) => {
      const dimensions = Object.fromEntries(lengths.map((length, index) => [`d${index}`, values(length)]));
      const bars = barring && lengths[0] !== undefined && lengths[0] > 1 && lengths[1] !== undefined && lengths[1] > 1;
      const never: readonly Never[] = bars ? [['d0', 'v1', 'd1', 'v1']] : [];
      const { rows, uncovered } = covering(dimensions, never, seed);
      expect(uncovered).toEqual([]);
      const has = (a: string, x: string, b: string, y: string) => rows.some((row) => row[a] === x && row[b] === y);
      for (const [a, xs] of Object.entries(dimensions))
        for (const [b, ys] of Object.entries(dimensions))
          for (const x of xs)
            for (const y of ys) if (a < b) expect(has(a, x, b, y)).toBe(!(bars && a === 'd0' && b === 'd1' && x === 'v1' && y === 'v1'));
    }),
  );
});

it('is the same for the same seed, and another for another', () => {
  const dimensions = { a: values(4), b: values(4), c: values(4) };
  expect(covering(dimensions, [], 1)).toEqual(covering(dimensions, [], 1));
  expect(covering(dimensions, [], 1).rows).not.toEqual(covering(dimensions, [], 2).rows);
});

it('names a pair that nothing can hold', () => {
  const never: readonly Never[] = [
    ['a', 'v0', 'c', 'v0'],
    ['b', 'v0', 'c', 'v1'],
  ];
  expect(covering({ a: values(2), b: values(2), c: values(2) }, never, 1).uncovered).toEqual(['a: v0, b: v0']);
});
