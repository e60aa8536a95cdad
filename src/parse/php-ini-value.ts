/** The value of one line of php.ini, from after its equals sign. */
import { trimEndOf } from '../logic/trim-end.js';

export interface IniValue {
  /** null: set, but to what only the running PHP knows. */
  readonly value: string | null;
  /** Where the next line begins, and how many lines the value took. */
  readonly end: number;
  readonly lines: number;
  /** PHP silently reads nothing of the file below: a single quote without a second one. */
  readonly last: boolean;
}

interface Part {
  readonly kind: 'bare' | 'double' | 'single' | 'unknown';
  readonly text: string;
}

const words: Readonly<Record<string, string>> = { true: '1', on: '1', yes: '1', false: '', off: '', no: '', none: '', null: '' };
const longestBare = 8192;

/** null: PHP stops reading the file here with a syntax error. */
export function scanIniValue(source: string, start: number): IniValue | null {
  const parts: Part[] = [];
  let at = skipBlanks(source, start);
  let last = false;
  while (at < source.length) {
    const char = source.charAt(at);
    if (char === '\n' || char === '\r' || char === ';') break;
    if (char === '=') return null;
    if (char === '"') {
      const quoted = doubleQuotedValue(source, at + 1);
      if (quoted === null) return null;
      parts.push({ kind: quoted.text.includes('${') ? 'unknown' : 'double', text: quoted.text });
      at = skipBlanks(source, quoted.end);
    } else if (char === "'") {
      const end = source.indexOf("'", at + 1);
      if (end === at + 1) {
        // What follows an empty pair of single quotes on its line is dropped or an error, depending on what it is.
        at = endOfLine(source, at);
        parts.push({ kind: /^[ \t]*(?:;|$)/.test(source.slice(end + 1, at)) ? 'single' : 'unknown', text: '' });
        break;
      }
      last = end < 0;
      if (last && parts.length === 0) return null;
      if (last) parts.push({ kind: 'single', text: '' });
      if (last) break;
      parts.push({ kind: 'single', text: source.slice(at + 1, end) });
      at = end + 1;
    } else {
      // A dollar takes the character behind it along, whatever it is: a quote there opens nothing, a line break ends nothing.
      const bare = /^(?:[^\n\r;"'$|&^~!()=]|\$(?:\\[^]|[^{\0]))+/.exec(source.slice(at, at + longestBare))?.[0];
      // Operators are arithmetic, ${name} is an environment variable: known to the running PHP alone.
      const length = bare?.length ?? (source.startsWith('${', at) ? closingBrace(source, at) : 1);
      if (length === null) return null;
      // A blank that a dollar takes along is not trimmed: nobody writes it, so it is not followed.
      const strange = bare !== undefined && /\$[\s\\]/.test(bare);
      if (bare === undefined || strange) parts.push({ kind: 'unknown', text: length > 1 ? '' : char });
      else parts.push({ kind: 'bare', text: bare });
      at += length;
    }
  }
  const value = joined(parts);
  if (value === undefined) return null;
  const end = endOfLine(source, at);
  return { value, end: afterBreak(source, end), lines: 1 + breaks(source, start, end), last };
}

/** undefined: a syntax error. */
function joined(parts: readonly Part[]): string | null | undefined {
  const [only] = parts;
  if (parts.some(({ kind, text }) => kind === 'unknown' && /^[|&^~!()]$/.test(text)) && !isArithmetic(parts)) return undefined;
  if (parts.length === 1 && only?.kind === 'bare') {
    const text = only.text.trim();
    const word = words[text.toLowerCase()];
    if (word !== undefined) return word;
    if (text.split(/[ \t]+/).some(isKeyword)) return undefined;
    return text.split(/[ \t]+/).some(isConstant) ? null : text;
  }
  if (parts.some((part) => part.kind === 'bare' && part.text.split(/[ \t]+/).some((text) => isKeyword(text) || isConstant(text)))) {
    return parts.every((part) => part.kind === 'bare' || part.kind === 'double') && !parts.some(hasConstant) ? undefined : null;
  }
  if (parts.some((part) => part.kind === 'unknown')) return null;
  return parts.map((part, i) => (part.kind === 'bare' ? trimmed(part.text, i, parts) : part.text)).join('');
}

/** Blanks fall away at both ends of the value and in front of double quotes, and nowhere else. */
function trimmed(text: string, at: number, parts: readonly Part[]): string {
  const next = parts[at + 1];
  const tail = next === undefined || next.kind === 'double' ? trimEndOf(text, ' \t') : text;
  return at === 0 ? tail.replace(/^[ \t]+/, '') : tail;
}

function isKeyword(text: string): boolean {
  return words[text.toLowerCase()] !== undefined;
}

/** A word in the form of a constant: PHP puts the constant's value there if it has one of this name. */
function isConstant(text: string): boolean {
  return /^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/.test(text);
}

function hasConstant(part: Part): boolean {
  return part.text.split(/[ \t]+/).some(isConstant);
}

/**
 * A quote after a backslash does not end the text, unless it is the last of its line ("C:\\"). Only \" and \\ are escapes; every other
 * backslash stands for itself.
 */
function doubleQuotedValue(source: string, at: number): { readonly text: string; readonly end: number } | null {
  for (let end = source.indexOf('"', at); end >= 0; end = source.indexOf('"', end + 1)) {
    const escaped = end > at && source[end - 1] === '\\';
    if (escaped && end + 1 < source.length && source[end + 1] !== '\r' && source[end + 1] !== '\n') continue;
    return { text: source.slice(at, end).replace(/\\(["\\])/g, '$1'), end: end + 1 };
  }
  return null;
}

/** Length of `${name}`; null: it has no end. */
function closingBrace(source: string, at: number): number | null {
  const end = source.slice(at, at + longestBare).search(/[}\n\r]/);
  return end < 0 || source[at + end] !== '}' ? null : end + 1;
}

/** Whether the operators stand where PHP's grammar has them: `E_ALL & ~E_NOTICE`, not `a (b)`. */
function isArithmetic(parts: readonly Part[]): boolean {
  const tokens = parts
    .map(({ kind, text }) => (kind === 'unknown' && text !== '' ? text : kind === 'bare' && text.trim() === '' ? '' : 'o'))
    .join('');
  let depth = 0;
  let wantsOperand = true;
  for (const token of tokens.replace(/o+/g, 'o')) {
    if (token === '(' || token === '~' || token === '!' || token === 'o') {
      if (!wantsOperand) return false;
      if (token === '(') depth++;
      wantsOperand = token !== 'o';
    } else {
      if (wantsOperand || (token === ')' && --depth < 0)) return false;
      wantsOperand = token !== ')';
    }
  }
  return depth === 0 && !wantsOperand;
}

function skipBlanks(source: string, at: number): number {
  let i = at;
  while (source[i] === ' ' || source[i] === '\t') i++;
  return i;
}

export function endOfLine(source: string, at: number): number {
  for (let i = at; i < source.length; i++) if (source[i] === '\n' || source[i] === '\r') return i;
  return source.length;
}

export function afterBreak(source: string, at: number): number {
  return source.startsWith('\r\n', at) ? at + 2 : at + 1;
}

function breaks(source: string, from: number, to: number): number {
  let count = 0;
  for (let i = source.indexOf('\n', from); i >= 0 && i < to; i = source.indexOf('\n', i + 1)) count++;
  return count;
}
