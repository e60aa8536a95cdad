/** Words that a person gives in an argument: the text itself, the path of a file that holds it, or `-` for standard input. */
import { constants } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { masked } from '../logic/masked.js';
import { routeWithoutToken } from '../logic/reset-token.js';
import { repaired } from '../triage/windows-1252.js';
import { unusable, usage } from './exit.js';
import { say } from './output.js';

/** Nobody describes a problem in more. */
export const longestText = 64 * 1024;

const patienceMs = 5000;

/** Where it was given, for messages: `--for`, `explain`. */
export type Place = '--for' | 'explain';

/** The text, never empty. Throws Quit with 64 or 78. */
export async function givenText(value: string, place: Place): Promise<string> {
  const text = value === '-' ? await fromStandardInput() : ((await fromFile(value)) ?? value.slice(0, longestText));
  if (!/[\p{L}\p{N}]/u.test(text))
    throw usage(
      `${place} needs words: the text of the error, a file that holds it, or - for standard input${value.trim() === '' ? '' : ' (there are none)'}`,
    );
  return text;
}

/** null: it is no file, but the text itself. */
async function fromFile(value: string): Promise<string | null> {
  if (!couldBePath(value)) return null;
  const found = await patiently(value);
  if (found === null) {
    if (looksLikePath(value))
      throw usage(`there is no file ${masked(routeWithoutToken(value))}: give a file that holds the text, or the text itself`);
    return null;
  }
  if (found.isDirectory()) throw usage(`${value} is a folder: give a file that holds the text, or the text itself`);
  // looked at before it is opened: opening a device can already do something
  if (!found.isFile()) throw unusable(`${value} is not a regular file: to read from a pipe give - and pipe it in`);
  return decoded(await beginningOf(value), value);
}

/** Text with line breaks, or longer than a path may be, names no file. */
function couldBePath(value: string): boolean {
  return value.trim() !== '' && value.length < 4096 && !/[\n\r\0]/.test(value);
}

/** One word with a folder before it or the ending of a text file behind it: somebody meant a file. */
function looksLikePath(value: string): boolean {
  return /^(?:\.{0,2}|~)\/[^\s?]+$/.test(value) || /^[^\s?:]+\.(?:txt|log|eml|md|json|csv)$/i.test(value);
}

async function patiently(path: string) {
  const silent = new Promise<'silent'>((resolve) => setTimeout(() => resolve('silent'), patienceMs).unref());
  const found = await Promise.race([stat(path).catch(() => null), silent]);
  if (found === 'silent') throw unusable(`${path} does not answer (dead mount?)`);
  return found;
}

async function beginningOf(path: string): Promise<Buffer> {
  let file: FileHandle | undefined;
  try {
    // what was a file a moment ago may be a FIFO now: it must not be waited for
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    const found = await file.stat();
    if (!found.isFile()) throw unusable(`${path} is not a regular file`);
    const buffer = Buffer.alloc(longestText);
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length, null);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    if (found.size > length) say(`of ${path} the first ${longestText / 1024} KiB were read`);
    return buffer.subarray(0, length);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code === 'string') throw unusable(`${path} cannot be read (${code})`);
    throw error;
  } finally {
    await file?.close();
  }
}

async function fromStandardInput(): Promise<string> {
  if (process.stdin.isTTY) say('type or paste the text, then Ctrl-D on a line of its own');
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of process.stdin as AsyncIterable<Buffer>) {
      parts.push(part);
      length += part.length;
      if (length > longestText) {
        say(`of standard input the first ${longestText / 1024} KiB were read`);
        break;
      }
    }
  } catch (error) {
    throw unusable(`standard input cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
  }
  return decoded(Buffer.concat(parts).subarray(0, longestText), 'standard input');
}

/** UTF-8, UTF-16 with its mark, or the Windows encoding of Western Europe, which every other text still is in part. */
export function decoded(bytes: Uint8Array, name: string): string {
  const [first = 0, second = 0] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if ((first === 0x1f && second === 0x8b) || bytes.includes(0))
    throw unusable(`${name} is not text: give the error's text, or a log that is not compressed`);
  try {
    // with `stream` a character that was cut at the end is no error
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder().decode(repaired(bytes));
  }
}
