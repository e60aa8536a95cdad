/**
 * What the run of WHMCS's localAPI() printed: one framed answer between random marks, and anything else that the install's code printed before,
 * after or instead of it.
 */
import { printable } from '../logic/http-answer.js';
import { masked } from '../logic/masked.js';
import { isRecord, parseJson } from './json.js';

/** What the script says of itself. */
export type LocalFrame =
  | { readonly is: 'answer'; readonly php: string | null; /** The array that localAPI() returned, as JSON. */ readonly body: string }
  /** The install's code ended the program: exit, die, or an error of PHP. */
  | { readonly is: 'ended'; readonly during: 'init' | 'call'; readonly error: PhpError | null }
  | { readonly is: 'no-local-api' }
  | { readonly is: 'wrong-php'; readonly php: string }
  | { readonly is: 'wrong-user' };

/** A message of PHP, or an exception that nobody caught, as it stands. */
export interface PhpError {
  readonly message: string;
  readonly file: string | null;
  readonly line: number;
}

export interface LocalOutput {
  /** null: the program ended, or was ended, before it could say anything. */
  readonly frame: LocalFrame | null;
  /** Everything outside of the frame. */
  readonly stray: string;
}

const longestFrame = 1_048_576;

/** Never throws. The first whole frame counts. */
export function parseLocalOutput(stdout: string, stderr: string, mark: string): LocalOutput {
  const from = stdout.indexOf(mark);
  const to = from < 0 ? -1 : stdout.indexOf(mark, from + mark.length);
  if (to < 0) return { frame: null, stray: `${stdout}\n${stderr}` };
  const framed = stdout.slice(from + mark.length, Math.min(to, from + mark.length + longestFrame));
  const stray = `${stdout.slice(0, from)}${stdout.slice(to + mark.length)}\n${stderr}`;
  return { frame: frameIn(Buffer.from(framed, 'base64').toString('utf8')), stray };
}

function frameIn(text: string): LocalFrame | null {
  const value = parseJson(text)?.value;
  if (!isRecord(value)) return null;
  const php = typeof value['php'] === 'string' ? printable(value['php'], 40) : null;
  switch (value['is']) {
    case 'answer':
      return { is: 'answer', php, body: JSON.stringify(value['answer'] ?? null) };
    case 'ended':
      return { is: 'ended', during: value['during'] === 'call' ? 'call' : 'init', error: errorIn(value['error']) };
    case 'no-local-api':
    case 'wrong-user':
      return { is: value['is'] };
    case 'wrong-php':
      return { is: 'wrong-php', php: php ?? 'of an unknown version' };
    default:
      return null;
  }
}

function errorIn(value: unknown): PhpError | null {
  if (!isRecord(value) || typeof value['message'] !== 'string') return null;
  const file = typeof value['file'] === 'string' ? value['file'] : null;
  return { message: value['message'], file, line: Number(value['line']) || 0 };
}

/** One line without arguments of calls and without a trace. */
export function errorText({ message, file, line }: PhpError): string {
  const at = file === null ? '' : ` in ${printable(file, 200)} on line ${line}`;
  return `${printable(masked(message.slice(0, 4000)), 300)}${at}`;
}
