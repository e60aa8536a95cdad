/** Free text → documented problems, or none. */
import type { Language, MessageId, ProblemId, Quote, QuotedMatch, TriageReading } from '../model.js';
import { masked } from '../logic/masked.js';
import { calibrated, scoreOf } from './calibration.js';
import type { ConceptHit } from './concepts.js';
import { answers, judge, offsets, readerOf, type Answer, type Reader } from './decide.js';
import { featuresOf, stemOf } from './features.js';
import { createLook, longestProse, type Seen } from './look.js';
import { messageReader, type LineMessage, type MessageReader } from './messages.js';
import type { Lexicons, Tables } from './tables.js';

export { longestProse };

export interface Matcher {
  /** A text of at most a few pages; `all`: the messages of a longer one, of which this is the beginning. */
  read(text: string, all?: readonly LineMessage[]): TriageReading;
  /** Looks for the known messages in texts of any length. */
  readonly messages: MessageReader;
}

const mostMatches = 3;
const mostQuotes = 5;
const longestQuote = 200;
/** What is less likely is not worth a line. */
const leastScore = 0.12;
/** A best answer below is asked about. */
const clear = 0.6;

export function createMatcher(tables: Tables, lexicons: Lexicons): Matcher {
  const messages = messageReader([...tables.messages, ...tables.sentences]);
  const look = createLook(tables, lexicons);
  const learned = readerOf(tables.learned);
  const isKnown = (feature: string): boolean => learned(feature) !== null;
  return {
    messages,
    read(text, all = []) {
      const seen = look(text, all);
      const sums =
        all.length > 0 ? judgeLog(seen.weighed) : judge(seen.weighed, featuresOf(seen, isKnown), tables.learned.constant, learned);
      const chances = calibrated(sums);
      const ranked = answers.map((answer, at) => ({ answer, score: chances[at] ?? 0 })).sort((a, b) => b.score - a.score);
      const [best] = ranked;
      const score = best === undefined ? 0 : scoreOf(best.score);
      const others = ranked.slice(1).filter((one) => one.answer !== 'none' && one.score >= leastScore);
      const matches = best === undefined || best.answer === 'none' ? [] : [best, ...others].slice(0, mostMatches);
      return {
        matches: matches.map((one): QuotedMatch => ({
          problem: one.answer as ProblemId,
          score: one === best ? score : Math.min(Math.round(one.score * 100) / 100, Math.round((1 - score) * 100) / 100),
          ...wordsFor(one.answer, seen, learned),
        })),
        ask: question(ranked, seen.said, tables),
        languages: languagesOf(seen.said),
        messages: seen.messages.map(({ message: { id, title, causes }, line, lastLine, count, sample }) => {
          return { id, title, count, firstLine: line, lastLine, sample, causes };
        }),
      };
    },
  };
}

/** What was learned of people's words says nothing of a log: only its messages do, and what patterns find. */
function judgeLog(weighed: Seen['weighed']): Float64Array {
  const told = new Set<Answer>(['none', ...weighed.filter(({ points }) => points > 0).map(({ problem }) => problem)]);
  return offsets(weighed).map((sum, at) => (told.has(answers[at] ?? 'none') ? sum : -Infinity));
}

function wordsFor(answer: Answer, seen: Seen, learned: Reader) {
  const { words, said, messages, weighed } = seen;
  const quotes = new Map<string, Omit<Quote, 'text'>>();
  const ids = new Set<MessageId>();
  const quote = (from: number, to: number): void => {
    const first = words[from];
    const last = words[to - 1];
    if (!first || !last) return;
    const text = quoted(seen, from, to);
    if ([...quotes.keys()].some((known) => known.includes(text))) return;
    for (const [known, { message }] of quotes) if (message === null && text.includes(known)) quotes.delete(known);
    quotes.set(text, { line: first.line, message: null });
  };
  const evidence = weighed.find(({ problem }) => problem === answer)?.evidence ?? [];
  for (const { spans, message } of [...evidence].sort((a, b) => b.points - a.points)) {
    if (message !== undefined) {
      ids.add(message);
      for (const { sample, line } of messages.filter((each) => each.message.id === message))
        if (!quotes.has(sample)) quotes.set(sample, { line, message });
    }
    for (const { from, to } of spans) quote(from, to);
  }
  // learned words, where no pattern says more
  if (quotes.size === 0) for (const { from, to } of tellingWords(answer, said, words, learned)) quote(from, to);
  const chosen = [...quotes].slice(0, mostQuotes).map(([text, place]): Quote => ({ text, ...place }));
  return {
    matched: chosen.map(({ text }) => text),
    lines: [...new Set(chosen.map(({ line }) => line))].sort((a, b) => a - b),
    quotes: chosen,
    messages: [...ids],
  };
}

/** As it stands in the text; a word that no pattern knows may be a name or a password. */
function quoted({ shown, words, isKnown }: Seen, from: number, to: number): string {
  let text = '';
  let end = words[from]?.start ?? 0;
  for (const word of words.slice(from, to)) {
    const between = shown.slice(end, word.start).replace(/\s+/g, ' ');
    text += isKnown(word.text) || word.text.length < 3 ? `${between}${shown.slice(word.start, word.end)}` : `${between}…`;
    end = word.end;
  }
  const kept = text.replace(/…(?:\s?…)+/g, '…').slice(0, longestQuote);
  // words alone are no secret
  return /[\d=:@/]/.test(kept) ? masked(kept) : kept;
}

function tellingWords(answer: Answer, said: readonly ConceptHit[], words: Seen['words'], learned: Reader) {
  const index = answers.indexOf(answer);
  const weight = (feature: string): number => learned(feature)?.find(([at]) => at === index)?.[1] ?? 0;
  const spans = [
    ...said.map(({ concept, from, to }) => ({ from, to, weight: weight(`#${concept}`) })),
    ...words.map((word, at) => ({ from: at, to: at + 1, weight: weight(stemOf(word.text)) })),
  ];
  return spans
    .filter((span) => span.weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, mostQuotes);
}

/** What would tell the possible problems apart, or bring out the words that are missing. */
function question(
  ranked: readonly { readonly answer: Answer; readonly score: number }[],
  said: readonly ConceptHit[],
  tables: Tables,
): string | null {
  const [best] = ranked;
  if (best === undefined || (best.answer !== 'none' && scoreOf(best.score) >= clear)) return null;
  const near = ranked.filter(({ answer, score }) => answer !== 'none' && score >= leastScore).slice(0, 2);
  if (near.length > 0) return near.map(({ answer }) => tables.problems[answer as ProblemId].question).join(' ');
  if (!said.some(({ concept }) => concept === 'whmcs' || concept === 'cannot-log-in')) return null;
  const foreign = languagesOf(said)[0] ?? 'en';
  return foreign === 'en'
    ? 'What does the page say, word for word, and at which address?'
    : 'What does the page say in English? (Add language=english to its address, and repeat.)';
}

/** By how much of what was understood is said in each. Loan words are alike in many: what has less than half of the most is not named. */
function languagesOf(said: readonly ConceptHit[]): readonly Language[] {
  const counts = new Map<Language, Set<string>>();
  for (const { language, concept, from } of said) counts.set(language, (counts.get(language) ?? new Set()).add(`${concept} ${from}`));
  const ranked = [...counts].map(([language, hits]) => ({ language, count: hits.size })).sort((a, b) => b.count - a.count);
  return ranked.filter(({ count }) => count > (ranked[0]?.count ?? 0) / 2).map(({ language }) => language);
}
