/** Runs one check over facts: gaps in its needs are answered here, a crash costs only this check. */
import { sourceSeen } from '../logic/shown-by-api.js';
import type { Check, Evidence, Fact, FactId, Judgement, See } from '../model.js';
import { asJudgements } from './judgement-shape.js';

export type FactTable = { readonly get: (id: FactId) => Fact<unknown> | undefined };

/** Gaps of these codes mean that nobody could have looked from here: not an unknown but a skip. */
function isBeyond(fact: Fact<unknown> & { readonly ok: false }): boolean {
  return fact.beyond === true || fact.gap === 'disabled' || fact.gap === 'unsupported';
}

/**
 * The check's judgements. A gap in one of its needs makes it `unknown`, or `skip` where the fact is beyond this vantage; `recorded` facts
 * come from a bundle, where a value of the wrong shape is the bundle's fault and not a bug.
 */
export function judgeCheck(check: Check, facts: FactTable, recorded = false): readonly Judgement[] {
  const given: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const id of check.needs) {
    const fact = facts.get(id) ?? notGathered(id);
    if (!fact.ok) {
      return [
        isBeyond(fact)
          ? { is: 'skip', reason: fact.why }
          : { is: 'unknown', reason: fact.why, ...(fact.settle === undefined ? {} : { settle: fact.settle }) },
      ];
    }
    given[id] = fact.value;
  }
  for (const id of check.wants ?? []) given[id] = facts.get(id) ?? notGathered(id);
  const see: See<FactId> = (id, label, saw, more = {}): Evidence => {
    const origin = facts.get(id)?.origin;
    const vantage = more.vantage ?? origin?.vantage ?? 'operator';
    const own = origin?.source ?? id;
    const source = more.source === undefined ? own : sourceSeen(vantage, more.source, own);
    return more.want === undefined ? { label, saw, vantage, source } : { label, saw, want: more.want, vantage, source };
  };
  try {
    return asJudgements(check.judge(given as never, see));
  } catch (error) {
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return [
      recorded
        ? {
            is: 'unknown',
            reason: `the recorded facts do not have the expected shape (${what})`,
            settle: 'Record the bundle again with this version.',
          }
        : {
            is: 'unknown',
            reason: `the check itself failed (${what})`,
            settle: 'This is a bug of whmcs-doctor: please report it with this line.',
          },
    ];
  }
}

function notGathered(id: FactId): Fact<never> {
  return {
    ok: false,
    gap: 'absent',
    why: `${id} was not recorded`,
    origin: { vantage: 'operator', source: id, at: new Date(0).toISOString(), durationMs: 0 },
  };
}
