/**
 * How far this machine's clock is from true time, as intervals: true time minus this clock in ms, so above 0 means that this clock is behind.
 * A verdict rests on the edge nearest to zero (the offset that is certain), never on the middle.
 */

/** The true offset lies between, both edges included. */
export interface Interval {
  readonly lowMs: number;
  readonly highMs: number;
}

/**
 * What one HTTP answer says. Date has whole seconds, cut off, and was written between sending and receiving:
 * https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1
 */
export function httpDateInterval(dateMs: number, sentAt: number, headersAt: number): Interval {
  return { lowMs: dateMs - headersAt, highMs: dateMs + 1000 - sentAt };
}

/** What one SNTP answer says: its offset, give or take half the round trip and the server's own error. */
export function sntpInterval(offsetMs: number, errorMs: number): Interval {
  const error = Math.abs(errorMs);
  return { lowMs: offsetMs - error, highMs: offsetMs + error };
}

/** Where all intervals overlap; null: nowhere, or there are none. */
export function intersection(intervals: readonly Interval[]): Interval | null {
  const lowMs = Math.max(...intervals.map((one) => one.lowMs));
  const highMs = Math.min(...intervals.map((one) => one.highMs));
  return intervals.length > 0 && lowMs <= highMs ? { lowMs, highMs } : null;
}

export function overlap(one: Interval, other: Interval): boolean {
  return one.lowMs <= other.highMs && other.lowMs <= one.highMs;
}

export interface Agreement extends Interval {
  /** How many sources share one point of it. */
  readonly count: number;
}

/**
 * Marzullo's algorithm: the region that the largest number of sources share; the others are falsetickers. Where several regions are shared
 * by equally many, the interval spans them all. null: no region has more than half of the sources, so nobody can say which ones are right.
 */
export function agree(intervals: readonly Interval[]): Agreement | null {
  const edges = intervals
    .flatMap(({ lowMs, highMs }) => [
      { at: lowMs, step: 1 },
      { at: highMs, step: -1 },
    ])
    // at equal places openings come first: intervals that touch share that point
    .sort((a, b) => a.at - b.at || b.step - a.step);
  let depth = 0;
  let best = 0;
  let lowMs = 0;
  let highMs = 0;
  for (const [index, edge] of edges.entries()) {
    depth += edge.step;
    if (edge.step < 0 || depth < best) continue;
    if (depth > best) lowMs = edge.at;
    best = depth;
    highMs = edges[index + 1]?.at ?? edge.at;
  }
  return best > intervals.length / 2 ? { lowMs, highMs, count: best } : null;
}

/** The offset that is certain: the edge nearest to zero, 0 where zero is inside. */
export function guaranteedMs({ lowMs, highMs }: Interval): number {
  if (lowMs > 0) return lowMs;
  return highMs < 0 ? highMs : 0;
}

/** The largest offset that is still possible, without its sign. */
export function boundMs({ lowMs, highMs }: Interval): number {
  return Math.max(Math.abs(lowMs), Math.abs(highMs));
}

/** How long to wait so that, were the offset the middle of the interval, the other clock would just turn a second: halves the interval. */
export function bisectingWaitMs({ lowMs, highMs }: Interval, nowMs: number, halfRoundTripMs: number): number {
  const theirs = nowMs + (lowMs + highMs) / 2 + halfRoundTripMs;
  return (1000 - (((theirs % 1000) + 1000) % 1000)) % 1000;
}

/** Another clock against true time, where a third one was compared with both: `theirs` is that clock minus ours, `truth` true time minus ours. */
export function between(theirs: Interval, truth: Interval): Interval {
  return { lowMs: truth.lowMs - theirs.highMs, highMs: truth.highMs - theirs.lowMs };
}

/** What a clock that was set shows more or less of a duration than the clock that never jumps; steering it (adjtime) makes up to 0.05 %. */
const setByMs = 500;

/** A moment by the clock as it was at `began`: where it was set since then, the duration tells it. */
export function endedAt(began: number, shown: number, tookMs: number): number {
  return Math.abs(shown - began - tookMs) > setByMs ? began + Math.ceil(tookMs) : shown;
}

interface Clocks {
  now(): number;
  /** Never jumps. */
  elapsed(): number;
}

/** Begins now: when that was, and what moment it is whenever it is asked, by the clock as it was at the beginning. */
export function stopwatch(clocks: Clocks): { readonly startedAt: number; moment(): number } {
  const startedAt = clocks.now();
  const began = clocks.elapsed();
  return { startedAt, moment: () => endedAt(startedAt, clocks.now(), clocks.elapsed() - began) };
}
