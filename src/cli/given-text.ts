/** Words that a person gives in an argument: the text itself, the path of a file that holds it, or `-` for standard input. */
import { stat } from 'node:fs/promises';
import { masked } from '../logic/masked.js';
import { routeWithoutToken } from '../logic/reset-token.js';
import { unusable, usage } from './exit.js';
import { say } from './output.js';
import type { TextInput } from './text-input.js';

/** Nobody describes a problem in more; a longer argument is cut. */
export const longestText = 64 * 1024;

/** Logs are read to this size: what is piped in may have no end. */
const mostBytes = 256 * 1024 * 1024;

const patienceMs = 5000;

/** Where it was given, for messages: `--for`, `explain`. */
export type Place = '--for' | 'explain';

/** The text, or what it is read from, in UTF-8. Throws Quit with 64 or 78. */
export async function givenText(value: string, place: Place): Promise<string | TextInput> {
  if (value === '-') {
    if (process.stdin.isTTY) say('type or paste the text, then Ctrl-D on a line of its own');
    return opened('-');
  }
  if (await isFile(value)) return opened(value);
  if (!/[\p{L}\p{N}]/u.test(value)) throw withoutWords(place);
  return value.slice(0, longestText);
}

export function withoutWords(place: Place): Error {
  return usage(`${place} needs words: the text of the error, a file that holds it, or - for standard input (there are none)`);
}

async function opened(path: string): Promise<TextInput> {
  const [{ openText }, { utf8Text }] = await Promise.all([import('./text-input.js'), import('../triage/read-text.js')]);
  const { name, chunks } = await openText(path);
  return { name, chunks: limited(name, utf8Text(chunks)) };
}

async function* limited(name: string, chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let read = 0;
  for await (const chunk of chunks) {
    yield chunk;
    read += chunk.length;
    if (read >= mostBytes) return say(`of ${name} the first ${mostBytes / 1024 / 1024} MiB were read`);
  }
}

/** false: it is the text itself. */
async function isFile(value: string): Promise<boolean> {
  if (!couldBePath(value)) return false;
  const found = await patiently(value);
  if (found !== null) return true;
  if (looksLikePath(value))
    throw usage(`there is no file ${masked(routeWithoutToken(value))}: give a file that holds the text, or the text itself`);
  return false;
}

/** Text with line breaks, or longer than a path may be, names no file. */
function couldBePath(value: string): boolean {
  return value.trim() !== '' && value.length < 4096 && !/[\n\r\0]/.test(value);
}

/** One word with a folder before it or the ending of a text file behind it: somebody meant a file. */
function looksLikePath(value: string): boolean {
  return /^(?:\.{0,2}|~)\/[^\s?]+$/.test(value) || /^[^\s?:]+\.(?:txt|log|eml|md|json|csv|gz)$/i.test(value);
}

async function patiently(path: string) {
  const silent = new Promise<'silent'>((resolve) => setTimeout(() => resolve('silent'), patienceMs).unref());
  const found = await Promise.race([stat(path).catch(() => null), silent]);
  if (found === 'silent') throw unusable(`${path} does not answer (dead mount?)`);
  return found;
}
