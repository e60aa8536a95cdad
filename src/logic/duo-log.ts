/** What WHMCS's own log says of Duo: evidence of what happened, and the deciding one only where Duo itself was not asked. */
import type { Fact, LogEvidence, LogHit } from '../model.js';
import { newestHit, weekSeconds } from './log-hits.js';

/** The newest line of the message that is at most a week old; null: there is none, or it has no time. */
export function recentHit(logs: Fact<LogEvidence>, message: string): LogHit | null {
  const newest = newestHit([logs], [message]);
  return newest !== null && newest.lastAgeSeconds <= weekSeconds ? newest : null;
}
