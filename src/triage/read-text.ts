/** Bytes of any origin as UTF-8: byte order marks, UTF-16, windows-1252 and gzip. What is no text is refused by name. */
import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

type Chunks = AsyncIterable<Uint8Array>;

/** The input cannot be read as text; the message completes "it …". */
export class NotText extends Error {}

/** What is looked at to tell texts from other things. */
const sampleBytes = 64 * 1024;

/** Chunks of UTF-8 without a byte order mark, as they come. Throws NotText. */
export async function* utf8Text(chunks: Chunks): Chunks {
  const { first, all } = await peeked(chunks, 4);
  if (startsWith(first, [0x1f, 0x8b])) yield* decoded(await peeked(unpacked(all), 4), 'in gzip');
  else yield* decoded({ first, all }, 'as it is');
}

async function* decoded({ first, all }: Peeked, packed: 'in gzip' | 'as it is'): Chunks {
  const encoding = encodingOf(first);
  if (encoding === 'utf-8') return yield* checked(all, startsWith(first, [0xef, 0xbb, 0xbf]) ? 3 : 0);
  if (encoding !== null) return yield* recoded(all, encoding);
  throw new NotText(packed === 'in gzip' ? 'is packed, and what is in it is not text' : whatItIs(first));
}

interface Peeked {
  /** The first chunk, of at least a few bytes where there are as many. */
  readonly first: Uint8Array;
  /** All chunks, that one included. */
  readonly all: Chunks;
}

/** Does not wait for more than the beginning: whoever writes line by line may wait for the answer to the first. */
async function peeked(chunks: Chunks, least: number): Promise<Peeked> {
  const rest = chunks[Symbol.asyncIterator]();
  let first = new Uint8Array(0);
  while (first.length < least) {
    const next = await rest.next();
    if (next.done === true) break;
    first = first.length === 0 ? new Uint8Array(next.value) : joined(first, next.value);
  }
  async function* all(): Chunks {
    try {
      yield first;
      for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
    } finally {
      await rest.return?.();
    }
  }
  return { first, all: all() };
}

async function* unpacked(chunks: Chunks): Chunks {
  const source = Readable.from(chunks);
  const gunzip = createGunzip({ chunkSize: 64 * 1024 });
  source.on('error', (error) => gunzip.destroy(error));
  try {
    yield* source.pipe(gunzip) as Chunks;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw code.startsWith('Z_') ? new NotText('is a broken gzip file: it cannot be unpacked to its end') : error;
  } finally {
    gunzip.destroy();
    source.destroy();
  }
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** null: it is not text. */
function encodingOf(first: Uint8Array): Encoding | null {
  const sample = first.subarray(0, sampleBytes);
  if (startsWith(sample, [0xef, 0xbb, 0xbf])) return 'utf-8';
  if (startsWith(sample, [0xff, 0xfe]) && !startsWith(sample, [0xff, 0xfe, 0, 0])) return 'utf-16le';
  if (startsWith(sample, [0xfe, 0xff])) return 'utf-16be';
  if (!sample.includes(0)) return kindOf(sample) === null && !isNoise(sample) ? 'utf-8' : null;
  return sixteenBits(sample);
}

/** Without a mark, texts in most languages show every other byte as NUL. */
function sixteenBits(sample: Uint8Array): Encoding | null {
  const pairs = sample.length >> 1;
  let even = 0;
  let odd = 0;
  for (let at = 0; at + 1 < sample.length; at += 2) {
    if (sample[at] === 0) even += 1;
    if (sample[at + 1] === 0) odd += 1;
  }
  const encoding = odd > pairs * 0.3 && even === 0 ? 'utf-16le' : even > pairs * 0.3 && odd === 0 ? 'utf-16be' : null;
  if (encoding === null) return null;
  return isNoise(encoder.encode(new TextDecoder(encoding).decode(sample.subarray(0, pairs * 2)))) ? null : encoding;
}

/** More control characters than any text or coloured log has. */
function isNoise(sample: Uint8Array): boolean {
  let controls = 0;
  for (const byte of sample) if (byte < 32 && !(byte >= 8 && byte <= 13) && byte !== 27) controls += 1;
  return controls > sample.length * 0.05;
}

/** How files begin that people send instead of a text. https://en.wikipedia.org/wiki/List_of_file_signatures */
const kinds: readonly (readonly [readonly number[], string])[] = [
  [[0x1f, 0x8b], 'is packed twice: unpack it first'],
  [[0x89, 0x50, 0x4e, 0x47], 'is a PNG image: type what can be read on it'],
  [[0xff, 0xd8, 0xff], 'is a JPEG image: type what can be read on it'],
  [[0x47, 0x49, 0x46, 0x38], 'is a GIF image: type what can be read on it'],
  [[0x52, 0x49, 0x46, 0x46], 'is an image, a sound or a film: type what can be read on it'],
  [[0x25, 0x50, 0x44, 0x46, 0x2d], 'is a PDF: copy the text out of it'],
  [[0x50, 0x4b, 0x03, 0x04], 'is a ZIP archive or an office document: unpack it, or copy the text out of it'],
  [[0x52, 0x61, 0x72, 0x21], 'is a RAR archive: unpack it first'],
  [[0x37, 0x7a, 0xbc, 0xaf], 'is a 7-Zip archive: unpack it first'],
  [[0xfd, 0x37, 0x7a, 0x58], 'is packed with xz: unpack it first (xz -dc FILE | whmcs-doctor triage -)'],
  [[0x42, 0x5a, 0x68], 'is packed with bzip2: unpack it first (bzip2 -dc FILE | whmcs-doctor triage -)'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'is packed with zstd: unpack it first (zstd -dc FILE | whmcs-doctor triage -)'],
  [[0x7f, 0x45, 0x4c, 0x46], 'is a program'],
];

function kindOf(sample: Uint8Array): string | null {
  const kind = kinds.find(([signature]) => startsWith(sample, signature))?.[1] ?? null;
  // "BZh" may begin a text, too; a file that bzip2 wrote goes on with the size of its blocks and a constant
  return kind?.includes('bzip2') === true && !startsWith(sample.subarray(4), [0x31, 0x41, 0x59, 0x26]) ? null : kind;
}

function whatItIs(sample: Uint8Array): string {
  return kindOf(sample) ?? 'is not text: it holds binary data';
}

/** UTF-8 as it is; what is not is taken for windows-1252, byte by byte: logs mix both. */
async function* checked(chunks: Chunks, skip: number): Chunks {
  let rest = new Uint8Array(0);
  let left = skip;
  let seen = 0;
  for await (const chunk of chunks) {
    if (seen < sampleBytes && chunk.includes(0)) throw new NotText(whatItIs(chunk));
    seen += chunk.length;
    const bytes = rest.length === 0 ? chunk.subarray(left) : joined(rest, chunk);
    left = 0;
    const whole = bytes.length - unfinished(bytes);
    rest = new Uint8Array(bytes.subarray(whole));
    if (whole > 0) yield repaired(bytes.subarray(0, whole));
  }
  if (rest.length > 0) yield repaired(rest);
}

function repaired(bytes: Uint8Array): Uint8Array {
  return isUtf8(bytes) ? bytes : fromMixed(bytes);
}

/** Bytes at the end that may be the beginning of a character. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return sizeOf(byte) > back ? back : 0;
  }
  return 0;
}

/** Bytes of a character that begins so; 1: none does. */
function sizeOf(byte: number): number {
  return byte >= 0xc2 && byte < 0xe0 ? 2 : byte >= 0xe0 && byte < 0xf0 ? 3 : byte >= 0xf0 && byte < 0xf5 ? 4 : 1;
}

const encoder = new TextEncoder();

/** Bytes of windows-1252 as UTF-8, made when they are needed. */
let windows1252: readonly Uint8Array[] | null = null;

export function fromMixed(bytes: Uint8Array): Uint8Array {
  const decoder = new TextDecoder('windows-1252');
  const characters = (windows1252 ??= Array.from({ length: 256 }, (_, byte) => encoder.encode(decoder.decode(new Uint8Array([byte])))));
  const out = new Uint8Array(bytes.length * 3);
  let to = 0;
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at] ?? 0;
    const size = byte < 0x80 ? 1 : sizeOf(byte);
    if (byte < 0x80 || (size > 1 && at + size <= bytes.length && isUtf8(bytes.subarray(at, at + size)))) {
      for (let end = at + size; at < end; at += 1) out[to++] = bytes[at] ?? 0;
    } else {
      for (const part of characters[byte] ?? []) out[to++] = part;
      at += 1;
    }
  }
  return out.subarray(0, to);
}

async function* recoded(chunks: Chunks, encoding: Encoding): Chunks {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield encoder.encode(text);
  }
  const last = decoder.decode();
  if (last !== '') yield encoder.encode(last);
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return bytes.length >= signature.length && signature.every((byte, at) => bytes[at] === byte);
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
