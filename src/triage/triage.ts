/** Free text → documented problems, or none. */
import type { Language, MessageId, ProblemId, Quote, TriageMatch, TriageResult } from '../model.js';
import { masked } from '../logic/masked.js';
import { scoreOf } from './calibration.js';
import { clean } from './clean.js';
import { conceptFinder, type ConceptHit } from './concepts.js';
import { messageReader, type LineMessage, type MessageReader } from './messages.js';
import { phraseFinder } from './phrases.js';
import { knownWords } from './known-words.js';
import { speller } from './spelling.js';
import type { Tables } from './tables.js';
import { enough, weigh, type Weighed } from './weigh.js';
import { wordsOf, type Word } from './words.js';

export interface Matcher {
  /** A text of at most a few pages; `all`: the messages of a longer one, of which this is the beginning. */
  read(text: string, all?: readonly LineMessage[]): TriageResult;
  /** The same, with everything that was weighed: for measuring. */
  weigh(text: string, all?: readonly LineMessage[]): readonly Weighed[];
  /** Looks for the known messages in texts of any length. */
  readonly messages: MessageReader;
}

/** Nobody describes a problem in more characters; of what is longer only known messages are looked for. */
export const longestProse = 64 * 1024;

const mostMatches = 3;
const mostQuotes = 5;
/** Two problems closer than this are told apart by asking. */
const clearLead = 1.5;

export function createMatcher(tables: Tables): Matcher {
  const concepts = conceptFinder(tables);
  const phrases = phraseFinder(tables.phrases);
  const spelling = speller(tables.vocabulary, knownWords(tables));
  const known = messageReader(tables.messages);

  function look(text: string, all: readonly LineMessage[]) {
    const shown = clean(text.length > longestProse ? text.slice(0, longestProse) : text);
    const words = wordsOf(shown).map((word): Word => {
      const meant = spelling.correct(word.text);
      return meant === word.text ? word : { ...word, text: meant };
    });
    const said = concepts.find(words);
    const messages = [...all, ...known.read(shown).filter(({ message }) => !all.some((one) => one.message === message))];
    const rows = messages.map(({ message }) => message);
    return { shown, words, said, messages, weighed: weigh(said, phrases.find(shown, words), rows, tables) };
  }

  return {
    messages: known,
    weigh: (text, all = []) => look(text, all).weighed,
    read(text, all = []) {
      const { shown, words, said, messages, weighed } = look(text, all);
      const possible = weighed.filter(({ points }) => points >= enough).slice(0, mostMatches);
      const matches = possible.map((one, index): TriageMatch => {
        const rival = weighed[index === 0 ? 1 : 0];
        return {
          problem: one.problem,
          score: scoreOf(one.points - enough, one.points - Math.max(rival?.points ?? 0, 0)),
          ...wordsFor(one, shown, words, messages),
        };
      });
      const seen = messages.map(({ message, line, lastLine, count, sample }) => {
        const { id, title, causes } = message;
        return { id, title, count, firstLine: line, lastLine, sample, causes };
      });
      return { matches, ask: question(weighed, said, tables), languages: languagesOf(said), messages: seen };
    },
  };
}

function wordsFor(one: Weighed, shown: string, words: readonly Word[], messages: readonly LineMessage[]) {
  const quotes = new Map<string, Omit<Quote, 'text'>>();
  const ids = new Set<MessageId>();
  for (const { spans, message } of [...one.evidence].sort((a, b) => b.points - a.points)) {
    if (message !== undefined) {
      ids.add(message);
      for (const { sample, line } of messages.filter((each) => each.message.id === message))
        if (!quotes.has(sample)) quotes.set(sample, { line, message });
    }
    for (const { from, to } of spans) {
      const first = words[from];
      const last = words[to - 1];
      if (!first || !last) continue;
      const quote = masked(shown.slice(first.start, last.end).replace(/\s+/g, ' ')).slice(0, 200);
      if (![...quotes.keys()].some((known) => known.includes(quote))) quotes.set(quote, { line: first.line, message: null });
    }
  }
  const chosen = [...quotes].slice(0, mostQuotes).map(([text, place]): Quote => ({ text, ...place }));
  return {
    matched: chosen.map(({ text }) => text),
    lines: [...new Set(chosen.map(({ line }) => line))].sort((a, b) => a - b),
    quotes: chosen,
    messages: [...ids],
  };
}

/** What would tell the possible problems apart. */
function question(weighed: readonly Weighed[], said: readonly ConceptHit[], tables: Tables): string | null {
  const [best, second] = weighed;
  const ask = (problem: ProblemId): string => tables.problems[problem].question;
  if (best === undefined || best.points < enough) {
    const near = weighed.filter(({ points }) => points >= enough / 2).slice(0, 2);
    if (near.length > 0) return near.map(({ problem }) => ask(problem)).join(' ');
    const foreign = languagesOf(said)[0];
    if (said.some(({ concept }) => concept === 'whmcs' || concept === 'cannot-log-in'))
      return foreign === undefined || foreign === 'en'
        ? 'What does the page say, word for word, and at which address?'
        : 'What does the page say in English? (Add ?language=english to its address, and repeat.)';
    return null;
  }
  if (second === undefined || second.points < enough || best.points - second.points >= clearLead) return null;
  return `${ask(best.problem)} ${ask(second.problem)}`;
}

/** By how much of what was understood is said in each; English words stand in every language's reports. */
function languagesOf(said: readonly ConceptHit[]): readonly Language[] {
  const counts = new Map<Language, number>();
  for (const { language } of said) counts.set(language, (counts.get(language) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([language]) => language);
}
