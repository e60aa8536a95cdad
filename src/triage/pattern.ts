/**
 * Patterns of words, as the lexicons write them: `log* in` for words that begin so, `(a|b c)` for a choice, `(a)?` for what may be missing, `..`
 * for up to three words in between and `...` for up to eight, `$name` for one of the words that the lexicon shares. A pattern never reaches into
 * the next sentence.
 */
import type { Word } from './words.js';

interface Test {
  readonly text: string;
  readonly prefix: boolean;
}

/** What may stand in one place. */
interface Choices {
  readonly words: ReadonlySet<string>;
  readonly beginnings: readonly string[];
  readonly sequences: readonly (readonly Test[])[];
}

interface Part {
  /** Words that may stand before it. */
  readonly gap: number;
  readonly optional: boolean;
  readonly choices: readonly Choices[];
}

export type Pattern = readonly Part[];

/** `shared`: the choices behind `$name`. Sources are folded: src/triage/compile.ts. Throws for a name that nobody knows. */
export type Shared = (name: string) => Choices;

export function parsePattern(source: string, shared: Shared): Pattern {
  const parts: Part[] = [];
  let gap = 0;
  for (const match of source.matchAll(/\(([^()]*)\)(\?)?|(\.{2,3})(?=\s|$)|([^\s()]+)/g)) {
    const [, group, optional, dots, word] = match;
    if (dots !== undefined) {
      gap = dots.length === 2 ? 3 : 8;
      continue;
    }
    parts.push({ gap, optional: optional !== undefined, choices: choicesOf(group ?? word ?? '', shared) });
    gap = 0;
  }
  return parts;
}

function choicesOf(group: string, shared: Shared): readonly Choices[] {
  const entries = group.split('|').map((entry) => entry.trim());
  const own = entries.filter((entry) => !entry.startsWith('$') && entry !== '');
  return [
    ...(own.length === 0 ? [] : [parseChoices(own)]),
    ...entries.filter((entry) => entry.startsWith('$')).map((name) => shared(name.slice(1))),
  ];
}

/** Entries of a choice: words, beginnings, or several of them in a row. */
export function parseChoices(entries: readonly string[]): Choices {
  const words = new Set<string>();
  const beginnings: string[] = [];
  const sequences: (readonly Test[])[] = [];
  for (const entry of entries) {
    const text = entry.trim();
    if (text.includes(' ')) sequences.push(text.split(' ').filter(Boolean).map(testOf));
    else if (text.endsWith('*')) beginnings.push(text.slice(0, -1));
    else words.add(text);
  }
  return { words, beginnings, sequences };
}

function testOf(word: string): Test {
  return word.endsWith('*') ? { text: word.slice(0, -1), prefix: true } : { text: word, prefix: false };
}

/** The words that a match can begin with. */
export function firstTests(pattern: Pattern): readonly Test[] {
  const found: Test[] = [];
  for (const part of pattern) {
    for (const { words, beginnings, sequences } of part.choices)
      found.push(
        ...[...words].map((text) => ({ text, prefix: false })),
        ...beginnings.map((text) => ({ text, prefix: true })),
        ...sequences.flatMap((row) => row[0] ?? []),
      );
    if (!part.optional) break;
  }
  return found;
}

export function everyTest(pattern: Pattern): readonly Test[] {
  return pattern.flatMap(({ choices }) =>
    choices.flatMap(({ words, beginnings, sequences }) => [
      ...[...words].map((text) => ({ text, prefix: false })),
      ...beginnings.map((text) => ({ text, prefix: true })),
      ...sequences.flat(),
    ]),
  );
}

/** Where a match that begins at this word ends (exclusive); null: there is none. */
export function matchAt(pattern: Pattern, words: readonly Word[], at: number): number | null {
  const sentence = words[at]?.sentence;
  return sentence === undefined ? null : matchFrom(pattern, 0, words, at, sentence, true);
}

function matchFrom(pattern: Pattern, index: number, words: readonly Word[], at: number, sentence: number, first: boolean): number | null {
  const part = pattern[index];
  if (!part) return at;
  const furthest = first ? 0 : part.gap;
  for (let place = at; place <= at + furthest; place += 1) {
    const word = words[place];
    if (word?.sentence !== sentence) break;
    for (const choices of part.choices) {
      if (isOneOf(word.text, choices)) {
        const rest = matchFrom(pattern, index + 1, words, place + 1, sentence, false);
        if (rest !== null) return rest;
      }
      for (const row of choices.sequences) {
        if (!standsAt(row, words, place, sentence)) continue;
        const rest = matchFrom(pattern, index + 1, words, place + row.length, sentence, false);
        if (rest !== null) return rest;
      }
    }
  }
  return part.optional ? matchFrom(pattern, index + 1, words, at, sentence, first) : null;
}

function isOneOf(word: string, { words, beginnings }: Choices): boolean {
  if (words.has(word)) return true;
  for (const beginning of beginnings) if (word.startsWith(beginning)) return true;
  return hasForms(word) && formsOf(word).some((form) => words.has(form) || beginnings.some((beginning) => form.startsWith(beginning)));
}

function standsAt(row: readonly Test[], words: readonly Word[], at: number, sentence: number): boolean {
  for (let offset = 0; offset < row.length; offset += 1) {
    const word = words[at + offset];
    const test = row[offset];
    if (!test || word?.sentence !== sentence) return false;
    if (fits(word.text, test)) continue;
    if (!hasForms(word.text) || !formsOf(word.text).some((form) => fits(form, test))) return false;
  }
  return true;
}

function fits(word: string, { text, prefix }: Test): boolean {
  return prefix ? word.startsWith(text) : word === text;
}

const hebrewPrefix = /^[\u05d5\u05d4\u05d1\u05db\u05dc\u05de\u05e9]/;
const arabicPrefix =
  /^(?:[\u0648\u0641]?(?:\u0628\u0627\u0644|\u0643\u0627\u0644|\u0627\u0644|\u0644\u0644)|[\u0648\u0641\u0628\u0644\u0643])/;
const forms = new Map<string, readonly string[]>();

/** Hebrew and Arabic. */
function hasForms(word: string): boolean {
  const first = word.charCodeAt(0);
  return first >= 0x590 && first < 0x700;
}

/** The word, and without the short words (and, the, in, to) that Hebrew and Arabic write at its head. */
export function formsOf(word: string): readonly string[] {
  if (!hasForms(word)) return [word];
  let known = forms.get(word);
  if (!known) {
    const found = [word];
    for (let rest = word; rest.length > 2 && found.length < 4;) {
      const shorter = rest.replace(rest < '\u0600' ? hebrewPrefix : arabicPrefix, '');
      if (shorter === rest || shorter.length < 2) break;
      found.push((rest = shorter));
    }
    if (forms.size > 5000) forms.clear();
    forms.set(word, (known = found));
  }
  return known;
}
