/** What a check says when a fact that it only wants turns out to be what it needs. */
import type { Fact, Judgement } from '../model.js';
import { skip, unknown } from './judgement.js';

type Gap = Fact<unknown> & { readonly ok: false };

/** As the runner answers for facts in `needs`: skip where nobody could have looked from here, else unknown. */
export function gapJudgement(fact: Gap, subject?: string): Judgement {
  if (fact.beyond === true || fact.gap === 'disabled' || fact.gap === 'unsupported') return skip(fact.why, subject);
  return unknown(fact.why, {
    ...(fact.settle === undefined ? {} : { settle: fact.settle }),
    ...(subject === undefined ? {} : { subject }),
  });
}
