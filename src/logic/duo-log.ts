/** What WHMCS's own log says of Duo: evidence of what happened, and the deciding one only where Duo itself was not asked. */
import type { Fact, LogEvidence, LogHit } from '../model.js';

/** An older line may be of a fault that is long repaired. */
const recentSeconds = 7 * 24 * 3600;

/** The newest line of the message that is at most a week old; null: there is none, or it has no time. */
export function recentHit(logs: Fact<LogEvidence>, message: string): LogHit | null {
  if (!logs.ok) return null;
  const recent = logs.value.hits.filter(
    (hit) => hit.message === message && hit.lastAgeSeconds !== null && hit.lastAgeSeconds <= recentSeconds,
  );
  return recent.sort((a, b) => (a.lastAgeSeconds ?? 0) - (b.lastAgeSeconds ?? 0))[0] ?? null;
}
