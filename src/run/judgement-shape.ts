/** Whether a check said what the type of a judgement promises: facts of a bundle can have any shape, and so can what is made of them. */
import type { Judgement } from '../model.js';

/** The judgements as they are. Throws a TypeError that names what is wrong. */
export function asJudgements(said: unknown): readonly Judgement[] {
  const all: readonly unknown[] = Array.isArray(said) ? said : [said];
  for (const one of all) assertJudgement(one);
  return all as readonly Judgement[];
}

function assertJudgement(one: unknown): void {
  if (typeof one !== 'object' || one === null) throw new TypeError('a judgement is no object');
  const { is, subject, note, cause, confidence, title, evidence, reason, settle } = one as Readonly<Record<string, unknown>>;
  const texts = { subject, note, title, settle };
  for (const [name, value] of Object.entries(texts)) if (value !== undefined && typeof value !== 'string') throw wrong(name);
  switch (is) {
    case 'skip':
    case 'unknown':
      if (typeof reason !== 'string') throw wrong('reason');
      return;
    case 'pass':
      return assertEvidence(evidence);
    case 'warn':
    case 'fail':
      if (typeof subject !== 'string') throw wrong('subject');
      if (typeof cause !== 'string' || typeof confidence !== 'string') throw wrong('cause');
      return assertEvidence(evidence);
    default:
      throw wrong('kind');
  }
}

function assertEvidence(evidence: unknown): void {
  if (!Array.isArray(evidence)) throw wrong('evidence');
  for (const piece of evidence as readonly unknown[]) {
    if (typeof piece !== 'object' || piece === null) throw wrong('evidence');
    const { label, saw, want, source } = piece as Readonly<Record<string, unknown>>;
    if (typeof label !== 'string' || typeof source !== 'string' || !isScalar(saw) || !(want === undefined || isScalar(want)))
      throw wrong('evidence');
  }
}

function isScalar(value: unknown): boolean {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function wrong(part: string): TypeError {
  return new TypeError(`the ${part} of a judgement is not of its type`);
}
