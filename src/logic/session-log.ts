/** What PHP’s log says about sessions, and which cause its newest message names. */
import type { Evidence, Fact, LogEvidence, LogHit, See } from '../model.js';
import { formatSeconds, timesOf } from './amounts.js';
import { newestHit, weekSeconds } from './log-hits.js';

/** Messages of the folder and its file system; others name no single cause. */
const causeOfMessage: Readonly<Record<string, string>> = {
  'session-open-denied': 'session-path-denied',
  'session-open-missing': 'session-path-missing',
  'session-path-gone': 'session-path-missing',
  'session-no-space': 'disk-full',
  'session-quota': 'quota-exceeded',
  'session-read-only': 'session-path-read-only',
};

const named = 2;

function newestFirst(hits: readonly LogHit[]): readonly LogHit[] {
  return hits.toSorted((a, b) => (a.lastAgeSeconds ?? Infinity) - (b.lastAgeSeconds ?? Infinity));
}

/** The newest message about the session folder that is not older; null: there is none, or nobody could look. */
export function folderFaultInLog(logs: Fact<LogEvidence>, withinSeconds: number): { readonly cause: string; readonly hit: LogHit } | null {
  if (!logs.ok) return null;
  for (const hit of newestFirst(logs.value.hits)) {
    const cause = Object.hasOwn(causeOfMessage, hit.message) ? causeOfMessage[hit.message] : undefined;
    if (cause !== undefined && (hit.lastAgeSeconds ?? Infinity) <= withinSeconds) return { cause, hit };
  }
  return null;
}

/** A message of this id that was written within the last seven days; null: none, or its time is not known. */
export function recentMessage(logs: Fact<LogEvidence>, message: string): LogHit | null {
  const newest = newestHit([logs], [message]);
  return newest !== null && newest.lastAgeSeconds < weekSeconds ? newest : null;
}

export function logLine<F extends 'logs.php' | 'logs.web'>(fact: F, hit: LogHit, see: See<F>): Evidence {
  const age = hit.lastAgeSeconds === null ? '' : `, last ${formatSeconds(hit.lastAgeSeconds)} ago`;
  return see(fact, `Log (${timesOf(hit.count)}${age})`, hit.sample, { source: hit.source });
}

/** The newest messages about sessions as supporting evidence. */
export function sessionMessages(logs: Fact<LogEvidence>, see: See<'logs.php'>): readonly Evidence[] {
  const hits = logs.ok
    ? logs.value.hits.filter((hit) => hit.message.startsWith('session-') && (hit.lastAgeSeconds ?? Infinity) < weekSeconds)
    : [];
  return newestFirst(hits)
    .slice(0, named)
    .map((hit) => logLine('logs.php', hit, see));
}
