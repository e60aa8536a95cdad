/**
 * SIGINT, SIGTERM and the end of the terminal (SIGHUP) end the looks in an orderly way; what is known is still reported. Asked twice, the program
 * ends at once.
 */
import { endWith } from './ending.js';
import { Quit, status } from './exit.js';

const codes = { SIGINT: status.interrupted, SIGTERM: status.terminated, SIGHUP: status.hungUp } as const;
export type StopSignal = keyof typeof codes;
const signals = Object.keys(codes) as StopSignal[];

/** The signal that this status tells of; null: it tells of none. */
export function signalOf(code: number): StopSignal | null {
  return signals.find((name) => codes[name] === code) ?? null;
}

/** Why the signal was aborted. */
class Stopped extends Error {
  constructor(readonly code: number) {
    super('stopped');
  }
}

/** 143 after SIGTERM, 129 after SIGHUP; 130 after SIGINT, and where the person stopped it at the keyboard. */
export function stoppedStatus(signal: AbortSignal): number {
  return signal.reason instanceof Stopped ? signal.reason.code : status.interrupted;
}

export interface Interruption {
  readonly signal: AbortSignal;
  /** 129, 130 or 143 once a signal came: 128 and its number. */
  code(): number | null;
  /** What ended the command because it was stopped ends it with the status of that. */
  told(error: unknown): unknown;
  /** Signals mean again what they usually mean. */
  end(): void;
}

/** How many commands catch them. */
let caughtBy = 0;

export function catchSignals(): Interruption {
  const stop = new AbortController();
  let caught: number | null = null;
  const listeners = signals.map((name) => [name, () => interrupt(codes[name])] as const);
  const interrupt = (code: number): void => {
    if (caught !== null) endWith(code);
    caught = code;
    stop.abort(new Stopped(code));
  };
  let ended = false;
  caughtBy += 1;
  for (const [name, listener] of listeners) process.on(name, listener);
  return {
    signal: stop.signal,
    code: () => caught,
    told: (error) => (caught !== null && error instanceof Quit ? new Quit(caught, error.message) : error),
    end: () => {
      if (ended) return;
      ended = true;
      caughtBy -= 1;
      for (const [name, listener] of listeners) process.off(name, listener);
    },
  };
}

/** From the start of the program: a signal that nobody catches ends it with a line, and with the same status. */
export function endOnSignals(tell: (line: string) => Promise<void>): void {
  let came = false;
  for (const name of signals) {
    process.on(name, () => {
      if (caughtBy > 0) return;
      if (came) endWith(codes[name]);
      came = true;
      void tell(`stopped by ${name} before it was done`).finally(() => endWith(codes[name]));
    });
  }
}
