/** What a file is, by its first bytes. */

/** What is looked at to tell texts from other things. */
export const sampleBytes = 64 * 1024;

/** As many bytes tell what it is. */
export const longestSignature = 8;

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** null: it is not text. */
export function encodingOf(first: Uint8Array): Encoding | null {
  const sample = first.subarray(0, sampleBytes);
  if (startsWith(sample, [0xef, 0xbb, 0xbf])) return 'utf-8';
  if (startsWith(sample, [0xff, 0xfe]) && !startsWith(sample, [0xff, 0xfe, 0, 0])) return 'utf-16le';
  if (startsWith(sample, [0xfe, 0xff])) return 'utf-16be';
  if (!sample.includes(0)) return kindOf(sample) === null && !isNoise(sample) ? 'utf-8' : null;
  return sixteenBits(sample) ?? (kindOf(sample) === null && isTextWithNuls(sample) ? 'utf-8' : null);
}

/** Logs have NULs at their head after copytruncate, and where a machine lost its power: the rest is text. */
function isTextWithNuls(sample: Uint8Array): boolean {
  const rest = sample.filter((byte) => byte !== 0);
  return (
    rest.length > 0 &&
    !isNoise(rest) &&
    (rest.length > sample.length * 0.9 || sample.subarray(0, sample.length - rest.length).every((byte) => byte === 0))
  );
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
  return isNoise(new TextEncoder().encode(new TextDecoder(encoding).decode(sample.subarray(0, pairs * 2)))) ? null : encoding;
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

export function whatItIs(sample: Uint8Array): string {
  return kindOf(sample) ?? 'is not text: it holds binary data';
}

export function isGzip(bytes: Uint8Array): boolean {
  return startsWith(bytes, [0x1f, 0x8b]);
}

export function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return bytes.length >= signature.length && signature.every((byte, at) => bytes[at] === byte);
}
