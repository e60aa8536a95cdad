/** What a check says when a fact that it only wants turns out to be what it needs. */
import type { Fact, Judgement, Unread } from '../model.js';
import { skip, unknown } from './judgement.js';

/** What a check says that found nothing in what it could see of the system's configuration; null: it saw all of it. */
export function unreadJudgement(unread: readonly Unread[] | undefined, subject: string): Judgement | null {
  const [first, ...more] = unread ?? [];
  if (!first) return null;
  const reason = `${first.why}${more.length > 0 ? `, and ${more.length} more could not be read` : ''}`;
  // What root would see is no question to an ordinary user; anything else that stays closed is one.
  if ([first, ...more].every(({ beyond }) => beyond)) return skip(reason, subject);
  return unknown(reason, { settle: 'Look at it by hand, or run as root.', subject });
}

type Gap = Fact<unknown> & { readonly ok: false };

/** As the runner answers for facts in `needs`: skip where nobody could have looked from here, else unknown. */
export function gapJudgement(fact: Gap, subject?: string): Judgement {
  if (fact.beyond === true || fact.gap === 'disabled' || fact.gap === 'unsupported') return skip(fact.why, subject);
  return unknown(fact.why, {
    ...(fact.settle === undefined ? {} : { settle: fact.settle }),
    ...(subject === undefined ? {} : { subject }),
  });
}
