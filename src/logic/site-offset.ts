/** A local time without its zone, against a clock of UTC: which part is the zone's, and which is a clock that is wrong. */
import type { Interval } from './clock-interval.js';

const quarter = 900;
/** Zones whose offset is not of whole and half hours: Nepal, Eucla, the Chatham Islands in winter and summer. */
const odd: ReadonlySet<number> = new Set([5.75, 8.75, 12.75, 13.75].map((hours) => hours * 3600));
const farthest = { west: -12 * 3600, east: 14 * 3600 } as const;

/** `raw`: UTC minus the local time, ms. null: no zone is so far away, and the clock is wrong by what is left at least. */
export function siteOffset(raw: Interval): { readonly utcOffsetSeconds: number | null; readonly behind: Interval } {
  const middle = -(raw.lowMs + raw.highMs) / 2000;
  const offset = nearest(middle);
  const shift = (seconds: number): Interval => ({ lowMs: raw.lowMs + seconds * 1000, highMs: raw.highMs + seconds * 1000 });
  if (offset !== null) return { utcOffsetSeconds: offset, behind: shift(offset) };
  return { utcOffsetSeconds: null, behind: { lowMs: shift(farthest.west).lowMs, highMs: shift(farthest.east).highMs } };
}

function nearest(seconds: number): number | null {
  const around = [-1, 0, 1].map((step) => (Math.round(seconds / quarter) + step) * quarter);
  const real = around.filter((one) => (one % 1800 === 0 || odd.has(one)) && one >= farthest.west && one <= farthest.east);
  const [best] = [...real].sort((a, b) => Math.abs(a - seconds) - Math.abs(b - seconds));
  return best === undefined || Math.abs(best - seconds) > quarter ? null : best;
}
