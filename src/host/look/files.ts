/** Looking at files: what they are and what is in them, without blocking and without following links out. Runs in the looking child. */
import { constants, type Dirent, type Stats } from 'node:fs';
import { lstat, open, opendir, readlink, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LookFailed } from '../../logic/failure.js';
import type { FileBytes, FileStat } from '../../model.js';
import { errno, isAbsent } from './errno.js';
import type { Listing, Operations } from './operations.js';
import { folderResolved, isWithin, resolved, splitView } from './paths.js';

const chunk = 65_536;

type Ask<K extends keyof Operations> = Operations[K]['ask'];

export async function statFile({ path, follow }: Ask<'stat'>): Promise<FileStat | null> {
  try {
    const at = follow ? await resolved(path) : await folderResolved(path);
    const seen = follow ? await stat(at) : await lstat(at);
    return toStat(seen, seen.isSymbolicLink() ? await readlink(at) : null);
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

export async function realPath({ path }: Ask<'realpath'>): Promise<string | null> {
  try {
    return await resolved(path);
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

export async function readRegular({ path, maxBytes, within, end }: Ask<'read'>): Promise<FileBytes> {
  const real = await resolved(path);
  const folder = await folderFor(path, real, within);
  const outside = (to: string): LookFailed => new LookFailed('denied', `${path} is a link that leads out of ${folder} to ${to}`);
  if (!isWithin(real, folder)) throw outside(real);
  // Looked at before it is opened: opening a FIFO lets its writer go on, and opening a device can move it.
  refuseIrregular(path, await lstat(real));
  const file = await openForReading(real);
  try {
    // A folder on the way may have been exchanged for a link since it was resolved: what was really opened decides.
    const opened = splitView(real).root === '' ? await readlink(`/proc/self/fd/${file.fd}`).catch(() => real) : real;
    if (!isWithin(opened, folder)) throw outside(opened);
    const seen = await file.stat();
    refuseIrregular(path, seen);
    const start = end ? Math.max(0, seen.size - maxBytes) : 0;
    const { bytes, more } = await readFrom(file, start, maxBytes, seen.size);
    return { bytes, truncated: more || start > 0, stat: toStat(seen, null) };
  } finally {
    await file.close();
  }
}

/** What the file must lie in. Where the path is without links, so is its folder: there is nothing to resolve. */
function folderFor(path: string, real: string, within: string | null): Promise<string> | string {
  if (within === '/') return within;
  return within === null && real === path ? dirname(path) : resolved(within ?? dirname(path));
}

/** Opens without following a link, without blocking and, where the system lets us, without touching the time of last access. */
async function openForReading(path: string): Promise<FileHandle> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  try {
    // Undefined where the system has no such flag.
    return await open(path, flags | (constants.O_NOATIME ?? 0));
  } catch (error) {
    if (errno(error) !== 'EPERM') throw error; // only the owner and root may leave that time alone, open(2)
    return open(path, flags);
  }
}

/** Reads to the limit rather than to the size: files of /proc say 0. One that says its size ends there. */
async function readFrom(file: FileHandle, start: number, maxBytes: number, size: number): Promise<{ bytes: Uint8Array; more: boolean }> {
  const parts: Buffer[] = [];
  let total = 0;
  while (total <= maxBytes) {
    const left = size > start + total ? size - start - total : chunk;
    const room = Math.min(chunk, left + 1, maxBytes + 1 - total);
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(room), 0, room, start + total);
    if (bytesRead === 0) break;
    parts.push(buffer.subarray(0, bytesRead));
    total += bytesRead;
    if (bytesRead < room && start + total === size) break;
  }
  const all = Buffer.concat(parts, total);
  return { bytes: all.subarray(0, maxBytes), more: total > maxBytes };
}

function refuseIrregular(path: string, seen: Stats): void {
  const kind = kindOf(seen);
  if (kind !== 'file') throw new LookFailed('denied', `${path} is a ${kind}, not a regular file: it is not opened`);
}

export async function listFolder({ path, max }: Ask<'list'>): Promise<Listing> {
  const folder = await opendir(await resolved(path), { bufferSize: 128 });
  const entries: { name: string; kind: FileStat['kind'] | 'other' }[] = [];
  for await (const entry of folder) {
    if (entries.length >= max) return { entries, truncated: true };
    entries.push({ name: entry.name, kind: kindOf(entry) ?? 'other' });
  }
  return { entries, truncated: false };
}

function toStat(seen: Stats, link: string | null): FileStat {
  return {
    kind: kindOf(seen) ?? 'device',
    size: seen.size,
    mode: seen.mode & 0o7777,
    uid: seen.uid,
    gid: seen.gid,
    mtimeMs: seen.mtimeMs,
    ctimeMs: seen.ctimeMs,
    inode: seen.ino,
    device: seen.dev,
    link,
  };
}

function kindOf(seen: Stats | Dirent): FileStat['kind'] | null {
  if (seen.isFile()) return 'file';
  if (seen.isDirectory()) return 'directory';
  if (seen.isSymbolicLink()) return 'link';
  if (seen.isFIFO()) return 'fifo';
  if (seen.isSocket()) return 'socket';
  return seen.isBlockDevice() || seen.isCharacterDevice() ? 'device' : null;
}
