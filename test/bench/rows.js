// What every bench says: rows of a figure, its bound, and whether it is over. Figures are medians of ratios of interleaved runs.

/** Every row of this run. */
export const results = [];

/** `bound` null: only told. */
export function row(bench, figure, value, bound, unit = '×') {
  if (!Number.isFinite(value)) throw new Error(`${bench}: ${figure}: there is no figure (${value})`);
  const over = bound !== null && !(value <= bound * 1.25);
  results.push({ bench, figure, value, bound, unit, over });
  const limit = bound === null ? '' : `bound ${bound} ${unit}${value <= bound ? '' : over ? '  OVER' : '  over, by less than 25 %'}`;
  console.log(`${bench.padEnd(9)} ${figure.padEnd(58)} ${value.toFixed(2).padStart(8)} ${unit.padEnd(3)} ${limit}`.trimEnd());
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/**
 * The median of the milliseconds of `one` by those of `other`, run in turn: the machine's speed drifts, the ratio of a pair does not. Who
 * comes second may find something warm, so they take turns at that, too; the first pair only warms up.
 */
export async function ratioOf(one, other, rounds = 9) {
  const ratios = [];
  for (let round = 0; round <= rounds; round += 1) {
    const times = new Map();
    for (const run of round % 2 === 0 ? [one, other] : [other, one]) times.set(run, await run());
    if (round > 0) ratios.push(times.get(one) / times.get(other));
  }
  return median(ratios);
}
