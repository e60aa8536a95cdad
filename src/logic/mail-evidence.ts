/** What WHMCS's own logs say about mails that failed, as far as nothing newer speaks against it. */
import type { Fact, LogEvidence, LogHit, MailFailure, MailOutbox, MessageId } from '../model.js';
import { newestHit, weekSeconds } from './log-hits.js';

/** Texts that concern one kind of mail: another kind that was sent says nothing against them. */
const ofOneKind: ReadonlySet<MessageId> = new Set(['mail-body-empty', 'mail-aborted-by-hook']);

/** A failure of the last days that no later mail speaks against; null: none. */
export function reported(outbox: MailOutbox | null, message: MessageId): MailFailure | null {
  const found = outbox?.failures.find((failure) => failure.message === message);
  if (found === undefined || (ofOneKind.has(message) ? found.likeSentSince : found.sentSince)) return null;
  return found;
}

/** The log's newest such message where it is recent and no mail was sent after it; null: none. */
export function recentHit(logs: Fact<LogEvidence>, message: MessageId, outbox: MailOutbox | null): LogHit | null {
  const newest = newestHit([logs], [message]);
  if (newest === null || newest.lastAgeSeconds >= weekSeconds) return null;
  const sent = outbox?.newestSentAgeSeconds ?? null;
  return sent !== null && sent <= newest.lastAgeSeconds ? null : newest;
}
