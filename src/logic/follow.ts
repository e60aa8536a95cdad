/** A gap that makes another look impossible. */
import { LookFailed } from './failure.js';
import type { Fact } from '../model.js';

/** The value, or the same gap again: with its reason, what would settle it and whether anyone could have looked from here. */
export function valueOf<T>(fact: Fact<T>): T {
  if (fact.ok) return fact.value;
  throw new LookFailed(fact.gap, fact.why, {
    ...(fact.settle === undefined ? {} : { settle: fact.settle }),
    ...(fact.beyond === undefined ? {} : { beyond: fact.beyond }),
  });
}
