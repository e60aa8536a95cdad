/** What the learned part of the matcher sees of a text: its words, pairs of neighbours, and the concepts said. */
import type { ConceptHit } from './concepts.js';
import { formsOf } from './pattern.js';
import type { Word } from './words.js';

/** Feature → how strongly it is there. Words together and concepts together each have a length of one, however long the text is. */
export type Features = ReadonlyMap<string, number>;

/** The beginning of a word: declensions and most typos are behind it. */
const stemLength = 6;

export function featuresOf(words: readonly Word[], said: readonly ConceptHit[], known?: ReadonlySet<string>): Features {
  const plain = new Set<string>();
  words.forEach((word, at) => {
    // numbers are addresses, dates and versions; the short ones may be error codes
    if (/^\d{4,}$/.test(word.text)) return;
    const stem = stemOf(word.text);
    for (const form of formsOf(word.text)) plain.add(stemOf(form));
    const next = words[at + 1];
    if (next?.sentence === word.sentence) plain.add(`${stem} ${stemOf(next.text)}`);
  });
  const features = new Map<string, number>();
  for (const group of [[...plain], [...new Set(said.map(({ concept }) => `#${concept}`))]]) {
    const used = known === undefined ? group : group.filter((feature) => known.has(feature));
    for (const feature of used) features.set(feature, 1 / Math.sqrt(used.length));
  }
  return features;
}

export function stemOf(word: string): string {
  return word.slice(0, stemLength);
}
