/** A text as words, with the sentence and the line that each stands in. */
import { fold } from './fold.js';

export interface Word {
  /** Folded. */
  readonly text: string;
  /** Where it stands in the cleaned text. */
  readonly start: number;
  readonly end: number;
  /** From 1. */
  readonly line: number;
  readonly sentence: number;
  /** Parts of sentences between commas and dashes: a "no" does not reach into the next. */
  readonly clause: number;
}

/**
 * Letters and digits; each Han character is a word of its own, since nothing stands between them. An apostrophe belongs to the word in English
 * (can't) and parts words elsewhere (l'accès).
 */
const pattern =
  /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{N}_])(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}_])*|\n[^\S\n]{0,200}\n|[.!?;](?=\s|$)|[。！？；؟]|[,:(),،，：、](?=\s|\p{L}|$)|[^\S\n][-–—](?=\s)|\n/gu;
const contraction = /^(?:t|s|re|ve|ll|d|m)$/;
const latinTail = /^['’‘`´](t|s|re|ve|ll|d|m)(?![\p{L}\p{N}])/u;

/** Words of at most this length; a longer one is a key, a hash or a path and says nothing. */
const longest = 40;

export function wordsOf(text: string, limit = 20_000): readonly Word[] {
  const words: Word[] = [];
  let line = 1;
  let sentence = 0;
  let clause = 0;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null && words.length < limit; match = pattern.exec(text)) {
    const [found] = match;
    const code = found.charCodeAt(0);
    if (code === 10) {
      line += found.length > 1 ? countLines(found) : 1;
      if (found.length > 1) {
        sentence += 1;
        // the second line break may begin the next empty line
        pattern.lastIndex -= 1;
        line -= 1;
      } else if (endsItem(text, pattern.lastIndex)) sentence += 1;
      continue;
    }
    if (isStop(found)) {
      sentence += 1;
      continue;
    }
    if (isPause(found)) {
      clause += 1;
      continue;
    }
    const start = match.index;
    let end = start + found.length;
    let word = found.length > longest ? found.slice(0, longest) : found;
    const tail = latinTail.exec(text.slice(end, end + 4));
    if (tail?.[1] !== undefined && contraction.test(tail[1].toLowerCase())) {
      word += tail[1];
      end += tail[0].length;
      pattern.lastIndex = end;
    }
    words.push({ text: fold(word), start, end, line, sentence, clause });
  }
  return words;
}

/** A list's next entry begins a sentence; a wrapped line does not. */
function endsItem(text: string, next: number): boolean {
  return /^\s{0,8}(?:[-*•>#]|\d{1,2}[.)])\s/.test(text.slice(next, next + 14));
}

function countLines(text: string): number {
  return text.split('\n').length - 1;
}

function isPause(text: string): boolean {
  return /^(?:[,:(),،，：、]|\s[-–—])$/.test(text);
}

function isStop(text: string): boolean {
  return text.length === 1 && '.!?;。！？；؟'.includes(text);
}

/** The words of a pattern or a phrase. */
export function plainWords(text: string): readonly string[] {
  return wordsOf(text).map((word) => word.text);
}
