/** What of somebody's words may stand in a report: the words that matched, never the sentence around them, which can hold a password or a name. */
import type { Message, TriageMatch } from '../model.js';

const mostWords = 8;
const mostLetters = 60;
/** A match over many words has its evidence at both ends. */
const edgeWords = 3;
const edgeLetters = 20;

/** Each once. Of a line with a known message only the message is kept: a person may have written on. */
export function keptWords({ matched, messages: told }: TriageMatch, messages: readonly Message[]): readonly string[] {
  const literals = messages.filter(({ id }) => told.includes(id)).flatMap((message) => message.literals);
  return [...new Set(matched.map((text) => literalIn(text, literals) ?? edges(text)))];
}

/** As it stands in the text; null: none of them. */
function literalIn(text: string, literals: readonly string[]): string | null {
  const folded = text.toLowerCase();
  const [longest] = literals.filter((literal) => folded.includes(literal)).sort((a, b) => b.length - a.length);
  if (longest === undefined) return null;
  const at = folded.indexOf(longest);
  return text.slice(at, at + longest.length);
}

function edges(text: string): string {
  const words = text.split(/\s+/).map((word) => (word.length > 4 && /\d/.test(word) && /\p{L}/u.test(word) ? '…' : word));
  const joined = words.length > mostWords ? [...words.slice(0, edgeWords), '…', ...words.slice(-edgeWords)].join(' ') : words.join(' ');
  // where nothing stands between words, as in Chinese
  const letters = [...joined];
  return letters.length > mostLetters ? [...letters.slice(0, edgeLetters), '…', ...letters.slice(-edgeLetters)].join('') : joined;
}
