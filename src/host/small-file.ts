/** Reads a small file that the operator named (a CA file, a secret): regular, bounded, without waiting for a writer. */
import { closeSync, constants, fstatSync, openSync, readSync, statSync, type Stats } from 'node:fs';
import { LookFailed } from '../logic/failure.js';

/**
 * The bytes of a regular file of at most `maxBytes`. LookFailed: `absent`, `denied`, `unsupported` (a folder, FIFO or device), `oversize`, `io`;
 * `what` begins the sentence. Links are followed: the operator named the file, and distributions keep CA files and secrets behind links.
 */
export function readSmallFile(path: string, what: string, maxBytes: number): Buffer {
  let file: number | undefined;
  try {
    // Looked at before it is opened: opening a device can already do something (a watchdog, a tape).
    regular(statSync(path), path, what);
    // O_NONBLOCK: opening a FIFO that nobody writes to would wait for ever.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    const { size } = regular(fstatSync(file), path, what);
    // One byte more than the size says: a file that grows is noticed, and files of /proc state a size of 0.
    const buffer = Buffer.alloc(Math.min(Math.max(size, 4096), maxBytes) + 1);
    let length = 0;
    while (length < buffer.length) {
      const got = readSync(file, buffer, length, buffer.length - length, null);
      if (got === 0) break;
      length += got;
    }
    if (length > maxBytes || length === buffer.length)
      throw new LookFailed('oversize', `${what} ${path} is larger than ${Math.min(maxBytes, length - 1)} bytes`);
    return Buffer.from(buffer.subarray(0, length));
  } catch (error) {
    throw error instanceof LookFailed ? error : unreadable(what, path, error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function regular(stat: Stats, path: string, what: string): Stats {
  if (!stat.isFile()) throw new LookFailed('denied', `${what} ${path} is not a regular file`);
  return stat;
}

function unreadable(what: string, path: string, error: unknown): LookFailed {
  const code: string = (error as { readonly code?: string }).code ?? 'unknown error';
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new LookFailed('absent', `${what} ${path} does not exist`);
    case 'EACCES':
    case 'EPERM':
      return new LookFailed('denied', `${what} ${path} may not be read`);
    case 'ENXIO': // a socket
      return new LookFailed('denied', `${what} ${path} is not a regular file`);
    default:
      return new LookFailed('io', `${what} ${path} cannot be read (${code})`);
  }
}
