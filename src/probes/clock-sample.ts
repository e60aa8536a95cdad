/** What one answer says of a clock, and what two answers say together. */
import { httpDateInterval, intersection, type Interval } from '../logic/clock-interval.js';
import { printable } from '../logic/http-answer.js';
import type { HttpResult, NetFailure, Thresholds } from '../model.js';
import { parseHttpDate } from '../parse/http-date.js';

export type Sample =
  { readonly interval: Interval; readonly halfRoundTripMs: number } | { readonly failed: string; readonly silent: boolean };

/** Both samples are true of one clock; where they contradict each other, several machines with different clocks answer to the name. */
export function narrowed(before: Sample & { readonly interval: Interval }, next: Sample): Sample {
  if ('failed' in next) return before;
  const both = intersection([before.interval, next.interval]);
  return both ? { interval: both, halfRoundTripMs: next.halfRoundTripMs } : { failed: 'its answers contradict each other', silent: false };
}

/** A limit of the one clock rule lies inside the interval: a narrower one may decide. */
export function undecided({ lowMs, highMs }: Interval, limits: Thresholds): boolean {
  return [limits.clockBehindWarnMs, limits.clockBehindFailMs, -limits.clockAheadWarnMs].some((edge) => lowMs < edge && edge < highMs);
}

/** Of one that did not come. */
export function unsampled({ stage, code, message }: NetFailure): Sample {
  return { failed: printable(`${code} (${stage}): ${message}`, 160), silent: /TIMEDOUT|TIMEOUT/i.test(code) };
}

/** By its Date header. */
export function dated(answer: HttpResult & { readonly ok: true }): Sample {
  const header = (name: string): string | undefined => answer.headers.find(([key]) => key === name)?.[1];
  // a stored answer carries an old Date: https://www.rfc-editor.org/rfc/rfc9111#section-5.1
  if (Number(header('age') ?? 0) > 0 || /\bhit\b/i.test(header('x-cache') ?? ''))
    return { failed: 'the answer comes from a cache', silent: false };
  const date = parseHttpDate(header('date') ?? '');
  if (date === null) return { failed: 'the answer has no readable Date', silent: false };
  return { interval: httpDateInterval(date, answer.sentAt, answer.headersAt), halfRoundTripMs: (answer.headersAt - answer.sentAt) / 2 };
}
