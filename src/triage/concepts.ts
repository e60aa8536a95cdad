/** What a text says, whatever its words: concepts, and where they stand. */
import type { ConceptId, Language } from '../model.js';
import { lookUp } from './dictionary.js';
import { languagesIn } from './languages.js';
import { formsOf, matchAt, parsePattern, type Pattern } from './pattern.js';
import { sharedWords } from './shared-words.js';
import type { LexiconTable, Lexicons, Tables } from './tables.js';
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
  /** The languages that a text may be written in, English among them. */
  languages(words: readonly Word[]): readonly Language[];
  find(words: readonly Word[], languages: readonly Language[]): readonly ConceptHit[];
  /** Whether a pattern of these languages holds the word, or begins so. */
  knows(word: string, languages: readonly Language[]): boolean;
}

/** A negator turns what begins within this many words after it, and in the same part of the sentence. */
const reach = 3;

type Reader = ReturnType<typeof reader>;

export function conceptFinder(
  { languages, concepts, negatable }: Pick<Tables, 'languages' | 'concepts' | 'negatable'>,
  lexicons: Lexicons,
): ConceptFinder {
  const readers = new Map<Language, readonly Reader[]>();
  const readersOf = (language: Language): readonly Reader[] => {
    let some = readers.get(language);
    if (!some) readers.set(language, (some = lexicons(language).map((lexicon) => reader(lexicon, concepts, new Set(negatable)))));
    return some;
  };
  return {
    languages: (words) => languagesIn(words, languages),
    find: (words, some) =>
      some
        .flatMap(readersOf)
        .flatMap((each) => each.find(words))
        .sort((a, b) => a.from - b.from),
    knows: (word, some) => some.flatMap(readersOf).some((each) => each.knows(word)),
  };
}

function reader(lexicon: LexiconTable, concepts: readonly ConceptId[], negatable: ReadonlySet<ConceptId>) {
  const { language } = lexicon;
  const sources = lexicon.patterns.split(';');
  const shared = sharedWords(lexicon.words, language);
  const negators = new Set(lexicon.negators.split(' '));
  const parsed: ({ readonly concept: ConceptId; readonly pattern: Pattern } | undefined)[] = [];

  function patternAt(number: number): { readonly concept: ConceptId; readonly pattern: Pattern } {
    const source = sources[number] ?? '';
    const blank = source.indexOf(' ');
    return (parsed[number] ??= {
      concept: concepts[Number(source.slice(0, blank))] ?? '',
      pattern: parsePattern(source.slice(blank + 1), shared),
    });
  }

  return {
    language,
    find(words: readonly Word[]): readonly ConceptHit[] {
      const hits: ConceptHit[] = [];
      const cache = new Map<string, ReadonlySet<number>>();
      words.forEach((word, from) => {
        let possible = cache.get(word.text);
        if (!possible) cache.set(word.text, (possible = candidates(lexicon, word.text)));
        for (const number of possible) {
          const { concept, pattern } = patternAt(number);
          const to = matchAt(pattern, words, from);
          if (to === null) continue;
          const denied = negatable.has(concept) && isDenied(words, from, negators);
          hits.push({ concept: denied ? `not-${concept}` : concept, language, from, to });
        }
      });
      return hits;
    },
    knows(word: string): boolean {
      if (negators.has(word) || lookUp(lexicon.known, word) !== null) return true;
      for (let length = 3; length <= word.length; length += 1) if (lookUp(lexicon.known, `${word.slice(0, length)}*`) !== null) return true;
      return false;
    },
  };
}

/** Numbers of the patterns that can begin with this word. */
function candidates({ exact, beginnings }: LexiconTable, word: string): ReadonlySet<number> {
  const found = new Set<number>();
  for (const form of formsOf(word)) {
    addNumbers(found, lookUp(exact, form));
    for (let length = 1; length <= form.length; length += 1) addNumbers(found, lookUp(beginnings, form.slice(0, length)));
  }
  return found;
}

function addNumbers(found: Set<number>, list: string | null): void {
  if (list !== null) for (const number of list.split(' ')) found.add(Number(number));
}

function isDenied(words: readonly Word[], at: number, negators: ReadonlySet<string>): boolean {
  const { sentence, clause } = words[at] ?? {};
  for (let before = at - 1; before >= at - reach; before -= 1) {
    const word = words[before];
    if (word?.sentence !== sentence || word?.clause !== clause) return false;
    // "not only", "no idea why", "no longer works" deny nothing of what comes after
    if (negators.has(word?.text ?? '')) return !/^(?:only|just|idea|longer|matter|solo|nur|seulement)$/.test(words[before + 1]?.text ?? '');
  }
  return false;
}
