/** Bytes of any origin as UTF-8: byte order marks, UTF-16, windows-1252 and gzip. What is no text is refused by name. */
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { encodingOf, isGzip, longestSignature, sampleBytes, startsWith, whatItIs, type Encoding } from './file-kind.js';
import { NotText } from './not-text.js';
import { repaired, unfinished } from './windows-1252.js';

type Chunks = AsyncIterable<Uint8Array>;

/** Chunks of UTF-8 without a byte order mark, as they come; each, as those that are read, is valid until the next is asked for. Throws NotText. */
export async function* utf8Text(chunks: Chunks): Chunks {
  const { first, all } = await peeked(chunks);
  if (isGzip(first)) yield* decoded(await peeked(unpacked(all)), 'in gzip');
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
async function peeked(chunks: Chunks): Promise<Peeked> {
  const rest = chunks[Symbol.asyncIterator]();
  let first = new Uint8Array(0);
  // a log that was emptied while it was open begins with NULs
  while (first.length < longestSignature || (first.length < sampleBytes && first.every((byte) => byte === 0))) {
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
  const source = Readable.from(copies(chunks));
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

/** The stream reads ahead, and a chunk is valid only until the next is asked for. */
async function* copies(chunks: Chunks): Chunks {
  for await (const chunk of chunks) yield new Uint8Array(chunk); // a Buffer's own slice() would not copy
}

/** UTF-8 as it is; what is not is taken for windows-1252, byte by byte: logs mix both. */
async function* checked(chunks: Chunks, skip: number): Chunks {
  let rest = new Uint8Array(0);
  let left = skip;
  for await (const chunk of chunks) {
    const shown = withoutNuls(chunk);
    const bytes = rest.length === 0 ? shown.subarray(left) : joined(rest, shown);
    left = 0;
    const whole = bytes.length - unfinished(bytes);
    rest = new Uint8Array(bytes.subarray(whole));
    if (whole > 0) yield repaired(bytes.subarray(0, whole));
  }
  if (rest.length > 0) yield repaired(rest);
}

/** A NUL in a text is a gap. */
function withoutNuls(chunk: Uint8Array): Uint8Array {
  return chunk.includes(0) ? chunk.map((byte) => (byte === 0 ? 32 : byte)) : chunk;
}

async function* recoded(chunks: Chunks, encoding: Encoding): Chunks {
  const decoder = new TextDecoder(encoding);
  const encoder = new TextEncoder();
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield encoder.encode(text);
  }
  const last = decoder.decode();
  if (last !== '') yield encoder.encode(last);
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
