/** Writing: standard output for what was asked for, standard error for the rest, files as a whole or not at all. */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { plain } from '../report/plain-text.js';
import { Quit, status } from './exit.js';

let tolerant = false;

/** Besides telling the writer, a stream emits its error, which would end the program where nobody listens. */
function toleratePipes(): void {
  if (tolerant) return;
  tolerant = true;
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}

/** Resolves when the text has left the process; a reader that went away (head) is no error. */
export async function print(text: string): Promise<void> {
  await offer(text);
}

/** The same, for those who would write on: whether somebody still reads. */
export async function offer(text: string | Uint8Array): Promise<boolean> {
  toleratePipes();
  return new Promise<boolean>((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (error && (error as NodeJS.ErrnoException).code !== 'EPIPE')
        reject(new Quit(status.cannotWrite, `cannot write to standard output: ${error.message}`));
      else resolve(!error);
    });
  });
}

/** One line on standard error, with the program's name. */
export function say(text: string): void {
  toleratePipes();
  process.stderr.write(`whmcs-doctor: ${plain(text)}\n`);
}

/** Lines on standard error for a person to read. */
export function show(lines: readonly string[]): void {
  toleratePipes();
  process.stderr.write(`${lines.map(plain).join('\n')}\n`);
}

/** Writes a new file beside the old one and renames it over: readers see the old or the new, never a part. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  try {
    const special = await specialAt(path);
    if (special === 'disk') throw new Error('it is a block device');
    if (special === 'stream') {
      const stream = await open(path, constants.O_WRONLY); // /dev/stdout, a named pipe: cannot be renamed over
      await stream.writeFile(content).finally(() => stream.close());
      return;
    }
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw new Quit(status.cannotWrite, `cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** null: a file, a folder or nothing. A link to a disk, put there by somebody else, must not make root overwrite it. */
async function specialAt(path: string): Promise<'stream' | 'disk' | null> {
  const found = await stat(path).catch(() => null);
  if (found === null || found.isFile() || found.isDirectory()) return null;
  return found.isBlockDevice() ? 'disk' : 'stream';
}
