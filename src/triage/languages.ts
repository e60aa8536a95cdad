/** Which languages a text is written in: by its letters, or by its most common words. */
import type { Language } from '../model.js';
import type { LanguageRow } from './tables.js';
import type { Word } from './words.js';

const letters: readonly (readonly [Language, RegExp])[] = [
  ['ru', /\p{Script=Cyrillic}/u],
  ['zh', /\p{Script=Han}/u],
  ['he', /\p{Script=Hebrew}/u],
  ['ar', /\p{Script=Arabic}/u],
];

/** A language with fewer of the common words than this share of the best one's is not meant. */
const share = 0.4;
/** In so few words nothing can be told. */
const few = 6;

/** English is in every report: product names, error messages. */
export function languagesIn(words: readonly Word[], known: readonly LanguageRow[]): readonly Language[] {
  const said = new Set(words.map(({ text }) => text));
  const byLetters = letters.filter(([, pattern]) => words.some(({ text }) => pattern.test(text))).map(([language]) => language);
  const counts = known
    .filter(({ common }) => common !== '')
    .map(({ language, common }) => ({ language, count: common.split(' ').filter((word) => said.has(word)).length }));
  const most = Math.max(...counts.map(({ count }) => count));
  const byWords = counts.filter(({ count }) => words.length <= few || (count > 0 && count >= most * share)).map(({ language }) => language);
  return [...new Set<Language>(['en', ...byLetters, ...byWords])];
}
