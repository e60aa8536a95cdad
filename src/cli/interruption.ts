/** SIGINT and SIGTERM end the looks in an orderly way; what is known is still reported. Asked twice, the program ends at once. */
import { status } from './exit.js';

/** Why the signal was aborted. */
class Stopped extends Error {
  constructor(readonly code: number) {
    super('stopped');
  }
}

/** 143 after SIGTERM; 130 after SIGINT, and where the person stopped it at the keyboard. */
export function stoppedStatus(signal: AbortSignal): number {
  return signal.reason instanceof Stopped ? signal.reason.code : status.interrupted;
}

export interface Interruption {
  readonly signal: AbortSignal;
  /** 130 or 143 once a signal came. */
  code(): number | null;
  /** Signals mean again what they usually mean. */
  end(): void;
}

export function catchSignals(): Interruption {
  const stop = new AbortController();
  let caught: number | null = null;
  const interrupt = (code: number) => () => {
    if (caught !== null) process.exit(code);
    caught = code;
    stop.abort(new Stopped(code));
  };
  const onInterrupt = interrupt(status.interrupted);
  const onTerminate = interrupt(status.terminated);
  process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate);
  return {
    signal: stop.signal,
    code: () => caught,
    end: () => void process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate),
  };
}
