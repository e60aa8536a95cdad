/** Builds the matcher's tables out of src/knowledge: once, with the program. */
import { type causes as allCauses, messages, problems } from '../knowledge/index.js';
import { concepts, negatable } from '../knowledge/concepts.js';
import { lexicons } from '../knowledge/lexicons.js';
import { otherPanels, otherSoftware } from '../knowledge/other-software.js';
import { tales } from '../knowledge/tales.js';
import type { Lexicon, Phrase, ProblemId } from '../model.js';
import { dictionaryOf } from './dictionary.js';
import { fold } from './fold.js';
import { everyTest, firstTests, parsePattern } from './pattern.js';
import type { MessageRow, PhraseRow, ProblemRow, Tables } from './tables.js';
import { plainWords } from './words.js';

/** What the program knows of checks and causes beside the texts. */
export interface Surroundings {
  readonly checksFor: (problem: ProblemId) => readonly string[];
  readonly causes: typeof allCauses;
}

export function compileTables({ checksFor, causes }: Surroundings): Omit<Tables, 'learned'> {
  const ids = Object.keys(concepts);
  const patterns = [...lexicons, names].flatMap((lexicon) =>
    Object.entries(lexicon.concepts).flatMap(([concept, sources]) =>
      sources.map((source) => [ids.indexOf(concept), lexicon.language, expand(source, lexicon)] as const),
    ),
  );
  const exact = new Map<string, number[]>();
  const beginnings = new Map<string, number[]>();
  const vocabulary = new Set<string>();
  const stems = new Set<string>();
  patterns.forEach(([, , source], line) => {
    const pattern = parsePattern(source);
    for (const { text, prefix } of firstTests(pattern)) {
      const index = prefix ? beginnings : exact;
      const known = index.get(text) ?? [];
      if (known.at(-1) !== line) index.set(text, [...known, line]);
    }
    for (const { text, prefix } of everyTest(pattern)) (prefix ? stems : vocabulary).add(text);
  });
  const phrases = phraseRows();
  for (const phrase of phrases) for (const word of phrase.words) vocabulary.add(word);
  const told = new Set(messages.flatMap((message) => message.causes));
  return {
    patterns: patterns.map((row) => row.join(' ')).join('\n'),
    concepts: ids,
    negatable,
    exact: dictionaryOf([...exact].map(([word, lines]) => [word, lines.join(' ')] as const)),
    beginnings: dictionaryOf([...beginnings].map(([word, lines]) => [word, lines.join(' ')] as const)),
    negators: negatorsOf(),
    vocabulary: [...vocabulary].filter((word) => word.length >= 5 && /^[a-z]+$/.test(word)).join(' '),
    lexemes: dictionaryOf([...vocabulary, ...[...stems].map((stem) => `${stem}*`)].map((word) => [word, ''] as const)),
    phrases,
    signs: tales.flatMap(({ problem, signs }) =>
      signs.map(({ when, unless, anywhere, points }) => ({
        problem,
        when,
        points,
        ...(unless === undefined ? {} : { unless }),
        ...(anywhere === undefined ? {} : { anywhere }),
      })),
    ),
    messages: messages.map(({ id, title, literals, only, problems: about, causes: of }): MessageRow => ({
      id,
      title,
      literals,
      ...(only === undefined ? {} : { only: only.source }),
      problems: about,
      causes: of,
    })),
    problems: Object.fromEntries(
      tales.map(({ problem, question, steps }): [ProblemId, ProblemRow] => {
        const known = problems.find(({ id }) => id === problem);
        return [problem, { title: known?.title ?? problem, docs: known?.docs ?? '', checks: checksFor(problem), question, steps }];
      }),
    ) as Tables['problems'],
    causes: Object.fromEntries(causes.filter(({ id }) => told.has(id)).map(({ id, title }) => [id, title])),
  };
}

function negatorsOf(): Tables['negators'] {
  const words = new Set(lexicons.flatMap(({ negators }) => negators.map(fold)));
  const languages = (word: string) => lexicons.filter(({ negators }) => negators.map(fold).includes(word)).map(({ language }) => language);
  return Object.fromEntries([...words].map((word) => [word, languages(word)]));
}

/** Names are the same in every language. */
const names: Lexicon = {
  language: 'en',
  negators: [],
  words: {},
  concepts: { 'other-software': otherSoftware, 'other-panel': otherPanels },
};

/** Names of words become choices, words are folded, Han characters stand alone, and German vowels may be written with an e. */
export function expand(source: string, { language, words }: Pick<Lexicon, 'language' | 'words'>): string {
  const replaced = source.replace(/\$(\w+)/g, (whole, name: string, at: number) => {
    const choice = words[name];
    if (choice === undefined) throw new Error(`${language}: there are no words ${whole} for "${source}"`);
    const inside = source.lastIndexOf('(', at) > source.lastIndexOf(')', at);
    return inside ? choice : `(${choice})`;
  });
  const spread = language === 'de' ? replaced.replace(/[^\s()|?]*[äöü][^\s()|?]*/gi, twoSpellings) : replaced;
  return spread
    .replace(/[\p{L}\p{M}\p{N}_]+/gu, fold)
    .replace(/\p{Script=Han}/gu, ' $& ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** "zurück" is also typed "zurueck". */
function twoSpellings(word: string, at: number, whole: string): string {
  const other = word.replace(/ä/gi, 'ae').replace(/ö/gi, 'oe').replace(/ü/gi, 'ue');
  const inside = whole.lastIndexOf('(', at) > whole.lastIndexOf(')', at);
  if (!inside) return `(${word}|${other})`;
  // a choice of several words keeps only the common spelling: patterns stay readable
  const before = /[^(|]*$/.exec(whole.slice(0, at))?.[0] ?? '';
  const after = /^[^)|]*/.exec(whole.slice(at + word.length))?.[0] ?? '';
  return before.trim() === '' && after.trim() === '' ? `${word}|${other}` : word;
}

/** The documented symptoms, and what the tales add. */
function phraseRows(): readonly PhraseRow[] {
  return tales.flatMap(({ problem, phrases }) => {
    const documented = problems.find(({ id }) => id === problem)?.symptoms ?? [];
    const added = new Set(phrases.map(({ text }) => text));
    const all: readonly Phrase[] = [
      ...documented.filter(({ text }) => !added.has(text)).map(({ text }) => ({ text, points: 10 })),
      ...phrases,
    ];
    return all.map(({ text, points, apart, language }) => ({
      words: wordsOfPhrase(text),
      problem,
      points,
      ...(apart === undefined ? {} : { apart }),
      ...(language === undefined ? {} : { language }),
    }));
  });
}

function wordsOfPhrase(text: string): readonly string[] {
  return text
    .replace(/<[^<>]{1,40}>|:[a-z]\w+|%s/g, ' \u0001 ')
    .split('\u0001')
    .flatMap((part, index) => (index === 0 ? plainWords(part) : ['*', ...plainWords(part)]));
}
