/**
 * What a text says once its encodings are undone, and where each character of that stands in the text. Whoever encodes chooses which
 * characters, how often and from where on: only what is decoded can be compared.
 */

export interface Reading {
  readonly text: string;
  /** Index of a character → where what it was made of begins in the given text. */
  readonly starts: ArrayLike<number>;
  /** The same → where that ends. */
  readonly ends: ArrayLike<number>;
  /** Bytes that need not be a text at all: what looks like an address or a name in them may be chance. */
  readonly chance: boolean;
}

/**
 * Twice is enough for whatever prints a text that was printed. Each further reading takes the text's length once more, and there are hundreds
 * of combinations: of longer texts only the simpler ones are read, so that a long log does not hold up the program for seconds.
 */
const longestTwice = 2 * 1024;
const longestCombined = 8 * 1024;

/** Short texts that have no other reading: of two hundred targets nearly the same is said. */
const plain = new Set<string>();
const mostPlain = 4096;
const longestPlain = 512;

/** All that differ from the text itself. */
export function readings(text: string): readonly Reading[] {
  if (plain.has(text)) return [];
  const found = allReadings(text);
  if (found.length > 0 || text.length > longestPlain) return found;
  if (plain.size >= mostPlain) plain.clear();
  plain.add(text);
  return found;
}

function allReadings(text: string): readonly Reading[] {
  const twice = text.length <= longestTwice;
  const rewritten = levels(text, rewritings, twice);
  if (text.length > longestCombined) return [...rewritten, ...unpackings(text)];
  return [...rewritten, ...[null, ...rewritten].flatMap((each) => within(each, levels(each?.text ?? text, unpackings, twice)))];
}

/** What is packed once more is a text, and not any bytes. */
function levels(text: string, read: (text: string) => readonly Reading[], twice: boolean): readonly Reading[] {
  const once = read(text);
  return twice ? [...once, ...once.flatMap((each) => (each.chance ? [] : within(each, read(each.text))))] : once;
}

/** Readings of a reading, as readings of the text itself. */
function within(outer: Reading | null, inner: readonly Reading[]): readonly Reading[] {
  if (outer === null) return inner;
  return inner.map(({ text, starts, ends, chance }) => ({
    text,
    starts: Int32Array.from(starts, (at) => outer.starts[at] ?? 0),
    ends: Int32Array.from(ends, (at) => outer.ends[at - 1] ?? 0),
    chance: chance || outer.chance,
  }));
}

/** Encodings of single characters. */
function rewritings(text: string): readonly Reading[] {
  return [
    replaced(text, /%[0-9a-f]{2}/i, /(?:%[0-9a-f]{2})+/gi, (run) => bytesOf(run.replaceAll('%', ''), 3)),
    replaced(text, /\\[ux"/\\'nrt]/i, /\\u[0-9a-f]{4}|(?:\\x[0-9a-f]{2})+|\\+["/\\']|\\[rn]/gi, escaped),
    replaced(text, /&(?:#|amp|lt|gt|quot|apos)/i, /&(?:#\d{1,7}|#x[0-9a-f]{1,6}|amp|lt|gt|quot|apos);/gi, entity),
    // a line that goes on ends with "=", and its end may have become a space
    replaced(text, /=(?:[0-9a-f]{2}|\s)/i, /(?:=[0-9a-f]{2})+|=(?:\r?\n|\s{1,2})/gi, (run) =>
      /^=\s/.test(run) ? [] : bytesOf(run.replaceAll('=', ''), 3),
    ),
    // UTF-16 that was read as bytes
    replaced(text, /[\0\ufffd]/, /[\0\ufffd]+/g, () => []),
  ].flatMap((reading) => reading ?? []);
}

/** A part of a decoded text, and how many characters it was made of. */
interface Part {
  readonly text: string;
  readonly length: number;
}

/** null: nothing in the text is encoded so. */
function replaced(text: string, telling: RegExp, encoded: RegExp, decode: (run: string) => readonly Part[]): Reading | null {
  if (!telling.test(text)) return null;
  const written = writer(text.length);
  let done = 0;
  for (const match of text.matchAll(encoded)) {
    written.copy(text, done, match.index);
    let at = match.index;
    for (const part of decode(match[0])) {
      written.add(part.text, at, at + part.length);
      at += part.length;
    }
    done = match.index + match[0].length;
  }
  if (done === 0) return null;
  written.copy(text, done, text.length);
  return written.reading(false);
}

/** No reading is longer than its text. */
function writer(most: number) {
  const starts = new Int32Array(most);
  const ends = new Int32Array(most);
  const parts: string[] = [];
  let length = 0;
  const add = (part: string, from: number, to: number): void => {
    for (let index = 0; index < part.length && length < most; index++) {
      starts[length] = from;
      ends[length] = to;
      length += 1;
    }
    parts.push(part);
  };
  return {
    add,
    copy(text: string, from: number, to: number): void {
      for (let at = from; at < to; at++) {
        starts[length] = at;
        ends[length] = at + 1;
        length += 1;
      }
      parts.push(text.slice(from, to));
    },
    reading: (chance: boolean): Reading => ({
      text: parts.join(''),
      starts: starts.subarray(0, length),
      ends: ends.subarray(0, length),
      chance,
    }),
  };
}

/** UTF-8, or what else these bytes are one by one; each was written with so many characters. */
function bytesOf(digits: string, width: number): readonly Part[] {
  const bytes = Buffer.from(digits, 'hex');
  const utf8 = bytes.toString('utf8');
  if (!Buffer.from(utf8, 'utf8').equals(bytes)) return [...bytes].map((byte) => ({ text: String.fromCharCode(byte), length: width }));
  return [...utf8].map((letter) => ({ text: letter, length: Buffer.byteLength(letter) * width }));
}

/** Of JSON, JavaScript and PHP. */
function escaped(run: string): readonly Part[] {
  if (/^\\x/i.test(run)) return bytesOf(run.replace(/\\x/gi, ''), 4);
  if (/^\\u/i.test(run)) return [{ text: String.fromCharCode(Number.parseInt(run.slice(2), 16)), length: run.length }];
  return [{ text: /^\\[rn]$/.test(run) ? '\n' : run.slice(-1), length: run.length }];
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function entity(run: string): readonly Part[] {
  const name = run.slice(1, -1).toLowerCase();
  const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  const text = named[name] ?? (code <= 0x10ffff ? String.fromCodePoint(code) : '');
  return [{ text, length: run.length }];
}

/** What is too short to hold a secret. */
const fewestBytes = { base64: 5, hex: 4 } as const;

interface Packed {
  /** Where its characters stand. */
  readonly places: readonly number[];
  readonly characters: string;
}

/** Whole values that were packed into letters and digits: each read from each place at which it may begin. */
function unpackings(text: string): readonly Reading[] {
  const base64 = runsOf(text, /[\w+/-]{8,}(?:(?:\r?\n[ \t]?|(?<=[\w+/-]{48}) )[\w+/-]+)*/g, /[\w+/-]/);
  const hex = runsOf(text, /[0-9a-f]{8,}|[0-9a-f]{2}(?:[ :-][0-9a-f]{2}){3,}/gi, /[0-9a-f]/i);
  return [
    ...[0, 1, 2, 3].flatMap((from) => unpacked(base64, from, 'base64', 6)),
    ...[0, 1].flatMap((from) => unpacked(hex, from, 'hex', 4)),
  ];
}

/** Paths, ids and words of sentences, which most of all texts are: of what is packed hardly one in a thousand looks like that. */
const onlyWords = /^[A-Z]?[a-z]*(?:[-_/][A-Z]?[a-z]*)*$/;

function runsOf(text: string, run: RegExp, digit: RegExp): readonly Packed[] {
  return [...text.matchAll(run)].flatMap((match) => {
    const [whole] = match;
    if (onlyWords.test(whole)) return [];
    const places: number[] = [];
    for (let at = 0; at < whole.length; at++) if (digit.test(whole[at] ?? '')) places.push(match.index + at);
    return [{ places, characters: places.length === whole.length ? whole : places.map((at) => text[at] ?? '').join('') }];
  });
}

/** One for what can be read and one for what cannot. Between two of them stands the mark of a text that was cut off: each may have been. */
function unpacked(runs: readonly Packed[], from: number, how: 'base64' | 'hex', bits: number): readonly Reading[] {
  const most = runs.reduce((sum, { places }) => sum + places.length + 2, 0);
  const all = { readable: writer(most), chance: writer(most) };
  const any = { readable: false, chance: false };
  for (const { places, characters } of runs) {
    const bytes = Buffer.from(characters.slice(from), how);
    if (bytes.length < fewestBytes[how]) continue;
    const text = bytes.toString('latin1');
    const kind = /^[\0\t\n\r -~]*$/.test(text) ? 'readable' : 'chance';
    const written = all[kind];
    any[kind] = true;
    const place = (digit: number): number => places[Math.min(digit, places.length - 1)] ?? 0;
    for (let byte = 0; byte < text.length; byte++)
      written.add(text[byte] ?? '', place(from + Math.floor((byte * 8) / bits)), place(from + Math.ceil(((byte + 1) * 8) / bits) - 1) + 1);
    const end = place(places.length) + 1;
    written.add('\u2026', end, end);
  }
  return [...(any.readable ? [all.readable.reading(false)] : []), ...(any.chance ? [all.chance.reading(true)] : [])];
}
