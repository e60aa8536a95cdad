/** How many files of all are stale, told from a sample. */

export interface Estimate {
  readonly low: number;
  readonly estimate: number;
  readonly high: number;
}

/** Two-sided 95 % of the normal distribution. */
const z = 1.96;

/**
 * `stale` of `sampled` files chosen at random were stale; there are `total`. The bounds are those of the normal approximation; where none or
 * all of the sample was stale, it would claim certainty, and the rule of three gives the open side. What the sample itself proves is kept.
 */
export function estimateStale(stale: number, sampled: number, total: number): Estimate {
  if (sampled >= total) return { low: stale, estimate: stale, high: stale };
  if (sampled === 0) return { low: 0, estimate: 0, high: total };
  const share = stale / sampled;
  const three = Math.min(1, 3 / sampled);
  const spread = z * Math.sqrt((share * (1 - share)) / sampled);
  const low = stale === sampled ? 1 - three : share - spread;
  const high = stale === 0 ? three : share + spread;
  const fresh = sampled - stale;
  return {
    low: Math.max(stale, Math.floor(low * total)),
    estimate: Math.round(share * total),
    high: Math.min(total - fresh, Math.ceil(high * total)),
  };
}
