/** Looks for known messages in a log, line by line. */
import { automaton } from './automaton.js';
import { printable } from './http-answer.js';
import type { LogHit, LogKind, Message } from '../model.js';

/** Milliseconds since 1970 at which a line was written; null: it does not say. */
export type TimeOfLine = (line: string) => number | null;

/** Nobody reads on; what stands after it is a stack trace or a dump. */
const longestLine = 4000;
const longestSample = 300;

export interface Scanner {
  /** Messages of these bytes, which are whole lines; `nowMs` is the moment of the look. */
  scan(bytes: Uint8Array, source: string, timeOf: TimeOfLine, nowMs: number): readonly LogHit[];
}

interface Tally {
  count: number;
  firstMs: number | null;
  lastMs: number | null;
  sample: string;
}

/** A scanner for the messages that may stand in a log of this kind. */
export function scannerFor(messages: readonly Message[], kind: LogKind): Scanner {
  const known = messages.filter((message) => message.logs.includes(kind));
  const owners = known.flatMap((message) => message.literals.map(() => message));
  const engine = automaton(known.flatMap((message) => message.literals));
  return {
    scan(bytes, source, timeOf, nowMs) {
      const decoder = new TextDecoder();
      const tallies = new Map<Message, Tally>();
      engine.lines(bytes, (start, end, literals) => {
        const line = decoder.decode(bytes.subarray(start, Math.min(end, start + longestLine)));
        const told = new Set(literals.flatMap((index) => owners[index] ?? []).filter(({ only }) => only === undefined || only.test(line)));
        if (told.size === 0) return;
        const at = timeOf(line);
        for (const message of told) add(tallies, message, line, at);
      });
      return [...tallies].map(([message, tally]) => ({
        message: message.id,
        source,
        count: tally.count,
        first: iso(tally.firstMs),
        last: iso(tally.lastMs),
        lastAgeSeconds: tally.lastMs === null ? null : Math.max(0, Math.round((nowMs - tally.lastMs) / 1000)),
        sample: tally.sample,
      }));
    },
  };
}

function add(tallies: Map<Message, Tally>, message: Message, line: string, at: number | null): void {
  const tally = tallies.get(message) ?? { count: 0, firstMs: null, lastMs: null, sample: '' };
  tally.count += 1;
  if (at !== null && (tally.firstMs === null || at < tally.firstMs)) tally.firstMs = at;
  if (at === null || tally.lastMs === null || at >= tally.lastMs) {
    tally.lastMs = at ?? tally.lastMs;
    tally.sample = sampleOf(line, message);
  }
  tallies.set(message, tally);
}

/** A stretch around the message, without what could be the key of a session, of a link or of a license. */
function sampleOf(said: string, message: Message): string {
  const line = said.replace(/\b((?:set-)?cookie: ?)[^"\n]{0,4000}/gi, '$1…');
  const folded = line.toLowerCase();
  const at = Math.min(...message.literals.map((literal) => folded.indexOf(literal)).filter((place) => place >= 0), line.length);
  const from = at < longestSample / 2 ? 0 : at - longestSample / 3;
  return printable(withoutKeys(line.slice(from, from + longestSample)), longestSample);
}

/** Without words of sixteen and more characters with a digit in them, session files, values of queries, and without people. */
function withoutKeys(text: string): string {
  return text
    .replace(/[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g, 'e-mail-address')
    .replace(/(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\d)|(?<![\w:])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}(?![\w:])/gi, 'address')
    .replace(/sess_[\w,-]+/g, 'sess_…')
    .replace(/\/\/[^\s/@]{1,200}@/g, '//…@')
    .replace(/([?&][\w[\]-]{1,40}=)[^&\s"']+/g, '$1…')
    .replace(/[\w+/=%~-]{16,}/g, (word) => (/\d/.test(word) && !word.includes('/') ? '…' : word));
}

function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
