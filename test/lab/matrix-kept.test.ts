/** What the README keeps of the last `npm run matrix` is what the code declares today: as many variants, values, ways and causes. A part that never ran is not in it. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { causes } from '../../src/knowledge/index.js';
import type { Kept } from '../tools/matrix-counts.js';
import { faults } from './faults/index.js';
import { asRoot } from './lab.js';
import { dimensionNames, variants } from './variants.js';

const kept = JSON.parse(await readFile(new URL('../tools/matrix-kept.json', import.meta.url), 'utf8')) as Kept;

test('as many healthy variants, of the same values', () => {
  const { healthy } = kept;
  if (healthy === undefined) return expect(Object.keys(kept)).not.toContain('healthy');
  expect(healthy.variants).toEqual({ run: variants.length, right: variants.length });
  for (const name of dimensionNames) {
    const counts = new Map<string, number>();
    for (const { row } of variants) counts.set(row[name], (counts.get(row[name]) ?? 0) + 1);
    const runs = Object.entries(healthy.dimensions[name] ?? {}).map(([value, { run }]) => [value, run] as const);
    expect(new Map(runs), name).toEqual(counts);
  }
});

test('as many ways to as many causes', () => {
  if (kept.faults === undefined) return expect(Object.keys(kept)).not.toContain('faults');
  const own = faults.filter((fault) => asRoot || fault.root !== true);
  const made = new Set(own.map(({ cause }) => cause)).size;
  expect(kept.faults).toMatchObject({
    ways: { run: own.length, right: own.length },
    causes: { run: made, right: made },
    known: causes.length,
  });
});
