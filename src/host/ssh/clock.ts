/** The other machine's clock as this one knows it: what it said, how long ago, and how far that may be wrong. */
import type { BoundedClock } from '../net/vantage.js';
import type { SshLine } from './line.js';
import { Answer } from './replies.js';

const questions = 4;

export interface RemoteClock extends BoundedClock {
  /** Milliseconds since 1970 of that machine. */
  now(): number;
}

/**
 * `nowMs`: what the greeting said, received just now. A few questions narrow it, the quickest of which counts: the answer was made between asking and
 * hearing. Our own clock is that which never jumps.
 */
export function remoteClock(line: SshLine, nowMs: number): RemoteClock {
  const here = (): number => performance.now();
  // until an answer has come: the greeting was made no longer ago than a slow line takes
  let best = { offset: nowMs - here(), error: 500 };
  const ask = async (): Promise<void> => {
    const sent = here();
    const reply = await line.request({ op: 'ping', ask: {}, lane: 'quick', ms: 0, subject: 'its clock' });
    const heard = here();
    const error = (heard - sent) / 2;
    if (reply.is !== 'value' || error >= best.error) return;
    best = { offset: new Answer(reply.value, 'its clock').number('nowMs') - (sent + heard) / 2, error };
  };
  void (async () => {
    for (let asked = 0; asked < questions; asked++) await ask();
  })().catch(() => undefined); // a line that ends tells of it elsewhere
  return {
    now: () => Math.round(here() + best.offset),
    earliest: () => Math.floor(here() + best.offset - best.error),
    latest: () => Math.ceil(here() + best.offset + best.error),
  };
}
