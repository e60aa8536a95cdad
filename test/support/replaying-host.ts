/** A host that answers as a real one did, until its fault begins. */
import { readFileSync } from 'node:fs';
import { LookFailed } from '../../src/logic/failure.js';
import type { FactId, Host, Probe, RunOptions } from '../../src/model.js';
import { defaultOptions } from '../../src/policy/defaults.js';
import { type Answer, lookingParts, lookName, namedAnew, type Recording, replayed } from './recorded-looks.js';
import { type Looked, signalIn } from './looked.js';

export const recording = JSON.parse(readFileSync(new URL('../fixtures/looks/healthy-install.json', import.meta.url), 'utf8')) as Recording;

export const recordedOptions: RunOptions = { ...defaultOptions, ...recording.options, licenseSelected: true, timeoutMs: 100 };

/** One look: what it is, how many were before it, and what the healthy install said. */
export interface LookAt {
  readonly part: (typeof lookingParts)[number];
  readonly operation: string;
  /** From 0. */
  readonly index: number;
  readonly given: readonly unknown[];
  readonly signal: AbortSignal | null;
  /** Throws what was thrown. */
  healthy(): unknown;
}

/** What a host with this fault does in place of answering as recorded. */
export interface WithinFault {
  readonly answer?: (look: LookAt) => unknown;
  /** The clock: milliseconds since 1970 that it shows, of the time that it should show and of the number of looks and of questions for the time. */
  readonly now?: (now: number, looks: number, asked: number) => number;
}

export interface Replaying {
  readonly host: Host;
  readonly looked: readonly Looked[];
  /** How many looks were answered in another way than recorded. */
  readonly struck: () => number;
}

export function replayingHost(fact: FactId, fault: WithinFault): Replaying {
  const looked: Looked[] = [];
  let struck = 0;
  const { now: start, looks } = recording.probes[fact] ?? { now: Date.now(), looks: {} };
  const met = new Map<string, number>();
  const kept: string[] = [];
  let asked = 0;

  const next = (name: string): Answer => {
    const answers = looks[name];
    const turn = met.get(name) ?? 0;
    met.set(name, turn + 1);
    const answer = answers?.[Math.min(turn, answers.length - 1)];
    if (!answer) throw new LookFailed('absent', `${name} was not recorded: npm run record`);
    return answer;
  };
  /** What a clock showed; when it is asked more often than it was, time goes on from there. */
  const clocks = new Map<string, { turn: number; last: number; at: number }>();
  const shown = (name: 'now' | 'elapsed', first: number): number => {
    const clock = clocks.get(name) ?? { turn: 0, last: first, at: performance.now() };
    clocks.set(name, clock);
    const answer = looks[name]?.[clock.turn++];
    if (answer?.is !== 'value') return clock.last + Math.round(performance.now() - clock.at);
    clock.at = performance.now();
    return (clock.last = Number(answer.value));
  };
  const part = (name: LookAt['part']): unknown =>
    new Proxy(
      {},
      {
        get: (_, operation) =>
          typeof operation !== 'string' || operation === 'then'
            ? undefined
            : async (...given: readonly unknown[]): Promise<unknown> => {
                const signal = signalIn(given);
                const index = looked.push({ what: `${name}.${operation}`, signal }) - 1;
                let recorded: unknown = null;
                const healthy = (): unknown => {
                  try {
                    return (recorded = namedAnew(withMarksOf(given, replayed(next(lookName(name, operation, given)))), given));
                  } catch (error) {
                    recorded = error;
                    throw error;
                  }
                };
                // as a real look would: budgets end what asks on and on
                await new Promise((resolve) => setImmediate(resolve));
                if (!fault.answer) return healthy();
                struck++;
                try {
                  const answer = await fault.answer({ part: name, operation, index, given, signal, healthy });
                  if (answer === recorded) struck--;
                  return answer;
                } catch (error) {
                  if (error === recorded) struck--;
                  throw error;
                }
              },
      },
    );
  const host: Host = {
    kind: 'local',
    label: 'replaying',
    now: () => {
      const now = shown('now', start);
      return fault.now ? fault.now(now, looked.length, asked++) : now;
    },
    elapsed: () => shown('elapsed', 0),
    me: recording.me,
    ...(Object.fromEntries(lookingParts.map((name) => [name, part(name)])) as Pick<Host, LookAt['part']>),
    vault: {
      keep: (_, text) => ({
        secret: kept.push(text) - 1,
        present: text !== '',
        shape: text === '' ? 'empty' : `${text.length} characters`,
      }),
      same: (a, b) => kept[a.secret] === kept[b.secret],
    },
    credentials: {
      has: () => false,
      text: () => null,
      secret: async () => null,
      send: () => Promise.reject(new LookFailed('absent', 'nothing was given to send')),
    },
    close: async () => {},
  };
  return { host, looked, struck: () => struck };
}

/** The probe, looking through this host whatever host the run has. */
export function lookingThrough(probe: Probe, host: Host): Probe {
  return { ...probe, observe: (look, keep) => probe.observe({ ...look, host }, keep) };
}

/** A script's answer stands between two marks that were made for it alone: those of this run in place of the recorded one's. */
function withMarksOf(given: readonly unknown[], answer: unknown): unknown {
  const source = given.flat().find((one): one is string => typeof one === 'string' && openMark.test(one));
  if (source === undefined) return answer;
  const [open = '', close = ''] = [openMark.exec(source)?.[0], closeMark.exec(source)?.[0]];
  const text = JSON.stringify(answer).replace(new RegExp(openMark, 'g'), open).replace(new RegExp(closeMark, 'g'), close);
  return JSON.parse(text);
}

const openMark = /\[\[[0-9a-f]{24}\[\[/;
const closeMark = /\]\][0-9a-f]{24}\]\]/;
