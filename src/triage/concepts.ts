/** What a text says, whatever its words: concepts, and where they stand. */
import type { ConceptId, Language } from '../model.js';
import { lookUp } from './dictionary.js';
import { formsOf, matchAt, parsePattern, type Pattern } from './pattern.js';
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
const reach = 3;

export function conceptFinder(tables: Omit<Tables, 'learned'>): ConceptFinder {
  const parsed: (Pattern | undefined)[] = [];
  const lines = tables.patterns.split('\n');
  const negators = new Map(Object.entries(tables.negators));
  const negatable = new Set(tables.negatable);
  const phraseWords = new Set(tables.phrases.flatMap(({ words }) => words));
  let known: ReadonlySet<string> | null = null;
  /** Every word of every pattern, as it stands there: with a star where only the beginning counts. */
  const inner = (): ReadonlySet<string> => (known ??= new Set(tables.patterns.match(/[^\s()|?.]+/g)));

  const patternAt = (index: number): Pattern => (parsed[index] ??= parsePattern(lineOf(lines[index]).source));

  /** Indexes of the patterns that can begin with this word. */
  function candidates(word: string): ReadonlySet<number> {
    const found = new Set<number>();
    for (const form of formsOf(word)) {
      addNumbers(found, lookUp(tables.exact, form));
      for (let length = 1; length <= form.length; length += 1) addNumbers(found, lookUp(tables.beginnings, form.slice(0, length)));
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
          const { concept, language } = lineOf(lines[index]);
          const name = tables.concepts[concept];
          const to = name === undefined ? null : matchAt(patternAt(index), words, from);
          if (name === undefined || to === null) continue;
          const denied = negatable.has(name) && isDenied(words, from, language, negators);
          hits.push({ concept: denied ? `not-${name}` : name, language, from, to });
        }
      });
      return hits;
    },
    knows(word) {
      if (phraseWords.has(word) || negators.has(word) || inner().has(word)) return true;
      return Array.from({ length: word.length - 2 }, (_, at) => word.slice(0, at + 3)).some((stem) => inner().has(`${stem}*`));
    },
  };
}

function addNumbers(found: Set<number>, list: string | null): void {
  if (list !== null) for (const number of list.split(' ')) found.add(Number(number));
}

function lineOf(line = '-1 en '): { readonly concept: number; readonly language: Language; readonly source: string } {
  const first = line.indexOf(' ');
  return { concept: Number(line.slice(0, first)), language: line.slice(first + 1, first + 3) as Language, source: line.slice(first + 4) };
}

function isDenied(words: readonly Word[], at: number, language: Language, negators: ReadonlyMap<string, readonly Language[]>): boolean {
  const { sentence, clause } = words[at] ?? {};
  for (let before = at - 1; before >= at - reach; before -= 1) {
    const word = words[before];
    if (word?.sentence !== sentence || word?.clause !== clause) return false;
    // "not only", "no idea why", "no longer works" deny nothing of what comes after
    if (negators.get(word?.text ?? '')?.includes(language) === true)
      return !/^(?:only|just|idea|longer|matter|solo|nur|seulement)$/.test(words[before + 1]?.text ?? '');
  }
  return false;
}
