/** Writing: standard output for what was asked for, standard error for the rest, files as a whole or not at all. */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { plain } from '../report/plain-text.js';
import { Quit, status } from './exit.js';

/** Resolves when the text has left the process; a reader that went away (head) is no error. */
export async function print(text: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (error && (error as NodeJS.ErrnoException).code !== 'EPIPE')
        reject(new Quit(status.cannotWrite, `cannot write to standard output: ${error.message}`));
      else resolve();
    });
  });
}

/** One line on standard error, with the program's name. */
export function say(text: string): void {
  process.stderr.write(`whmcs-doctor: ${plain(text)}\n`);
}

/** Writes a new file beside the old one and renames it over: readers see the old or the new, never a part. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  try {
    if (await isSpecial(path)) {
      const special = await open(path, constants.O_WRONLY); // /dev/stdout, a named pipe: cannot be renamed over
      await special.writeFile(content).finally(() => special.close());
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

async function isSpecial(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found !== null && !found.isFile() && !found.isDirectory();
}
