/** A text of any length, read in little room: its beginning as prose, all of it as lines that may hold known messages. */
import type { TriageReading } from '../model.js';
import type { MessageCount } from './messages.js';
import { longestProse, type Matcher } from './triage.js';

export interface Reading extends TriageReading {
  /** Nothing was written in it. */
  readonly blank: boolean;
}

/** A character of the prose has at most three bytes for each of its units. */
const heldBytes = longestProse * 3;

/** Where a text is longer than prose, it is a log, or a log with some words before it: reading more of it as prose takes longer than the search. */
const wordsBeforeLog = 16 * 1024;

/** Chunks of UTF-8. */
export async function readStream(chunks: AsyncIterable<Uint8Array>, matcher: Matcher): Promise<Reading> {
  const text = new Text(matcher);
  for await (const chunk of chunks) text.push(chunk);
  return text.read();
}

export function readString(whole: string, matcher: Matcher): Reading {
  if (whole.length <= longestProse) return { ...matcher.read(whole), blank: whole.trim() === '' };
  const text = new Text(matcher);
  text.push(new TextEncoder().encode(whole));
  return text.read();
}

/** Messages are counted from the moment on at which the text turns out to be longer than prose. */
class Text {
  readonly #matcher: Matcher;
  readonly #beginning = new Uint8Array(heldBytes);
  #length = 0;
  #count: MessageCount | null = null;
  #blank = true;

  constructor(matcher: Matcher) {
    this.#matcher = matcher;
  }

  push(chunk: Uint8Array): void {
    this.#blank &&= isBlank(chunk);
    const part = chunk.subarray(0, heldBytes - this.#length);
    this.#beginning.set(part, this.#length);
    this.#length += part.length;
    if (part.length === chunk.length) return;
    if (this.#count === null) {
      this.#count = this.#matcher.messages.count();
      this.#count.push(this.#beginning);
      this.#count.push(chunk.subarray(part.length));
    } else this.#count.push(chunk);
  }

  read(): Reading {
    const beginning = new TextDecoder().decode(this.#beginning.subarray(0, this.#length));
    if (this.#count === null && beginning.length > longestProse) {
      this.#count = this.#matcher.messages.count();
      this.#count.push(this.#beginning.subarray(0, this.#length));
    }
    const read =
      this.#count === null ? this.#matcher.read(beginning) : this.#matcher.read(beginning.slice(0, wordsBeforeLog), this.#count.found());
    return { ...read, blank: this.#blank };
  }
}

function isBlank(chunk: Uint8Array): boolean {
  return chunk.every((byte) => byte === 32 || (byte >= 9 && byte <= 13));
}
