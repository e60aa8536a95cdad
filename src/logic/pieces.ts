/** Bytes that arrive in chunks of any size, as pieces of whole lines: so that a text of any length is read in the same little room. */

export interface Piece {
  /** Valid until the call returns. */
  readonly bytes: Uint8Array;
  /** Number of its first line, from 1. */
  readonly line: number;
  /** It goes on in the middle of that line, and repeats the end of the piece before, so that nothing is lost between them. */
  readonly within: boolean;
}

export interface Cutter {
  push(chunk: Uint8Array): void;
  /** The last line needs no line break. */
  end(): void;
}

const usualSize = 256 * 1024;

/** More than a message and what belongs to it. */
const usualOverlap = 8 * 1024;

const lineFeed = 10;

/** Lines longer than `size` are cut in pieces that overlap. */
export function cutter(found: (piece: Piece) => void, size = usualSize, overlap = usualOverlap): Cutter {
  const held = new Uint8Array(size);
  let length = 0;
  let line = 1;
  let within = false;
  /** Where what was not in a piece before begins. */
  let fresh = 0;

  function give(end: number): void {
    const bytes = held.subarray(0, end);
    found({ bytes, line, within });
    line += countLines(bytes);
  }

  function cut(): void {
    const breakAt = held.lastIndexOf(lineFeed, length - 1);
    const end = breakAt < 0 ? length : breakAt + 1;
    give(end);
    within = breakAt < 0;
    const kept = within ? end - overlap : end;
    held.copyWithin(0, kept, length);
    length -= kept;
    fresh = within ? length : 0;
  }

  return {
    push(chunk) {
      for (let at = 0; at < chunk.length;) {
        const part = chunk.subarray(at, at + size - length);
        held.set(part, length);
        length += part.length;
        at += part.length;
        if (length === size) cut();
      }
    },
    end() {
      if (length > fresh) give(length);
      length = fresh = 0;
    },
  };
}

/** Line feeds in bytes, four at a time: a loop over single bytes would cost more than the search for the messages. */
export function countLines(bytes: Uint8Array): number {
  const { buffer, byteOffset, length } = bytes;
  const aligned = Math.min(-byteOffset & 3, length);
  const size = (length - aligned) >> 2;
  let count = countSingly(bytes, 0, aligned) + countSingly(bytes, aligned + size * 4, length);
  if (size === 0) return count;
  const words = new Int32Array(buffer, byteOffset + aligned, size);
  for (let at = 0; at < size; at++) {
    const other = (words[at] ?? 0) ^ 0x0a0a0a0a;
    // the top bit of every byte that is a line feed: https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord
    const zeros = ~(((other & 0x7f7f7f7f) + 0x7f7f7f7f) | 0 | other | 0x7f7f7f7f);
    count += Math.imul(zeros >>> 7, 0x01010101) >>> 24;
  }
  return count;
}

function countSingly(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) if (bytes[at] === lineFeed) count += 1;
  return count;
}
