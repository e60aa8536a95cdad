/** Lines of logs by their age. */
import type { Fact, LogEvidence, LogHit, MessageId } from '../model.js';

/** Older lines tell of a machine that may have been healed since. */
export const weekSeconds = 7 * 86_400;

export interface DatedHit extends LogHit {
  readonly lastAgeSeconds: number;
}

/** The newest dated line with one of these messages; null: there is none, or no log was read. */
export function newestHit(logs: readonly Fact<LogEvidence>[], messages: readonly MessageId[]): DatedHit | null {
  const hits = logs.flatMap((log) => (log.ok ? log.value.hits : [])).filter(({ message }) => messages.includes(message));
  return hits.filter(isDated).sort((a, b) => a.lastAgeSeconds - b.lastAgeSeconds)[0] ?? null;
}

function isDated(hit: LogHit): hit is DatedHit {
  return hit.lastAgeSeconds !== null;
}
