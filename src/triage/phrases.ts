/** Documented sentences in a text, with words missing, added or misspelt, or broken off. */
import type { PhraseRow } from './tables.js';
import type { Word } from './words.js';

export interface PhraseHit {
  readonly phrase: PhraseRow;
  readonly points: number;
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

export interface PhraseFinder {
  /** Whether a phrase holds the word. */
  knows(word: string): boolean;
  find(text: string, words: readonly Word[]): readonly PhraseHit[];
}

/** Words that every sentence has weigh little. */
const common = new Set(
  'a an the to of in on at is are be been was has have had not no and or for with this that it you your we our us please try again again click here will may by from as do does'.split(
    ' ',
  ),
);

/** An extra word between two of the phrase. */
const extra = 0.3;

interface Span {
  readonly from: number;
  readonly to: number;
}

interface Prepared {
  readonly phrase: PhraseRow;
  readonly weights: readonly number[];
  readonly total: number;
}

export function phraseFinder(phrases: readonly PhraseRow[]): PhraseFinder {
  const prepared = phrases.map((phrase): Prepared => {
    const weights = phrase.words.map((word) => (word === '*' ? 0.1 : common.has(word) ? 0.4 : 1));
    return { phrase, weights, total: weights.reduce((sum, weight) => sum + weight, 0) };
  });
  const byWord = new Map<string, number[]>();
  prepared.forEach(({ phrase, weights }, index) => {
    for (const word of new Set(phrase.words.filter((_, at) => weights[at] === 1))) byWord.set(word, [...(byWord.get(word) ?? []), index]);
  });

  const all = new Set(phrases.flatMap(({ words }) => words));
  return {
    knows: (word) => all.has(word),
    find(text, words) {
      const said = new Set(words.map((word) => word.text));
      const possible = new Set([...said].flatMap((word) => byWord.get(word) ?? []));
      return [...possible].flatMap((index) => {
        const one = prepared[index];
        return one === undefined || !isPossible(one, said) ? [] : (located(one, text, words) ?? []);
      });
    },
  };
}

/** Nearly half of its weight is somewhere in the text. */
function isPossible({ phrase, weights, total }: Prepared, said: ReadonlySet<string>): boolean {
  let there = 0;
  phrase.words.forEach((word, at) => {
    if (said.has(word)) there += weights[at] ?? 0;
  });
  return there >= total * 0.45;
}

/** The cheapest way to find the words of the phrase in the text, in order. */
function located(one: Prepared, text: string, words: readonly Word[]): PhraseHit | null {
  const { phrase, weights, total } = one;
  const count = phrase.words.length;
  // costs of having read i words of the phrase when j words of the text are read, and where that reading began
  let row = new Float64Array(count + 1);
  let began = new Int32Array(count + 1);
  let next = new Float64Array(count + 1);
  let start = new Int32Array(count + 1);
  for (let i = 1; i <= count; i += 1) row[i] = (row[i - 1] ?? 0) + (weights[i - 1] ?? 0);
  const best = { cost: total, from: 0, to: 0 };
  let cut: Span | null = null;
  for (let j = 1; j <= words.length; j += 1) {
    const word = words[j - 1]?.text;
    next[0] = 0;
    start[0] = j;
    for (let i = 1; i <= count; i += 1) {
      const weight = weights[i - 1] ?? 0;
      const wanted = phrase.words[i - 1];
      let cost = (row[i - 1] ?? 0) + (wanted === '*' || wanted === word ? 0 : weight + 0.1);
      let from = i === 1 ? j - 1 : (began[i - 1] ?? 0);
      const added = (row[i] ?? 0) + extra;
      if (added < cost) {
        cost = added;
        from = began[i] ?? 0;
      }
      const left = (next[i - 1] ?? 0) + weight;
      if (left < cost) {
        cost = left;
        from = start[i - 1] ?? 0;
      }
      next[i] = cost;
      start[i] = from;
    }
    [row, next] = [next, row];
    [began, start] = [start, began];
    const cost = row[count] ?? total;
    if (cost < best.cost) Object.assign(best, { cost, from: began[count] ?? 0, to: j });
    if (cut === null && brokenOff(text, words[j - 1]?.end ?? 0)) cut = cutAt(one, row, began, j);
  }
  const likeness = 1 - best.cost / total;
  if (likeness >= wanted(count)) {
    const full = standsApart(text, words, best.from, best.to) ? (phrase.apart ?? phrase.points) : phrase.points;
    const points = full * Math.min(1, 0.4 + (likeness - wanted(count)) / (1.0001 - wanted(count)));
    return points <= 0 ? null : { phrase, points, from: best.from, to: best.to };
  }
  if (cut === null) return null;
  const points = (phrase.apart ?? phrase.points) * 0.8;
  return points <= 0 ? null : { phrase, points, from: cut.from, to: cut.to };
}

/** How much must be there: all of two words, most of four, three quarters of a sentence. */
function wanted(count: number): number {
  return count <= 2 ? 0.99 : count <= 4 ? 0.84 : count <= 6 ? 0.76 : 0.7;
}

function brokenOff(text: string, end: number): boolean {
  return /^["'”»]?\s?(?:…|\.{2,}|\[\.)/.test(text.slice(end, end + 6));
}

/** The beginning of the phrase stands right before a place where the text breaks off. */
function cutAt({ phrase, weights, total }: Prepared, row: Float64Array, began: Int32Array, to: number): Span | null {
  let read = 0;
  let found: Span | null = null;
  for (let i = 1; i < phrase.words.length; i += 1) {
    read += weights[i - 1] ?? 0;
    if (i >= 3 && read >= total * 0.35 && (row[i] ?? total) < 0.35) found = { from: began[i] ?? 0, to };
  }
  return found;
}

const quotes = /["'“”‘’«»„`\[\]*_「」『』《》]/;

/** In quotes, in capitals, or a line or a sentence of its own. */
export function standsApart(text: string, words: readonly Word[], from: number, to: number): boolean {
  const first = words[from];
  const last = words[to - 1];
  if (!first || !last) return false;
  const before = text.slice(Math.max(0, first.start - 2), first.start);
  const after = text.slice(last.end, last.end + 2);
  if (quotes.test(before) && quotes.test(after)) return true;
  const previous = words[from - 1];
  const next = words[to];
  const opens =
    previous === undefined || previous.sentence !== first.sentence || previous.line !== first.line || /[:>|–—-]\s?$/.test(before);
  const closes = next === undefined || next.sentence !== last.sentence || next.line !== last.line;
  if (opens && closes) return true;
  const said = text.slice(first.start, last.end);
  return to - from > 1 && said.length > 6 && /^(?:\p{Lu}[\p{L}'’]*[^\p{L}]{0,3}|(?:of|to|the|in|a|by)\s)+$/u.test(`${said} `);
}
