/** Builds the matcher's tables out of src/knowledge: once, with the program. */
import { type causes as allCauses, messages, problems } from '../knowledge/index.js';
import { concepts, negatable } from '../knowledge/concepts.js';
import { en } from '../knowledge/lexicon/en.js';
import { lexicons } from '../knowledge/lexicons.js';
import { otherPanels, otherSoftware } from '../knowledge/other-software.js';
import { tales } from '../knowledge/tales.js';
import type { Language, Lexicon, Phrase, ProblemId, Symptom } from '../model.js';
import { dictionaryOf } from './dictionary.js';
import { fold } from './fold.js';
import { everyTest, firstTests, parsePattern } from './pattern.js';
import { sharedWords } from './shared-words.js';
import type { LexiconTable, MessageRow, PhraseRow, ProblemRow, Tables } from './tables.js';
import { plainWords } from './words.js';

/** What the program knows of checks and causes beside the texts. */
export interface Surroundings {
  readonly checksFor: (problem: ProblemId) => readonly string[];
  readonly causes: typeof allCauses;
}

export function compileTables({ checksFor, causes }: Surroundings): Omit<Tables, 'learned'> {
  const ids = Object.keys(concepts);
  const phrases = phraseRows();
  const told = new Set(messages.flatMap((message) => message.causes));
  return {
    languages: lexicons.map(({ language, common }) => ({ language, common: common.map(fold).join(' ') })),
    concepts: ids,
    negatable,
    vocabulary: vocabularyOf(phrases),
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
    sentences: sentenceRows(),
    problems: Object.fromEntries(
      tales.map(({ problem, question, steps }): [ProblemId, ProblemRow] => {
        const known = problems.find(({ id }) => id === problem);
        return [problem, { title: known?.title ?? problem, docs: known?.docs ?? '', checks: checksFor(problem), question, steps }];
      }),
    ) as Tables['problems'],
    causes: Object.fromEntries(causes.filter(({ id }) => told.has(id)).map(({ id, title }) => [id, title])),
  };
}

/** What is read for each language; names of programs go with English, which is always read. */
export function compileLexicons(): Readonly<Record<Language, readonly LexiconTable[]>> {
  const rows = lexicons.map(
    (lexicon) => [lexicon.language, [lexicon, ...(lexicon.language === 'en' ? [names] : [])].map(lexiconTable)] as const,
  );
  return Object.fromEntries(rows) as unknown as Readonly<Record<Language, readonly LexiconTable[]>>;
}

function lexiconTable(lexicon: Lexicon): LexiconTable {
  const ids = Object.keys(concepts);
  const { language, negators, concepts: said } = lexicon;
  const words = foldedWords(lexicon);
  const patterns = Object.entries(said).flatMap(([concept, sources]) =>
    sources.map((source) => ({ concept: ids.indexOf(concept), source: foldedPattern(source, language) })),
  );
  const exact = new Map<string, number[]>();
  const beginnings = new Map<string, number[]>();
  const known = new Set<string>();
  const shared = sharedWords(words, language);
  patterns.forEach(({ source }, number) => {
    const pattern = parsePattern(source, shared);
    for (const { text, prefix } of firstTests(pattern)) {
      const index = prefix ? beginnings : exact;
      const numbers = index.get(text) ?? [];
      if (numbers.at(-1) !== number) index.set(text, [...numbers, number]);
    }
    for (const { text, prefix } of everyTest(pattern)) known.add(prefix ? `${text}*` : text);
  });
  return {
    language,
    negators: negators.map(fold).join(' '),
    words,
    patterns: patterns.map(({ concept, source }) => `${concept} ${source}`).join(';'),
    exact: dictionaryOf([...exact].map(([word, numbers]) => [word, numbers.join(' ')] as const)),
    beginnings: dictionaryOf([...beginnings].map(([word, numbers]) => [word, numbers.join(' ')] as const)),
    known: dictionaryOf([...known].map((word) => [word, ''] as const)),
  };
}

/** Only English words are mended: a foreign one is more often right than a misspelt English one. */
function vocabularyOf(phrases: readonly PhraseRow[]): string {
  const shared = sharedWords(foldedWords(en), 'en');
  const inPatterns = Object.values(en.concepts).flatMap((sources) =>
    sources.flatMap((source) =>
      everyTest(parsePattern(foldedPattern(source, 'en'), shared)).flatMap(({ text, prefix }) => (prefix ? [] : [text])),
    ),
  );
  const inPhrases = phrases.flatMap(({ words, language }) => (language === undefined ? words : []));
  return [...new Set([...inPatterns, ...inPhrases])].filter((word) => word.length >= 5 && /^[a-z]+$/.test(word)).join(' ');
}

/** Names are the same in every language. */
const names: Lexicon = {
  language: 'en',
  common: [],
  negators: [],
  words: {},
  concepts: { 'other-software': otherSoftware, 'other-panel': otherPanels },
};

function foldedWords({ words, language }: Lexicon): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(words).map(([name, choice]) => {
      const inGroup = foldedPattern(`(${choice})`, language);
      return [name, inGroup.slice(1, -1)];
    }),
  );
}

/** Words are folded, Han characters stand alone, and German vowels may be written with an e. */
export function foldedPattern(source: string, language: Language): string {
  const spread = language === 'de' ? source.replace(/[^\s()|?]*[äöü][^\s()|?]*/gi, twoSpellings) : source;
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
    const documented = symptomsOf(problem);
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

function symptomsOf(problem: ProblemId): readonly Symptom[] {
  return problems.find(({ id }) => id === problem)?.symptoms ?? [];
}

/** What a page fills in. */
const placeholder = /<[^<>]{1,40}>|:[a-z]\w+|%s/;

/** Points of a phrase that names its problem by itself. */
const telling = 7;
/** Shorter texts stand in other sentences, too. */
const shortestSentence = 16;

/** Each by its longest part without a placeholder; those that a known message covers are left to it. */
function sentenceRows(): readonly MessageRow[] {
  const covered = messages.flatMap(({ literals }) => literals);
  return tales.flatMap(({ problem, phrases }) => {
    const said = phrases.filter(({ points, apart = 0 }) => Math.max(points, apart) >= telling);
    return [...new Set([...symptomsOf(problem), ...said].map(({ text }) => text))]
      .map((text) => ({ text, literal: longestPart(text).toLowerCase() }))
      .filter(({ literal }) => literal.length >= shortestSentence && !covered.some((known) => literal.includes(known)))
      .map(({ text, literal }, at) => ({
        id: `${problem}-${at}`,
        title: `“${text}”`,
        literals: [literal],
        problems: [problem],
        causes: [],
      }));
  });
}

function longestPart(text: string): string {
  const parts = text
    .split('*')
    .flatMap((part) => part.split(placeholder))
    .map((part) => part.trim().replace(/[.!,:;]+$/, ''));
  return parts.reduce((longest, part) => (part.length > longest.length ? part : longest), '');
}

function wordsOfPhrase(text: string): readonly string[] {
  return text.split(placeholder).flatMap((part, index) => (index === 0 ? plainWords(part) : ['*', ...plainWords(part)]));
}
