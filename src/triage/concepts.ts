/** What a text says, whatever its words: concepts, and where they stand. */
import type { ConceptId, Language } from '../model.js';
import { everyTest, firstTests, formsOf, matchAt, parsePattern, type Pattern } from './pattern.js';
import type { Tables } from './tables.js';
import type { Word } from './words.js';

export interface ConceptHit {
  /** With `not-` before it where the text denies it. */
  readonly concept: ConceptId;
  readonly language: Language;
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

export interface ConceptFinder {
  find(words: readonly Word[]): readonly ConceptHit[];
  /** Whether a pattern holds the word, or begins so. */
  knows(word: string): boolean;
}

/** A negator turns what begins within this many words after it. */
const reach = 4;

export function conceptFinder(tables: Omit<Tables, 'learned'>): ConceptFinder {
  const parsed: (Pattern | undefined)[] = [];
  const exact = new Map(Object.entries(tables.exact));
  const beginnings = new Map(Object.entries(tables.beginnings));
  const negators = new Map(Object.entries(tables.negators));
  const negatable = new Set(tables.negatable);
  let lexemes: { readonly words: ReadonlySet<string>; readonly stems: ReadonlySet<string> } | null = null;

  const patternAt = (index: number): Pattern => (parsed[index] ??= parsePattern(tables.patterns[index]?.[2] ?? ''));

  /** Indexes of the patterns that can begin with this word. */
  function candidates(word: string): ReadonlySet<number> {
    const found = new Set<number>();
    for (const form of formsOf(word)) {
      for (const index of exact.get(form) ?? []) found.add(index);
      for (let length = 1; length <= form.length; length += 1)
        for (const index of beginnings.get(form.slice(0, length)) ?? []) found.add(index);
    }
    return found;
  }

  return {
    find(words) {
      const hits: ConceptHit[] = [];
      const cache = new Map<string, ReadonlySet<number>>();
      words.forEach((word, from) => {
        let possible = cache.get(word.text);
        if (!possible) cache.set(word.text, (possible = candidates(word.text)));
        for (const index of possible) {
          const [concept, language] = tables.patterns[index] ?? [-1, 'en'];
          const name = tables.concepts[concept];
          const to = name === undefined ? null : matchAt(patternAt(index), words, from);
          if (name === undefined || to === null) continue;
          const denied = negatable.has(name) && isDenied(words, from, negators);
          hits.push({ concept: denied ? `not-${name}` : name, language, from, to });
        }
      });
      return hits;
    },
    knows(word) {
      lexemes ??= lexemesOf(tables, patternAt);
      if (lexemes.words.has(word)) return true;
      for (let length = 3; length <= word.length; length += 1) if (lexemes.stems.has(word.slice(0, length))) return true;
      return false;
    },
  };
}

function isDenied(words: readonly Word[], at: number, negators: ReadonlyMap<string, Language>): boolean {
  const sentence = words[at]?.sentence;
  for (let before = at - 1; before >= at - reach; before -= 1) {
    const word = words[before];
    if (word?.sentence !== sentence) return false;
    // "not only", "no idea why", "no longer works" deny nothing of what comes after
    if (negators.has(word?.text ?? '')) return !/^(?:only|just|idea|longer|matter|solo|nur|seulement)$/.test(words[before + 1]?.text ?? '');
  }
  return false;
}

function lexemesOf(tables: Omit<Tables, 'learned'>, patternAt: (index: number) => Pattern) {
  const words = new Set<string>(Object.keys(tables.negators));
  const stems = new Set<string>();
  tables.patterns.forEach((_, index) => {
    for (const test of everyTest(patternAt(index))) (test.prefix ? stems : words).add(test.text);
  });
  for (const phrase of tables.phrases) for (const word of phrase.words) words.add(word);
  return { words, stems };
}

export { firstTests };
