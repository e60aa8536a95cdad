/** Variants of healthy installs: each is silent. `npm test` runs the first of them, which hold the most pairs; MATRIX=N/M runs every M-th. */
import { expect, test } from 'vitest';
import { expectHealthy } from './doctor.js';
import { lookAtVariant, uncovered, variants, type Variant } from './variants.js';

const few = 10;

function chosen(share: string | undefined): readonly Variant[] {
  const [part = 0, of = 0] = (share ?? '').split('/').map(Number);
  return of > 0 ? variants.filter((_, index) => index % of === part % of) : variants.slice(0, few);
}

test('every pair of values that go together is in some variant', () => {
  expect(uncovered).toEqual([]);
});

test.each(chosen(process.env['MATRIX']).map((variant) => [variant.name, variant] as const))('%s', async (_, variant) => {
  const run = await lookAtVariant(variant);
  expectHealthy(run);
  expect(run.report.counts.pass).toBeGreaterThan(variant.row['looked at'] === 'by its address' ? 20 : 60);
});
