/** A person's words → the documented problems that they tell of. */
import type { TriageResult } from '../model.js';
import type { Described } from '../report/recognised.js';
import { unusable } from './exit.js';
import { givenText, withoutWords, type Place } from './given-text.js';
import { sealAll } from './seal.js';

/** Reads the text and forgets it. Throws Quit with 64 or 78. */
export async function describedBy(value: string, place: Place): Promise<TriageResult> {
  const given = await givenText(value, place);
  const [{ loadTriage }, { readStream, readString }, { NotText }] = await Promise.all([
    import('../triage/load.js'),
    import('../triage/stream.js'),
    import('../triage/not-text.js'),
  ]);
  const { matcher } = loadTriage();
  if (typeof given === 'string') return readString(given, matcher);
  try {
    const read = await readStream(given.chunks, matcher);
    if (read.blank) throw withoutWords(place);
    return read;
  } catch (error) {
    throw error instanceof NotText ? unusable(`${given.name} ${error.message}`) : error;
  }
}

/** One line for standard error. */
export function nothingRecognised({ ask }: TriageResult): string {
  return `the text matches no documented problem${ask === null ? '' : ` (what would tell more: ${ask})`}`;
}

/** That the search is not narrowed; `what` is done to everything. */
export function everythingInstead(result: TriageResult, what: 'is looked at' | 'would be looked at'): string {
  return `${nothingRecognised(result)}: everything ${what}, as without --for`;
}

/** What was quoted passes the redactor like everything else. */
export function sealedWords(described: Described): Described {
  return { ...described, candidates: described.candidates.map((one) => ({ ...one, matched: sealAll(one.matched) })) };
}
