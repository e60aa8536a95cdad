/** A person's words → the documented problems that they tell of. */
import type { TriageResult } from '../model.js';
import type { Described } from '../report/described.js';
import { givenText, type Place } from './given-text.js';
import { sealAll } from './seal.js';

/** Reads the text and forgets it. Throws Quit with 64 or 78. */
export async function describedBy(value: string, place: Place): Promise<TriageResult> {
  const text = await givenText(value, place);
  const { loadTriage } = await import('../triage/load.js');
  return loadTriage().matcher.read(text);
}

/** One line for standard error. */
export function nothingRecognised({ ask }: TriageResult): string {
  return `the text matches no documented problem${ask === null ? '' : ` (what would tell more: ${ask})`}`;
}

/** What was quoted passes the redactor like everything else. */
export function sealedWords(described: Described): Described {
  return { ...described, candidates: described.candidates.map((one) => ({ ...one, matched: sealAll(one.matched) })) };
}
