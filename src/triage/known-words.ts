/** Whether a word stands in a pattern or a phrase, or begins as one of them allows: from the tables, for reading every pattern would cost a short text most of its time. */
import type { Tables } from './tables.js';

export function knownWords({ vocabulary, otherWords, negators, stems }: Omit<Tables, 'learned'>): (word: string) => boolean {
  const words = new Set([...vocabulary, ...otherWords, ...Object.keys(negators)]);
  const beginnings = new Set(stems);
  return (word) => {
    if (words.has(word)) return true;
    for (let length = 3; length <= word.length; length += 1) if (beginnings.has(word.slice(0, length))) return true;
    return false;
  };
}
