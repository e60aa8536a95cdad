/** Everything that is seen in one text, before it is decided what it means. */
import { clean } from './clean.js';
import { conceptFinder, type ConceptHit } from './concepts.js';
import { readableMail } from './mail.js';
import { messageReader, type LineMessage } from './messages.js';
import { namesIn, type NameSign } from './names.js';
import { phraseFinder } from './phrases.js';
import { speller } from './spelling.js';
import type { Lexicons, Tables } from './tables.js';
import { weigh, type Weighed } from './weigh.js';
import { wordsOf, type Word } from './words.js';

export interface Seen {
  /** The text without markup. */
  readonly shown: string;
  /** Spelt as they were meant. */
  readonly words: readonly Word[];
  readonly said: readonly ConceptHit[];
  /** Signs of another program. */
  readonly names: ReadonlySet<NameSign>;
  /** Whether a pattern or a phrase holds the word. */
  readonly isKnown: (word: string) => boolean;
  readonly messages: readonly LineMessage[];
  readonly weighed: readonly Weighed[];
}

/** Nobody describes a problem in more characters; of what is longer only known messages are looked for. */
export const longestProse = 64 * 1024;

/** `all`: the messages of a longer text, of which this is the beginning. */
type Look = (text: string, all?: readonly LineMessage[]) => Seen;

export function createLook(tables: Omit<Tables, 'learned'>, lexicons: Lexicons): Look {
  const concepts = conceptFinder(tables, lexicons);
  const phrases = phraseFinder(tables.phrases);
  const spelling = speller(tables.vocabulary);
  const reader = messageReader(tables.messages);
  return (text, all = []) => {
    const shown = clean(readableMail(text.length > longestProse ? text.slice(0, longestProse) : text));
    const typed = wordsOf(shown);
    const languages = concepts.languages(typed);
    const known = new Map<string, boolean>();
    const isKnown = (word: string): boolean => {
      let answer = known.get(word);
      if (answer === undefined) known.set(word, (answer = phrases.knows(word) || concepts.knows(word, languages)));
      return answer;
    };
    const words = typed.map((word): Word => {
      const meant = isKnown(word.text) ? word.text : spelling.correct(word.text);
      return meant === word.text ? word : { ...word, text: meant };
    });
    const said = concepts.find(words, languages);
    const messages = [...all, ...reader.read(shown).filter(({ message }) => !all.some((one) => one.message === message))];
    return {
      shown,
      words,
      said,
      names: namesIn(shown, words, isKnown),
      isKnown,
      messages,
      weighed: weigh(said, phrases.find(shown, words), messages, words.length, tables),
    };
  };
}
