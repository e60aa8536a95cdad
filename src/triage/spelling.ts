/** Misspelt words: one or two letters away from exactly one word that the matcher knows. */

interface Known {
  readonly text: string;
  readonly mask: number;
}

export interface Speller {
  /** The word that was meant; the same word where it is known, short, or like several. */
  correct(word: string): string;
}

const shortest = 5;
/** From this length on two letters may be wrong. */
const long = 9;

/** `vocabulary`: words of five letters and more of a to z, between blanks. `isKnown` also says yes to words of which only the beginning is known. */
export function speller(vocabulary: string, isKnown: (word: string) => boolean): Speller {
  let words: ReadonlyMap<string, readonly Known[]> | null = null;
  const answers = new Map<string, string>();
  return {
    correct(word) {
      if (word.length < shortest || word.length > 24 || isKnown(word)) return word;
      const known = answers.get(word);
      if (known !== undefined) return known;
      const answer = search(unscanned(word), (words ??= byFirstLetter(vocabulary)), isKnown) ?? word;
      // a text has a limited number of different words; a stream of texts does not
      if (answers.size > 5000) answers.clear();
      answers.set(word, answer);
      return answer;
    },
  };
}

function byFirstLetter(vocabulary: string): ReadonlyMap<string, readonly Known[]> {
  const lists = new Map<string, Known[]>();
  for (const text of vocabulary.split(' ')) {
    const list = lists.get(text.charAt(0)) ?? [];
    if (list.length === 0) lists.set(text.charAt(0), list);
    list.push({ text, mask: maskOf(text) });
  }
  return lists;
}

/** What a scanner reads for letters: a 1 in a word is an l, a 0 an o. */
function unscanned(word: string): string {
  return /[a-z]/.test(word) && /[01]/.test(word) ? word.replaceAll('1', 'l').replaceAll('0', 'o') : word;
}

function search(word: string, byFirst: ReadonlyMap<string, readonly Known[]>, isKnown: (word: string) => boolean): string | null {
  if (isKnown(word)) return word;
  if (!/^[a-z]+$/.test(word)) return null;
  const mask = maskOf(word);
  const limit = word.length >= long ? 2 : 1;
  let best: string | null = null;
  let distance = limit + 1;
  let several = false;
  for (const { text, mask: other } of byFirst.get(word.charAt(0)) ?? []) {
    if (Math.abs(text.length - word.length) > limit || bits(mask ^ other) > 2 * limit) continue;
    const found = editDistance(word, text, limit);
    if (found > distance || found > limit) continue;
    several = found === distance && best !== null;
    distance = found;
    best = text;
  }
  return several ? null : best;
}

function maskOf(word: string): number {
  let mask = 0;
  for (let at = 0; at < word.length; at += 1) mask |= 1 << (word.charCodeAt(at) - 97);
  return mask;
}

function bits(mask: number): number {
  let count = 0;
  for (let rest = mask >>> 0; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

/** Insertions, deletions, substitutions and neighbours swapped; more than `limit` is `limit + 1`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (a === b) return 0;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a.charCodeAt(i - 1) === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1))
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) return limit + 1;
    before = last;
    last = row;
  }
  return Math.min(last[b.length] ?? 0, limit + 1);
}
