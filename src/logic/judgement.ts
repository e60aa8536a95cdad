/** The five things that a check can say. */
import type { Confidence, Evidence, Judgement } from '../model.js';

interface Said {
  readonly cause: string;
  readonly subject: string;
  readonly confidence: Confidence;
  readonly title?: string;
  readonly evidence: readonly Evidence[];
}

export function pass(evidence: readonly Evidence[] = [], more: { readonly subject?: string; readonly note?: string } = {}): Judgement {
  return { is: 'pass', evidence, ...more };
}

export function warn(said: Said): Judgement {
  return { is: 'warn', ...said };
}

export function fail(said: Said): Judgement {
  return { is: 'fail', ...said };
}

export function skip(reason: string, subject?: string): Judgement {
  return { is: 'skip', reason, ...(subject === undefined ? {} : { subject }) };
}

export function unknown(reason: string, more: { readonly settle?: string; readonly subject?: string } = {}): Judgement {
  return { is: 'unknown', reason, ...more };
}
