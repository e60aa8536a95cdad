/**
 * A few named files as one gzip'd tar, in memory: a bundle that somebody sent is never unpacked to a disk. The library reads and writes the
 * headers; what is around them is read more strictly than archives usually are, for nobody but `collect` makes them.
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import { Header } from 'tar/header';

export class UnusableArchive extends Error {}

const block = 512;
const mebibyte = 1024 * 1024;

/** What all files of an archive may take, unpacked. */
export const largestUnpacked = 64 * mebibyte;

/** The moment becomes the time of every file. */
export function packArchive(files: ReadonlyMap<string, Uint8Array>, moment: Date): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const [path, content] of files) {
    const header = Buffer.alloc(block);
    new Header({ path, type: 'File', mode: 0o600, uid: 0, gid: 0, size: content.byteLength, mtime: moment }).encode(header);
    parts.push(header, content, Buffer.alloc(padding(content.byteLength)));
  }
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * block)]), { level: 9 });
}

/** The bytes as they are, or what gzip packed once. */
export function unpacked(bytes: Uint8Array): Buffer {
  if (!isGzip(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let plain: Buffer;
  try {
    plain = gunzipSync(bytes, { maxOutputLength: largestUnpacked });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    throw new UnusableArchive(
      code === 'ERR_BUFFER_TOO_LARGE'
        ? `it unpacks to more than ${largestUnpacked / mebibyte} MiB`
        : 'its gzip data are damaged or were cut off on the way',
    );
  }
  if (isGzip(plain)) throw new UnusableArchive('it is packed twice');
  return plain;
}

/** POSIX and GNU tar both leave this mark in a header. */
export function isArchive(plain: Uint8Array): boolean {
  return plain.byteLength >= block && Buffer.from(plain.subarray(257, 262)).toString('latin1') === 'ustar';
}

/** Every file of the archive. `limits`: the names that there may be, and how large each. */
export function filesIn(plain: Buffer, limits: ReadonlyMap<string, number>): ReadonlyMap<string, Buffer> {
  const files = new Map<string, Buffer>();
  let at = 0;
  for (;;) {
    if (at + block > plain.length) throw new UnusableArchive('it has no end: it was cut off on the way');
    const header = headerAt(plain, at);
    if (header.nullBlock) break;
    if (!header.cksumValid) throw new UnusableArchive(`it is damaged: the checksum of the entry at byte ${at} is wrong`);
    // whoever unpacks a bundle and packs it again with "tar -c ." puts this before every name, and names the folders
    const name = (header.path ?? '').replace(/^\.\//, '');
    const limit = limits.get(name);
    if (header.type === 'Directory' && header.size === 0 && isFolderOf(name, limits)) {
      at += block;
      continue;
    }
    if (header.type !== 'File' && header.type !== 'OldFile')
      throw new UnusableArchive(`it holds ${shown(name)}, which is no regular file (${header.type}): collect writes none such`);
    if (limit === undefined) throw new UnusableArchive(`it holds ${shown(name)}, which is no part of a bundle`);
    if (files.has(name)) throw new UnusableArchive(`it holds ${name} twice`);
    const size = header.size ?? -1;
    if (!Number.isSafeInteger(size) || size < 0) throw new UnusableArchive(`the size of ${name} in it is none`);
    if (size > limit) throw new UnusableArchive(`${name} in it is larger than ${limit / mebibyte} MiB`);
    at += block;
    if (at + size > plain.length) throw new UnusableArchive(`it ends in the middle of ${name}: it was cut off on the way`);
    files.set(name, plain.subarray(at, at + size));
    at += size + padding(size);
  }
  if (plain.subarray(at).some((byte) => byte !== 0)) throw new UnusableArchive('something stands behind its end');
  return files;
}

/** The archive's own folder, or one that a file may stand in. */
function isFolderOf(name: string, files: ReadonlyMap<string, unknown>): boolean {
  const folder = name.replace(/\/$/, '');
  return folder === '' || folder === '.' || [...files.keys()].some((file) => file.startsWith(`${folder}/`));
}

/** The library throws errors of its own for numbers that are none. */
function headerAt(plain: Buffer, at: number): Header {
  try {
    return new Header(plain, at);
  } catch {
    throw new UnusableArchive(`it is damaged: the entry at byte ${at} cannot be read`);
  }
}

/** What fills the last block of a file. */
function padding(size: number): number {
  return (block - (size % block)) % block;
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function shown(name: string): string {
  return JSON.stringify(name.slice(0, 80));
}
