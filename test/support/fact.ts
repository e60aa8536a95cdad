/** A fact as logic gets it: a value that was seen, or why nothing could be. */
import type { Fact, GapCode, Origin } from '../../src/model.js';

const origin: Origin = { vantage: 'files', source: 'a file', at: '2026-01-01T00:00:00.000Z', durationMs: 1 };

export function seen<T>(value: T): Fact<T> {
  return { ok: true, value, origin };
}

export function unseen(gap: GapCode = 'io', why = 'not seen'): Fact<never> {
  return { ok: false, gap, why, origin };
}
