/** Whether a word stands in a pattern or a phrase, or begins as one of them allows. To read every pattern for it would take a short text most of its time. */
import { lookUp } from './dictionary.js';
import type { Tables } from './tables.js';

export function knownWords({ lexemes, negators }: Pick<Tables, 'lexemes' | 'negators'>): (word: string) => boolean {
  const denying = new Set(Object.keys(negators));
  return (word) => {
    if (denying.has(word) || lookUp(lexemes, word) !== null) return true;
    for (let length = 3; length <= word.length; length += 1) if (lookUp(lexemes, `${word.slice(0, length)}*`) !== null) return true;
    return false;
  };
}
