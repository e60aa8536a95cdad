/** Bytes that are almost UTF-8: what is not is taken for windows-1252, byte by byte, for logs mix both. */
import { isUtf8 } from 'node:buffer';

export function repaired(bytes: Uint8Array): Uint8Array {
  return isUtf8(bytes) ? bytes : recoded(bytes);
}

/** Bytes at the end that may be the beginning of a character. */
export function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return sizeOf(byte) > back ? back : 0;
  }
  return 0;
}

/** windows-1252 as UTF-8, made when it is needed. */
let table: readonly Uint8Array[] | null = null;

function recoded(bytes: Uint8Array): Uint8Array {
  const characters = (table ??= characterTable());
  const out = new Uint8Array(bytes.length * 3);
  let to = 0;
  for (let at = 0; at < bytes.length;) {
    const size = characterAt(bytes, at);
    if (size > 0) {
      for (const end = at + size; at < end; at += 1) out[to++] = bytes[at] ?? 0;
    } else {
      for (const part of characters[bytes[at] ?? 0] ?? []) out[to++] = part;
      at += 1;
    }
  }
  return out.subarray(0, to);
}

/** Node's own decoder takes it for Latin-1 in some versions: https://github.com/nodejs/node/issues/56542 */
const from80 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function characterTable(): readonly Uint8Array[] {
  const encoder = new TextEncoder();
  return Array.from({ length: 256 }, (_, byte) => encoder.encode(from80[byte - 0x80] ?? String.fromCharCode(byte)));
}

/** Bytes of a character that begins so; 0: none does. */
function sizeOf(byte: number): number {
  return byte < 0x80 ? 1 : byte < 0xc2 || byte > 0xf4 ? 0 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

/** Bytes of the well-formed character that stands here; 0: there is none. The Unicode Standard, table 3-7. */
function characterAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  const size = sizeOf(first);
  if (size < 2) return size;
  const second = bytes[at + 1] ?? 0;
  const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most) return 0;
  for (let next = at + 2; next < at + size; next += 1) if (((bytes[next] ?? 0) & 0xc0) !== 0x80) return 0;
  return size;
}
