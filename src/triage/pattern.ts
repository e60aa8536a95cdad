/**
 * Patterns of words, as the lexicons write them: `log* in` for words that begin so, `(a|b c)` for a choice, `(a)?` for what may be missing, `..`
 * for up to three words in between and `...` for up to eight. A pattern never reaches into the next sentence.
 */
import type { Word } from './words.js';

interface Test {
  readonly text: string;
  readonly prefix: boolean;
}

interface Part {
  /** Words that may stand before it. */
  readonly gap: number;
  readonly optional: boolean;
  readonly choices: readonly (readonly Test[])[];
}

export type Pattern = readonly Part[];

/** The source is folded and has no `$names` left: src/triage/compile.ts. */
export function parsePattern(source: string): Pattern {
  const parts: Part[] = [];
  let gap = 0;
  for (const match of source.matchAll(/\(([^()]*)\)(\?)?|(\.{2,3})(?=\s|$)|([^\s()]+)/g)) {
    const [, group, optional, dots, word] = match;
    if (dots !== undefined) {
      gap = dots.length === 2 ? 3 : 8;
      continue;
    }
    const choices = (group ?? word ?? '').split('|').map((choice) => choice.trim().split(/\s+/).filter(Boolean).map(testOf));
    parts.push({ gap, optional: optional !== undefined, choices: choices.filter((choice) => choice.length > 0) });
    gap = 0;
  }
  return parts;
}

function testOf(word: string): Test {
  return word.endsWith('*') ? { text: word.slice(0, -1), prefix: true } : { text: word, prefix: false };
}

/** The words that a match can begin with. */
export function firstTests(pattern: Pattern): readonly Test[] {
  const found: Test[] = [];
  for (const part of pattern) {
    found.push(...part.choices.flatMap((choice) => choice[0] ?? []));
    if (!part.optional) break;
  }
  return found;
}

export function everyTest(pattern: Pattern): readonly Test[] {
  return pattern.flatMap((part) => part.choices.flat());
}

/** Where a match that begins at this word ends (exclusive); null: there is none. */
export function matchAt(pattern: Pattern, words: readonly Word[], at: number): number | null {
  const sentence = words[at]?.sentence;
  return sentence === undefined ? null : matchFrom(pattern, 0, words, at, sentence, true);
}

function matchFrom(pattern: Pattern, index: number, words: readonly Word[], at: number, sentence: number, first: boolean): number | null {
  const part = pattern[index];
  if (!part) return at;
  const furthest = first ? 0 : part.gap;
  for (let skipped = 0; skipped <= furthest; skipped += 1) {
    const place = at + skipped;
    if (words[place]?.sentence !== sentence) break;
    for (const choice of part.choices) {
      const end = choiceAt(choice, words, place, sentence);
      const rest = end === null ? null : matchFrom(pattern, index + 1, words, end, sentence, false);
      if (rest !== null) return rest;
    }
  }
  return part.optional ? matchFrom(pattern, index + 1, words, at, sentence, first) : null;
}

function choiceAt(choice: readonly Test[], words: readonly Word[], at: number, sentence: number): number | null {
  for (const [offset, test] of choice.entries()) {
    const word = words[at + offset];
    if (word?.sentence !== sentence || !formsOf(word.text).some((form) => (test.prefix ? form.startsWith(test.text) : form === test.text)))
      return null;
  }
  return at + choice.length;
}

const hebrewPrefix = /^[\u05d5\u05d4\u05d1\u05db\u05dc\u05de\u05e9]/;
const arabicPrefix =
  /^(?:[\u0648\u0641]?(?:\u0628\u0627\u0644|\u0643\u0627\u0644|\u0627\u0644|\u0644\u0644)|[\u0648\u0641\u0628\u0644\u0643])/;
const forms = new Map<string, readonly string[]>();

/** Hebrew and Arabic write short words (and, the, in, to) at the head of the next one. */
export function formsOf(word: string): readonly string[] {
  if (word < '\u0590' || word > '\u06ff') return [word];
  let known = forms.get(word);
  if (!known) {
    const found = [word];
    for (let rest = word; rest.length > 3 && found.length < 4;) {
      const shorter = rest.replace(rest < '\u0600' ? hebrewPrefix : arabicPrefix, '');
      if (shorter === rest || shorter.length < 2) break;
      found.push((rest = shorter));
    }
    if (forms.size > 5000) forms.clear();
    forms.set(word, (known = found));
  }
  return known;
}
