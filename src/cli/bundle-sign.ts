/** Whether a text that is being read is a bundle: told by its first bytes, before anything is taken for words. */
import { constants, gunzipSync } from 'node:zlib';
import { isGzip } from '../triage/file-kind.js';

type Chunks = AsyncIterable<Uint8Array>;

/** The schema stands in the first lines of a document; the first file of an archive is named in its first block. */
const needed = 600;

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
  const text = Buffer.from(plain.subarray(0, needed)).toString('latin1');
  if (text.slice(257, 262) === 'ustar') return /^(?:README\.txt|manifest\.json|facts\.json)\0/.test(text);
  return /^\s*\{\s*"schema"\s*:\s*"whmcs-doctor\/bundle\/\d+"/.test(text);
}
