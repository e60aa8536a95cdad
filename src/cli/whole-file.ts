/** Writing a file as a whole or not at all. */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rename, stat, unlink, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Quit, status } from './exit.js';

/** A report can name people, and the machine can have other users. */
const privateMode = 0o600;

/**
 * Writes a new file beside the old one and renames it over: readers see the old or the new, never a part. A link is replaced, never followed:
 * somebody else may have laid it. A file of one's own keeps its group
 * and permissions; `mode` is that of a new one, under the umask.
 */
export async function writeWhole(path: string, content: string | Uint8Array | Iterable<string>, mode = privateMode): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  try {
    const there = await stat(path).catch(() => null);
    if (there?.isBlockDevice() === true) throw new Error('it is a block device'); // a link to a disk must not make root overwrite it
    if (there !== null && !there.isFile() && !there.isDirectory()) {
      // /dev/stdout, a named pipe: cannot be renamed over. One that nobody reads is not waited for
      const asked = await open(path, constants.O_WRONLY | constants.O_NONBLOCK);
      const stream = await open(path, constants.O_WRONLY).finally(() => asked.close());
      await writeAll(stream, content).finally(() => stream.close());
      return;
    }
    const file = await open(temporary, 'wx', mode);
    try {
      if (there?.isFile() === true && there.uid === process.geteuid?.()) {
        await file.chown(there.uid, there.gid).catch(() => {}); // a group that one is not in: it stays one's own
        await file.chmod(there.mode & 0o777);
      }
      await writeAll(file, content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(() => {});
    if (error instanceof Unmade) throw error.cause;
    throw new Quit(status.cannotWrite, `cannot write ${path}: ${why(error, path)}`);
  }
}

async function writeAll(file: FileHandle, content: string | Uint8Array | Iterable<string>): Promise<void> {
  const pieces = typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
  for (const piece of made(pieces)) await file.writeFile(piece); // each behind the one before
}

/** What goes wrong while the content is made is no trouble of the file. */
class Unmade extends Error {}

function* made<T>(pieces: Iterable<T>): Generator<T> {
  try {
    yield* pieces;
  } catch (cause) {
    throw new Unmade('', { cause });
  }
}

/** Node's own message names the temporary file, which is no help. */
function why(error: unknown, path: string): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return `there is no folder ${dirname(path)}`;
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'EROFS':
      return 'it is on a file system that is mounted read-only';
    case 'ENOSPC':
      return 'the disk is full';
    case 'EDQUOT':
      return 'the quota is used up';
    case 'EISDIR':
      return 'it is a folder';
    case 'ENXIO':
      return 'nobody reads from it';
    case 'ENAMETOOLONG':
      return 'its name is too long';
    default:
      return code === '' ? (error instanceof Error ? error.message : String(error)) : code;
  }
}
