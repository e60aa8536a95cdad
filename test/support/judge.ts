/** Runs a check over a recorded host: values by fact id, and gaps where a fact is missing. */
import { judgeCheck } from '../../src/run/judge.js';
import type { Check, Fact, FactId, Facts, GapCode, Judgement } from '../../src/model.js';

export type Recorded = { readonly [K in FactId]?: Facts[K] | Gap };

export interface Gap {
  readonly gap: GapCode;
  readonly why: string;
  readonly beyond?: true;
}

export function gap(code: GapCode, why = `not seen: ${code}`, beyond?: true): Gap {
  return beyond ? { gap: code, why, beyond } : { gap: code, why };
}

function isGap(value: unknown): value is Gap {
  return typeof value === 'object' && value !== null && 'gap' in value && 'why' in value;
}

export interface Judged {
  readonly check: Check;
  readonly facts: ReadonlyMap<FactId, Fact<unknown>>;
  readonly judgements: readonly Judgement[];
}

let listener: ((judged: Judged) => void) | null = null;

/** From here on everything that is judged in this file is told. */
export function whenJudged(told: (judged: Judged) => void): void {
  listener = told;
}

/** All judgements of the check over these facts. Facts that are not given are gaps of code `absent`. */
export function judgements(check: unknown, recorded: Recorded): readonly Judgement[] {
  const facts = new Map<FactId, Fact<unknown>>();
  for (const [id, value] of Object.entries(recorded)) {
    const origin = { vantage: 'files', source: id, at: '2026-01-01T00:00:00.000Z', durationMs: 1 } as const;
    facts.set(id as FactId, isGap(value) ? { ok: false, origin, ...value } : { ok: true, value, origin });
  }
  const said = judgeCheck(check as Check, facts);
  listener?.({ check: check as Check, facts, judgements: said });
  return said;
}

/** The first judgement: most checks have one. */
export function judgement(check: unknown, recorded: Recorded): Judgement {
  const [first] = judgements(check, recorded);
  if (first === undefined) throw new Error('the check said nothing');
  return first;
}
