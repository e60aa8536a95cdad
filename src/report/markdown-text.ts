/**
 * Text inside Markdown in which nothing means anything: no markup, link, image, HTML, mention, issue or commit reference, quick action.
 * A backslash does not help against mentions and references, which are looked for after rendering; a code span does. So ordinary words
 * stay as they are, and every other one becomes code, which an e-mail can show, too.
 */
import { plain } from './plain-text.js';

/** A sentence on one line, with code where it has to be. */
export function prose(text: string): string {
  const pieces: { before: string; core: string; after: string; safe: boolean }[] = [];
  for (const word of plain(text).split(' ')) {
    if (word === '') continue;
    const piece = pieceOf(word, pieces.length === 0);
    const last = pieces.at(-1);
    if (last !== undefined && !last.safe && !piece.safe && last.after === '' && piece.before === '') {
      last.core += ` ${piece.core}`;
      last.after = piece.after;
    } else pieces.push(piece);
  }
  return pieces.map(({ before, core, after, safe }) => `${before}${safe ? core : code(core)}${after}`).join(' ');
}

/** Brackets and quotes before a word, and punctuation after it. */
const opening = new Set(['(', '"', "'", '“', '‘', '„', '«']);
const closing = new Set([')', '"', "'", '”', '’', '»', '.', ',', ';', ':', '!', '?', '…']);

function pieceOf(word: string, first: boolean): { before: string; core: string; after: string; safe: boolean } {
  let from = 0;
  let to = word.length;
  while (from < to && opening.has(word.charAt(from))) from += 1;
  while (to > from && closing.has(word.charAt(to - 1))) to -= 1;
  const [before, core, after] = [word.slice(0, from), word.slice(from, to), word.slice(to)];
  if (core === '') return { before: '', core: word, after: '', safe: !first };
  if (first && /^\d+$/.test(core) && /^[.)]/.test(after)) return { before: '', core: word, after: '', safe: false }; // "1." begins a list
  return { before, core, after, safe: isOrdinary(core) || (!first && /^[-–·×>&+=]$/.test(core)) };
}

/** Numbers, and words of letters; a hyphen, an apostrophe or a slash may stand inside. */
function isOrdinary(core: string): boolean {
  // 1234567 may be a commit, and :100: is an emoji
  if (/^\d+(?:[.,:]\d+)*%?$|^%$/.test(core)) return (core.length < 7 || /[.,:]/.test(core)) && !/:(?:100|1234):/.test(core);
  if (!/^[\p{L}\p{N}][\p{L}\p{N}\p{M}®™]*(?:[-'’/][\p{L}\p{N}][\p{L}\p{N}\p{M}®™]*)*$/u.test(core)) return false;
  return !/^[0-9a-f]{7,}$/i.test(core) && !/^[a-z][a-z0-9]*-\d/i.test(core); // a commit, GH-1, JIRA-1
}

/** A code span of one line, whatever is in it. */
export function code(text: string): string {
  const shown = plain(text);
  if (shown.trim() === '') return '(empty)';
  const ticks = '`'.repeat(longestRun(shown) + 1);
  const room = /^`|`$|^ .* $/.test(shown) ? ' ' : '';
  return `${ticks}${room}${shown}${room}${ticks}`;
}

/** A fenced block; commands keep their lines. */
export function fenced(text: string, language: string, indent = ''): readonly string[] {
  const lines = text.split('\n').map(plain);
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1));
  return [`${fence}${language}`, ...lines, fence].map((line) => `${indent}${line}`);
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, { length }) => Math.max(longest, length), 0);
}

/** A link where it is nothing but an address, else code. */
export function address(text: string): string {
  return /^https:\/\/[a-z0-9.-]+(?:\/[a-z0-9._~/%#?=&+-]*)?$/i.test(text) ? `<${text}>` : code(text);
}
