/**
 * Connections that are opened before they are asked for: over a long line a connection costs a round trip, which passes while the one before it is
 * in use. At most one waits for each endpoint, and not for long.
 */
import type { Socket } from 'node:net';
import type { Connector, Endpoint } from '../net/vantage.js';

/** Who does not come back within this time does not come back. */
const idleMs = 1000;

export interface Ahead {
  readonly connect: Connector;
  /** Opens one for the next caller, unless one waits already. */
  begin(to: Endpoint): void;
  /** Closes what waits. */
  close(): void;
}

interface Waiting {
  readonly socket: Promise<Socket>;
  readonly timer: NodeJS.Timeout;
  readonly stop: () => void;
}

/** `keeps`: whether another connection is opened as soon as one is taken; told how many have been asked for so far. */
export function connectingAhead(connect: Connector, keeps: (asked: number) => boolean): Ahead {
  const waiting = new Map<string, Waiting>();
  const asked = new Map<string, number>();
  let closed = false;

  const begin = (to: Endpoint): void => {
    const key = JSON.stringify(to);
    if (closed || waiting.has(key)) return;
    const ending = new AbortController();
    const socket = connect(to, ending.signal);
    const stop = (): void => {
      clearTimeout(timer);
      if (waiting.get(key) === one) waiting.delete(key);
      ending.abort(new Error('not needed'));
      socket.then((opened) => opened.destroy()).catch(() => undefined);
    };
    const timer = setTimeout(stop, idleMs);
    timer.unref();
    const one: Waiting = { socket, timer, stop };
    waiting.set(key, one);
    // One that fails tells whoever asks next only what a connection of his own would tell: he makes it.
    socket.then((opened) => opened.once('close', stop), stop);
  };

  const take = async (to: Endpoint): Promise<Socket | null> => {
    const key = JSON.stringify(to);
    const one = waiting.get(key);
    if (!one) return null;
    waiting.delete(key);
    clearTimeout(one.timer);
    const socket = await one.socket.catch(() => null);
    if (socket === null || socket.destroyed || socket.readableEnded) return null;
    return socket;
  };

  return {
    begin,
    async connect(to, end) {
      const key = JSON.stringify(to);
      const count = (asked.get(key) ?? 0) + 1;
      asked.set(key, count);
      const taken = await take(to);
      if (end.aborted) taken?.destroy();
      const socket = taken && !end.aborted ? taken : await connect(to, end);
      if (keeps(count)) begin(to);
      return socket;
    },
    close() {
      closed = true;
      for (const { stop } of [...waiting.values()]) stop();
    },
  };
}
