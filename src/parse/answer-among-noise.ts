/**
 * An answer of the API that PHP has printed into: messages of PHP (display_errors), or an HTML comment of an add-on, around one JSON object. Nothing
 * else may stand there: a page that quotes an answer is no answer.
 */
import { parseJson, isRecord } from './json.js';

export interface Apart {
  /** The text of the object. */
  readonly answer: string;
  /** What stood around it. */
  readonly printed: string;
}

const longest = 65_536;
const mostStarts = 64;
const kinds = '(?:Fatal error|Recoverable fatal error|Parse error|Warning|Notice|Deprecated|Strict Standards)';
/** As php_error_cb() of PHP's main/main.c prints them, with html_errors and without. */
const messages: readonly RegExp[] = [
  /<!--[^]{0,4000}?-->/g,
  new RegExp(`(?:<br ?/?>\\s{0,4})?<b>${kinds}</b>:[^\\n]{1,2400} on line <b>\\d{1,7}</b>(?:<br ?/?>)?`, 'gi'),
  new RegExp(`^(?:PHP )?${kinds}:[^\\n]{1,2400} on line \\d{1,7}`, 'gim'),
];

/** null: the body is as it should be, or it is no such answer. Never throws. */
export function apartFromNoise(body: string): Apart | null {
  const text = body.slice(0, longest).trim();
  if (parseJson(text) !== null) return null;
  let found: Apart | null = null;
  let from = 0;
  for (let starts = 0; starts < mostStarts; starts += 1) {
    const start = text.indexOf('{', from);
    if (start === -1) break;
    const end = endOfObject(text, start);
    const answer = end === -1 ? '' : text.slice(start, end);
    if (!isAnswer(answer)) {
      from = start + 1;
      continue;
    }
    if (found !== null) return null; // which of them is meant?
    found = { answer, printed: `${text.slice(0, start)}\n${text.slice(end)}` };
    from = end;
  }
  if (found === null || !isNoise(found.printed)) return null;
  // what a comment says is shown like what a message says
  return { answer: found.answer, printed: found.printed.replace(/<!--|-->/g, ' ') };
}

function isAnswer(text: string): boolean {
  const value = text === '' ? undefined : parseJson(text)?.value;
  return isRecord(value) && (value['result'] === 'success' || value['result'] === 'error');
}

function isNoise(printed: string): boolean {
  const rest = messages.reduce((left, pattern) => left.replace(pattern, ''), printed);
  return rest.replace(/\uFEFF/g, '').trim() === '';
}

/** Behind the brace that closes the one at `start`; -1: none does. */
function endOfObject(text: string, start: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at += 1) {
    const sign = text[at];
    if (quoted) {
      if (sign === '\\') at += 1;
      else if (sign === '"') quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === '{') depth += 1;
    else if (sign === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}
