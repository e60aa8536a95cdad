/** Secrets of which only a part is left, because a text was cut off in the middle of one. */
import type { Literal } from './matcher.js';

export interface Fragment {
  readonly from: number;
  readonly to: number;
  readonly literal: Literal;
}

/** Fewer characters of a secret stand in many words. */
const shortest = 6;
/** Nothing marks where a text was cut off without a mark: it has to be longer, and so does what is left of the secret. */
const shortestUnmarked = 8;
const shortestText = 64;
const mark = '\u2026';

/**
 * Beginnings of literals before the mark of a cut and at the very end, and their ends behind the mark. `kept`: words, in small letters, that
 * are shown where they stand alone: those of this program, and names that a secret was made of.
 */
export function fragmentFinder(
  literals: readonly Literal[],
  kept: readonly ReadonlySet<string>[] = [],
): (text: string) => readonly Fragment[] {
  const whole = literals.filter(({ value, ordinary }) => value.length > shortest && ordinary !== true);
  const beginnings = groupedBy(whole, ({ value }) => value.slice(0, shortest));
  const endings = groupedBy(whole, ({ value }) => value.slice(-shortest));
  const longest = whole.reduce((most, { value }) => Math.max(most, value.length), 0);

  // no further than to the next mark: so all of them together take no longer than the text is
  const before = (text: string, end: number, least: number): readonly Fragment[] => {
    const start = end === 0 ? 0 : text.lastIndexOf(mark, end - 1) + 1;
    for (let from = Math.max(start, end - longest); from <= end - least; from++) {
      const left = text.slice(from, end);
      const literal = beginnings.get(left.slice(0, shortest))?.find(({ value }) => value.startsWith(left));
      if (literal) return [{ from, to: end, literal }];
    }
    return [];
  };
  const behind = (text: string, start: number): readonly Fragment[] => {
    const next = text.indexOf(mark, start);
    for (let to = Math.min(next === -1 ? text.length : next, start + longest); to >= start + shortest; to--) {
      const left = text.slice(start, to);
      const literal = endings.get(left.slice(-shortest))?.find(({ value }) => value.endsWith(left));
      if (literal) return [{ from: start, to, literal }];
    }
    return [];
  };

  // that a whole word is missing would tell how the secret begins or ends
  const isKept = ({ text, from, to }: { readonly text: string; readonly from: number; readonly to: number }): boolean =>
    kept.some((words) => words.has(text.slice(from, to).toLowerCase())) &&
    !/[\p{L}\p{N}_]/u.test((text[from - 1] ?? ' ') + (text[to] ?? ' '));
  const isWord = (text: string, from: number, to: number): boolean =>
    /^[a-z]+$/i.test(text.slice(from, to)) && !/[\p{L}\p{N}_]/u.test(text[from - 1] ?? ' ');

  return (text) => {
    if (whole.length === 0) return [];
    const found: Fragment[] =
      text.length < shortestText ? [] : [...before(text, text.length, shortestUnmarked).filter(({ from, to }) => !isWord(text, from, to))];
    for (let at = text.indexOf(mark); at !== -1; at = text.indexOf(mark, at + 1))
      found.push(...before(text, at, shortest), ...behind(text, at + mark.length));
    return found.filter(({ from, to }) => !isKept({ text, from, to }));
  };
}

function groupedBy(literals: readonly Literal[], key: (literal: Literal) => string): ReadonlyMap<string, readonly Literal[]> {
  const groups = new Map<string, Literal[]>();
  for (const literal of literals) {
    const known = groups.get(key(literal));
    if (known) known.push(literal);
    else groups.set(key(literal), [literal]);
  }
  return groups;
}
