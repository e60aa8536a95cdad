/**
 * What PHP makes of the text of a string literal. Strings are byte strings here: each character is one byte (a file decoded as latin1), so
 * that "\xE9" and a file in ISO-8859-1 come out as PHP has them.
 * https://www.php.net/manual/en/language.types.string.php
 */

/** The bytes of a literal, or that PHP would put a variable's value in. */
export type StringText = { readonly is: 'text'; readonly value: string } | { readonly is: 'interpolated' } | { readonly is: 'invalid' };

const simpleEscapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', v: '\v', e: '\x1b', f: '\f', '\\': '\\', $: '$' };

/** Between single quotes only \\ and \' are escapes. */
export function singleQuoted(body: string): string {
  return body.replace(/\\([\\'])/g, '$1');
}

/** Between double quotes, or in a heredoc (quote ''), where \" keeps its backslash. */
export function doubleQuoted(body: string, quote: '"' | ''): StringText {
  let value = '';
  for (let i = 0; i < body.length; i++) {
    const char = body.charAt(i);
    if (startsInterpolation(body, i)) return { is: 'interpolated' };
    if (char !== '\\') {
      value += char;
      continue;
    }
    const escape = readEscape(body, i + 1, quote);
    if (escape === null) return { is: 'invalid' };
    value += escape.value;
    i += escape.length;
  }
  return { is: 'text', value };
}

/** `$name`, `${` and `{$` put a value in; a `$` before anything else is itself. */
function startsInterpolation(body: string, at: number): boolean {
  const next = body.charAt(at + 1);
  if (body[at] === '{') return next === '$';
  return body[at] === '$' && /[A-Za-z_{\x80-\xff]/.test(next);
}

function readEscape(body: string, at: number, quote: '"' | ''): { readonly value: string; readonly length: number } | null {
  const char = body.charAt(at);
  const simple = simpleEscapes[char];
  if (simple !== undefined) return { value: simple, length: 1 };
  if (char !== '' && char === quote) return { value: char, length: 1 };
  const octal = /^[0-7]{1,3}/.exec(body.slice(at, at + 3))?.[0];
  if (octal !== undefined) return { value: String.fromCharCode(parseInt(octal, 8) & 0xff), length: octal.length };
  const hex = /^[xX][0-9A-Fa-f]{1,2}/.exec(body.slice(at, at + 3))?.[0];
  if (hex !== undefined) return { value: String.fromCharCode(parseInt(hex.slice(1), 16)), length: hex.length };
  if (char === 'u' && body.charAt(at + 1) === '{') {
    const digits = /^u\{([0-9A-Fa-f]{1,8})\}/.exec(body.slice(at, at + 11));
    const point = digits?.[1] === undefined ? Number.NaN : parseInt(digits[1], 16);
    if (!(point <= 0x10ffff) || digits === null) return null; // PHP: parse error
    return { value: utf8Bytes(point), length: digits[0].length };
  }
  return { value: `\\${char}`, length: char.length };
}

/** PHP writes surrogates as three bytes too, which no UTF-8 encoder does. */
function utf8Bytes(point: number): string {
  if (point < 0x80) return String.fromCharCode(point);
  const tail = (shift: number): number => 0x80 | ((point >> shift) & 0x3f);
  if (point < 0x800) return String.fromCharCode(0xc0 | (point >> 6), tail(0));
  if (point < 0x10000) return String.fromCharCode(0xe0 | (point >> 12), tail(6), tail(0));
  return String.fromCharCode(0xf0 | (point >> 18), tail(12), tail(6), tail(0));
}

/**
 * A heredoc or nowdoc from its opening `<<<` to its closing label: since PHP 7.3 the closing label's indentation is taken off every line.
 * null: lines are indented less than the label, which is a parse error.
 */
export function dedented(raw: string): string | null {
  const open = /^[bB]?<<<[ \t]*(["']?)[A-Za-z_\x80-\xff][\w\x80-\xff]*\1(?:\r\n|\n|\r)/.exec(raw);
  const close = /(?:^|\r\n|\n|\r)([ \t]*)[A-Za-z_\x80-\xff][\w\x80-\xff]*$/.exec(raw.slice(open?.[0].length ?? 0));
  if (!open || !close) return null;
  const body = raw.slice(open[0].length).slice(0, close.index);
  const indent = close[1] ?? '';
  if (indent === '' || body === '') return body;
  const lines: string[] = [];
  for (const line of body.split(/(?<=\n)|(?<=\r)(?!\n)/)) {
    if (line.startsWith(indent)) lines.push(line.slice(indent.length));
    else if (/^[ \t]*[\r\n]*$/.test(line)) lines.push(line.replace(/^[ \t]+/, ''));
    else return null;
  }
  return lines.join('');
}

/** Whether PHP ends a heredoc before the end that this text has: since PHP 7.3 its label ends it wherever a line begins with it. */
export function endsEarlier(raw: string): boolean {
  const open = /^[bB]?<<<[ \t]*(["']?)([A-Za-z_\x80-\xff][\w\x80-\xff]*)\1(?:\r\n|\n|\r)/.exec(raw);
  const label = open?.[2];
  if (open === null || label === undefined) return false;
  const begins = new RegExp(`(?:^|[\\r\\n])[ \\t]*${label}(?![\\w\\x80-\\xff])`, 'g');
  const body = raw.slice(open[0].length);
  const first = begins.exec(body);
  return first !== null && first.index + first[0].length < body.length;
}

/** The text of a byte string; null: not UTF-8, so no text can be said to be what the database or the file system gets. */
export function fromBytes(bytes: string): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(bytes, 'latin1'));
  } catch {
    return null;
  }
}
