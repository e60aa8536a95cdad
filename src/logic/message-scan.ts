/** Known messages in bytes, line by line: the one place that decides whether a line tells of a message. */
import { automaton } from './automaton.js';
import { printable } from './http-answer.js';
import { masked } from './masked.js';
import type { LogHit, LogKind, Message } from '../model.js';

/** What a message is recognised by. */
export interface Recognised {
  /** One of these stands in the line; letters match in either case. */
  readonly literals: readonly string[];
  /** And this matches. */
  readonly only?: RegExp | undefined;
}

/** A line that tells of messages. */
export interface TellingLine<M> {
  /** Where it begins. */
  readonly start: number;
  /** Its first characters. */
  readonly head: string;
  /** Each message once, with the stretch of the line that tells of it. */
  readonly told: ReadonlyMap<M, string>;
}

export interface LineScan<M> {
  /** `first`: where the first line begins; `within`: before these bytes, which go on in the middle of it. */
  lines(bytes: Uint8Array, found: (line: TellingLine<M>) => void, first?: 'here' | 'within'): void;
}

/** A longer line is judged in stretches of this length, each of which begins in the middle of the one before: what belongs together stands close together. */
const longestStretch = 4000;

export function lineScan<M extends Recognised>(messages: readonly M[]): LineScan<M> {
  const known = messages.flatMap((message) => message.literals.map((literal) => ({ message, literal: literal.toLowerCase() })));
  const engine = automaton(known.map(({ literal }) => literal));
  const decoder = new TextDecoder();
  const named = (literals: readonly number[]): typeof known => literals.flatMap((index) => known[index] ?? []);

  function judge(stretch: string, found: typeof known, told: Map<M, string>): void {
    for (const { message } of found) if (!told.has(message) && message.only?.test(stretch) !== false) told.set(message, stretch);
  }

  function judgeLong(line: Uint8Array, begins: boolean, told: Map<M, string>): void {
    const step = longestStretch / 2;
    for (let from = 0; from === 0 || from + step < line.length; from += step) {
      const bytes = line.subarray(from, from + longestStretch);
      engine.lines(bytes, (_, __, literals) => {
        const stretch = withoutHalves(decoder.decode(bytes), from > 0 || !begins, from + longestStretch < line.length);
        const folded = stretch.toLowerCase();
        // what was cut off at an edge stands whole in the next stretch
        judge(
          stretch,
          named(literals).filter(({ literal }) => folded.includes(literal)),
          told,
        );
      });
    }
  }

  return {
    lines(bytes, found, first = 'here') {
      engine.lines(bytes, (start, end, literals) => {
        const told = new Map<M, string>();
        const begins = start > 0 || first === 'here';
        if (begins && end - start <= longestStretch) judge(decoder.decode(bytes.subarray(start, end)), named(literals), told);
        else judgeLong(bytes.subarray(start, end), begins, told);
        if (told.size > 0) found({ start, head: decoder.decode(bytes.subarray(start, Math.min(end, start + longestStretch))), told });
      });
    },
  };
}

/**
 * A stretch of a line without the words that its edges cut: half a secret is one, too. What is left out is marked, so that a pattern for the
 * beginning of a line does not match in its middle.
 */
function withoutHalves(stretch: string, before: boolean, after: boolean): string {
  const from = before ? `…${stretch.replace(/^\S{1,200}/, '')}` : stretch;
  return after ? `${from.slice(0, -200)}${from.slice(-200).replace(/\S+$/, '')}…` : from;
}

/** A part of the stretch around the message, hidden before it is cut. */
export function sampleOf(stretch: string, literals: readonly string[], most: number): string {
  const line = masked(stretch);
  const folded = line.toLowerCase();
  const at = Math.min(...literals.map((literal) => folded.indexOf(literal.toLowerCase())).filter((place) => place >= 0), line.length);
  if (at < most / 2 || at === line.length) return printable(line, most);
  const from = at - Math.floor(most / 3);
  return printable(`…${line.slice(from, at).replace(/^\S+/, '')}${line.slice(at, from + most)}`, most);
}

/** Milliseconds since 1970 at which a line was written; null: it does not say. */
export type TimeOfLine = (line: string) => number | null;

const longestSample = 300;

export interface Scanner {
  /** Messages of these bytes, which are whole lines; `nowMs` is the moment of the look. */
  scan(bytes: Uint8Array, source: string, timeOf: TimeOfLine, nowMs: number): readonly LogHit[];
}

interface Tally {
  count: number;
  firstMs: number | null;
  lastMs: number | null;
  /** The line that the sample is made of. */
  stretch: string;
}

/** A scanner for the messages that may stand in a log of this kind. */
export function scannerFor(messages: readonly Message[], kind: LogKind): Scanner {
  const search = lineScan(messages.filter((message) => message.logs.includes(kind)));
  return {
    scan(bytes, source, timeOf, nowMs) {
      const tallies = new Map<Message, Tally>();
      search.lines(bytes, ({ head, told }) => {
        const at = timeOf(head);
        for (const [message, stretch] of told) add(tallies, message, stretch, at);
      });
      return [...tallies].map(([message, tally]) => ({
        message: message.id,
        source,
        count: tally.count,
        first: iso(tally.firstMs),
        last: iso(tally.lastMs),
        lastAgeSeconds: tally.lastMs === null ? null : Math.max(0, Math.round((nowMs - tally.lastMs) / 1000)),
        sample: sampleOf(tally.stretch, message.literals, longestSample),
      }));
    },
  };
}

function add(tallies: Map<Message, Tally>, message: Message, stretch: string, at: number | null): void {
  const tally = tallies.get(message);
  if (tally === undefined) {
    tallies.set(message, { count: 1, firstMs: at, lastMs: at, stretch });
    return;
  }
  tally.count += 1;
  if (at !== null) tally.firstMs = Math.min(tally.firstMs ?? at, at);
  if (at === null || tally.lastMs === null || at >= tally.lastMs) {
    tally.lastMs = at ?? tally.lastMs;
    tally.stretch = stretch;
  }
}

function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
