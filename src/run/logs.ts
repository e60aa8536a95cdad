/** What the logs add: that a problem happened, when and how often, and evidence for what was found. */
import { longestMs, timesOf } from '../logic/amounts.js';
import type { Evidence, Fact, FactId, Finding, LogHit, Message, Origin, SeenInLog } from '../model.js';

/** Facts that the logs are searched for. */
export const logFacts: readonly FactId[] = ['logs.php', 'logs.web', 'logs.whmcs'];

/** One known message in one log. */
export interface Told {
  readonly message: Message;
  readonly hit: LogHit;
  readonly origin: Origin;
}

/** Of every message in the logs, the newest first. */
export function toldByLogs(
  facts: { readonly get: (id: FactId) => Fact<unknown> | undefined },
  messages: readonly Message[],
): readonly Told[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const told = logFacts.flatMap((id) => {
    const fact = facts.get(id);
    if (!fact?.ok) return [];
    const { origin } = fact;
    return hitsOf(fact.value).flatMap((hit) => {
      const message = byId.get(hit.message);
      return message ? [{ message, hit, origin }] : [];
    });
  });
  return told.sort((a, b) => (a.hit.lastAgeSeconds ?? Infinity) - (b.hit.lastAgeSeconds ?? Infinity));
}

/** A bundle may hold anything in the place of a fact. */
function hitsOf(value: unknown): readonly LogHit[] {
  if (typeof value !== 'object' || value === null || !('hits' in value) || !Array.isArray(value.hits)) return [];
  return value.hits.filter(isHit);
}

function isHit(value: unknown): value is LogHit {
  if (typeof value !== 'object' || value === null) return false;
  const { message, source, count, last, lastAgeSeconds, sample }: Partial<Record<keyof LogHit, unknown>> = value;
  return (
    [message, source, sample].every((text) => typeof text === 'string') &&
    Number.isSafeInteger(count) &&
    Number(count) >= 0 &&
    (last === null || typeof last === 'string') &&
    (lastAgeSeconds === null || (typeof lastAgeSeconds === 'number' && Math.abs(lastAgeSeconds) <= longestMs))
  );
}

export function seenInLog({ message, hit }: Told): SeenInLog {
  const { count, last, lastAgeSeconds, source, sample } = hit;
  return { what: message.title, count, last, lastAgeSeconds, source, sample };
}

/** A handful says enough: the rest is in the log. */
const most = 2;

/** The finding with what the logs say of its cause. */
export function withLogs(finding: Finding, told: readonly Told[]): Finding {
  const { cause } = finding;
  if (cause === null) return finding;
  const known = new Set(finding.evidence.map(({ source }) => source));
  const lines = told.filter(({ message, hit }) => message.causes.includes(cause) && !known.has(hit.source)).slice(0, most);
  return lines.length === 0 ? finding : { ...finding, evidence: [...finding.evidence, ...lines.map(asEvidence)] };
}

function asEvidence({ message, hit, origin }: Told): Evidence {
  const last = hit.last === null ? '' : `, last ${hit.last}`;
  return { label: 'In the log', saw: `${message.title}: ${timesOf(hit.count)}${last}`, vantage: origin.vantage, source: hit.source };
}
