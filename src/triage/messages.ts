/** Known messages of PHP, web servers, providers and WHMCS in a text of any length, with the lines where they stand. */
import { lineScan, sampleOf, type LineScan } from '../logic/message-scan.js';
import { countLines, cutter } from '../logic/pieces.js';
import type { MessageRow } from './tables.js';

export interface LineMessage {
  readonly message: MessageRow;
  /** Where it stands first, from 1. */
  readonly line: number;
  readonly lastLine: number;
  /** Lines that tell of it. */
  readonly count: number;
  /** The first of these lines, masked and cut around the message. */
  readonly sample: string;
}

const longestSample = 200;

export interface MessageCount {
  /** Bytes of UTF-8, in chunks of any size. */
  push(chunk: Uint8Array): void;
  /** After the last chunk: messages by where they stand first. */
  found(): readonly LineMessage[];
}

/** Counts messages; many texts can be counted one after the other. */
export interface MessageReader {
  count(): MessageCount;
  read(text: string): readonly LineMessage[];
}

interface Tally {
  readonly line: number;
  lastLine: number;
  count: number;
  readonly stretch: string;
}

export function messageReader(rows: readonly MessageRow[]): MessageReader {
  const known = rows.map((row) => ({ row, literals: row.literals, only: row.only === undefined ? undefined : new RegExp(row.only, 'i') }));
  const search = lineScan(known);
  return {
    count() {
      const tallies = new Tallies(search);
      const cut = cutter((piece) => tallies.add(piece.bytes, piece.line, piece.within));
      return {
        push: (chunk) => cut.push(chunk),
        found() {
          cut.end();
          return tallies.found();
        },
      };
    },
    read(text) {
      const tallies = new Tallies(search);
      tallies.add(new TextEncoder().encode(text), 1, false);
      return tallies.found();
    },
  };
}

class Tallies<M extends { readonly row: MessageRow }> {
  readonly #tallies = new Map<M, Tally>();
  readonly #search: LineScan<M>;

  constructor(search: LineScan<M>) {
    this.#search = search;
  }

  add(bytes: Uint8Array, firstLine: number, within: boolean): void {
    let line = firstLine;
    let counted = 0;
    this.#search.lines(
      bytes,
      ({ start, told }) => {
        line += countLines(bytes.subarray(counted, start));
        counted = start;
        for (const [message, stretch] of told) this.#tell(message, stretch, line);
      },
      within ? 'within' : 'here',
    );
  }

  /** A line that came in several pieces may tell of a message in each: it counts once. */
  #tell(message: M, stretch: string, line: number): void {
    const tally = this.#tallies.get(message);
    if (!tally) this.#tallies.set(message, { line, lastLine: line, count: 1, stretch });
    else if (tally.lastLine !== line) {
      tally.count += 1;
      tally.lastLine = line;
    }
  }

  found(): readonly LineMessage[] {
    return [...this.#tallies].map(([{ row: message }, { stretch, ...tally }]) => ({
      message,
      ...tally,
      sample: sampleOf(stretch, message.literals, longestSample),
    }));
  }
}
