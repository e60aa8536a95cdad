/** Time limits and stopping: one way for every operation, so that none outlives its caller. */
import { setMaxListeners } from 'node:events';
import { LookFailed } from '../../logic/failure.js';

/** Time ran out: what the subject did (it stayed silent), so it becomes a NetFailure and never leaves the host. */
export class Silence extends Error {
  override readonly name = 'Silence';
  readonly code = 'ETIMEDOUT';
}

/** Why an operation was stopped from outside: the look failed, whatever the subject would have done. */
export function stopped(signal: AbortSignal, what: string): LookFailed {
  return signal.reason instanceof LookFailed ? signal.reason : new LookFailed('aborted', `${what} was stopped before it ended`);
}

/** A time limit that starts anew with every sign of life. */
export interface Patience {
  /** Aborted when time is up or a signal of the caller aborts; its reason is the error to throw. */
  readonly end: AbortSignal;
  /** Something came: wait the full time again. */
  again(): void;
}

/**
 * Runs an operation that ends when `ms` pass without a call of `again`, or when one of the signals aborts: then `end` aborts and the promise
 * rejects at once with Silence or LookFailed, even where the operation itself cannot be interrupted (getaddrinfo). The operation
 * has to release its sockets when `end` aborts.
 */
export async function patiently<T>(
  how: { readonly ms: number; readonly signals: readonly (AbortSignal | undefined)[]; readonly what: string },
  run: (patience: Patience) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const { signal: end } = controller;
  const unlink: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  const again = (): void => {
    clearTimeout(timer);
    if (!over && !end.aborted) timer = setTimeout(() => controller.abort(new Silence(`${what} stayed silent for ${how.ms} ms`)), how.ms);
  };
  const { what } = how;
  try {
    for (const signal of how.signals) {
      if (signal === undefined) continue;
      if (signal.aborted) throw stopped(signal, what);
      setMaxListeners(0, signal); // a probe may ask many things at once under one signal
      const stop = (): void => controller.abort(stopped(signal, what));
      signal.addEventListener('abort', stop, { once: true });
      unlink.push(() => signal.removeEventListener('abort', stop));
    }
    again();
    return await Promise.race([
      run({ end, again }),
      new Promise<never>((_, reject) => end.addEventListener('abort', () => reject(end.reason as Error), { once: true })),
    ]);
  } finally {
    over = true;
    clearTimeout(timer);
    for (const remove of unlink) remove();
  }
}
