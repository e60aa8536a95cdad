/** What the learned part of the matcher sees of a text: its words, their pieces, pairs of neighbours, and the concepts said. */
import type { Seen } from './look.js';
import { formsOf } from './pattern.js';

/** Feature → how strongly it is there. Words together and concepts together each have a length of one, however long the text is. */
export type Features = ReadonlyMap<string, number>;

/** The beginning of a word: declensions and most typos are behind it. */
const stemLength = 6;

export function featuresOf(
  { words, said, names }: Pick<Seen, 'words' | 'said' | 'names'>,
  isKnown?: (feature: string) => boolean,
): Features {
  const plain = new Set<string>();
  words.forEach((word, at) => {
    // numbers are addresses, dates and versions; the short ones may be error codes
    if (/^\d{4,}$/.test(word.text)) return;
    const stem = stemOf(word.text);
    for (const form of formsOf(word.text)) plain.add(stemOf(form));
    for (const piece of piecesOf(word.text)) plain.add(piece);
    const next = words[at + 1];
    if (next?.sentence === word.sentence) plain.add(`${stem} ${stemOf(next.text)}`);
  });
  const features = new Map<string, number>();
  for (const group of [[...plain], [...new Set([...said.map(({ concept }) => `#${concept}`), ...[...names].map((sign) => `#@${sign}`)])]]) {
    const used = isKnown === undefined ? group : group.filter(isKnown);
    for (const feature of used) features.set(feature, 1 / Math.sqrt(used.length));
  }
  return features;
}

/** Four letters in a row: what a misspelt, inflected or compound word shares with its kin. */
function piecesOf(word: string): readonly string[] {
  if (!/^[a-z]{4,24}$/.test(word)) return [];
  const framed = `^${word}$`;
  return Array.from({ length: framed.length - 3 }, (_, at) => `~${framed.slice(at, at + 4)}`);
}

export function stemOf(word: string): string {
  return word.slice(0, stemLength);
}
