/** A file of the operator's own that a run depends on: a report, a baseline, waivers. Read under limits; what cannot be used ends the run. */
import { LookFailed } from '../logic/failure.js';
import { unusable } from './exit.js';
import { openText } from './text-input.js';

/** The text of a file, or of standard input for `-`. `what` begins the sentence. Throws Quit 78. */
export async function operatorFile(path: string, what: string, maxBytes: number): Promise<string> {
  const bytes = path === '-' ? await standardInput(what, maxBytes) : await file(path, what, maxBytes);
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  if (text.includes('\0')) throw unusable(`${what} ${nameOf(path)} is not a text`);
  return text;
}

async function file(path: string, what: string, maxBytes: number): Promise<Buffer> {
  const { readSmallFile } = await import('../host/small-file.js');
  try {
    return readSmallFile(path, what, maxBytes);
  } catch (error) {
    if (error instanceof LookFailed) throw unusable(error.why);
    throw error;
  }
}

async function standardInput(what: string, maxBytes: number): Promise<Buffer> {
  const { name, chunks } = await openText('-');
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.byteLength;
    if (length > maxBytes) throw unusable(`${what} ${name} is larger than ${maxBytes} bytes`);
    parts.push(Uint8Array.from(chunk)); // each chunk is valid only until the next
  }
  return Buffer.concat(parts);
}

function nameOf(path: string): string {
  return path === '-' ? 'from standard input' : path;
}
