/** Whether a text that is being read is a bundle: told by its first bytes, before anything is taken for words. */
import { constants, gunzipSync } from 'node:zlib';
import { encodingOf, isGzip } from '../triage/file-kind.js';

type Chunks = AsyncIterable<Uint8Array>;

/** The schema and the facts stand in the first lines of a document; the first file of an archive is named in one of its first blocks. */
const needed = 4096;
const block = 512;

/** Enough of what is packed to unpack that much; it cannot become more than some megabytes. */
const packedBytes = 4096;

export interface Peeked {
  readonly bundled: boolean;
  /** All chunks, those that were looked at included. */
  readonly all: Chunks;
}

/** Waits for no more than the first chunk: whoever writes line by line may wait for the answer to the first. */
export async function peekedForBundle(chunks: Chunks): Promise<Peeked> {
  const rest = chunks[Symbol.asyncIterator]();
  const next = await rest.next();
  const first = next.done === true ? new Uint8Array(0) : Uint8Array.from(next.value);
  async function* all(): Chunks {
    try {
      if (first.length > 0) yield first;
      for (let more = next; more.done !== true;) {
        more = await rest.next();
        if (more.done !== true) yield more.value;
      }
    } finally {
      await rest.return?.();
    }
  }
  return { bundled: isBundle(isGzip(first) ? beginning(first) : first), all: all() };
}

function beginning(packed: Uint8Array): Uint8Array {
  try {
    // what was cut off here is no error
    return gunzipSync(packed.subarray(0, packedBytes), { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return new Uint8Array(0);
  }
}

function isBundle(plain: Uint8Array): boolean {
  const first = plain.subarray(0, needed);
  const name = firstFile(first);
  return name === null ? isDocument(first) : /(?:^|\/)(?:README\.txt|manifest\.json|facts\.json|logs\/\w+\.txt)$/.test(name);
}

/** The name of the first file of an archive, folders left out; '' where it is further on; null: it is no archive. */
function firstFile(plain: Uint8Array): string | null {
  const text = Buffer.from(plain).toString('latin1');
  if (text.slice(257, 262) !== 'ustar') return null;
  for (let at = 0; text.slice(at + 257, at + 262) === 'ustar'; at += block) {
    const name = /^[^\0]*/.exec(text.slice(at, at + 100))?.[0] ?? '';
    if (!name.endsWith('/')) return name;
  }
  return '';
}

/** Also one of another program, version or encoding: reading it as a bundle says what is wrong, reading it as a ticket finds words in it. */
function isDocument(plain: Uint8Array): boolean {
  const text = new TextDecoder(encodingOf(plain) ?? 'utf-8').decode(plain);
  return /^\s*\{/.test(text) && /"schema"\s*:\s*"whmcs-doctor\/|"facts"\s*:\s*\{/.test(text);
}
