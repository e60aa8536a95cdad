/** TCP connections: several addresses as RFC 8305 tries them, each with its own limit. */
import { connect, type Socket } from 'node:net';
import type { NetFailure } from '../../model.js';
import { LookFailed } from '../../logic/failure.js';
import type { Dialling } from './context.js';
import { failed, since } from './failure.js';
import { patiently } from './limits.js';
import type { Connector } from './vantage.js';

/** The next address is tried when the one before has not answered for this long, https://www.rfc-editor.org/rfc/rfc8305#section-5. */
const headStartMs = 250;
const mostAttempts = 6;

export interface Dialled {
  readonly ok: true;
  readonly socket: Socket;
  readonly address: string;
  readonly durationMs: number;
}

/** Codes that speak of this machine's own routes: another address's failure says more about the subject. */
const ownRoutes = new Set(['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EHOSTUNREACH', 'EINVAL']);

/** For --audit: the name as well, where there is one. */
export function named(address: string, name: string | undefined): string {
  return name === undefined || name === address ? address : `${name} ${address}`;
}

/** From this machine. */
export const connectHere: Connector = (to, end) =>
  new Promise<Socket>((resolve, reject) => {
    const socket = connect('socket' in to ? { path: to.socket } : { host: to.host, port: to.port, noDelay: true });
    const stop = (): void => void socket.destroy();
    // This listener stays: an error between two owners of the socket must not become an uncaught exception.
    socket.on('error', reject);
    socket.once('close', () => end.removeEventListener('abort', stop));
    socket.once('connect', () => {
      end.removeEventListener('abort', stop);
      resolve(socket);
    });
    if (end.aborted) stop();
    else end.addEventListener('abort', stop, { once: true });
  });

/** One connection to one address. It never rejects but with LookFailed. */
async function attempt(
  net: Dialling,
  address: string,
  name: string | undefined,
  port: number,
  timeoutMs: number,
  signals: readonly (AbortSignal | undefined)[],
): Promise<Dialled | NetFailure> {
  const started = performance.now();
  try {
    net.onTouch({ kind: 'contact', what: `tcp ${named(address, name)} port ${port}` });
    const limits = { ms: timeoutMs, signals: [...signals, net.closed], what: `the connection to ${address} port ${port}` };
    const socket = await patiently(limits, ({ end }) => unlessOver((net.connect ?? connectHere)({ host: address, port }, end), end));
    return { ok: true, socket, address, durationMs: since(started) };
  } catch (error) {
    return failed('tcp', error, address, started);
  }
}

/** A connection that comes about after the time for it is over is closed again. */
async function unlessOver(opening: Promise<Socket>, end: AbortSignal): Promise<Socket> {
  const socket = await opening;
  if (end.aborted) socket.destroy();
  return socket;
}

/**
 * Connects to the first of the addresses that answers. They start in the given order, each when the one before has failed or has been
 * silent for a quarter of a second. Where none answers, the failure that says most about the subject is returned.
 */
export async function dial(
  net: Dialling,
  addresses: readonly string[],
  port: number,
  how: {
    readonly timeoutMs: number;
    readonly signal: AbortSignal | undefined;
    /** The name that led to the addresses, for --audit. */
    readonly name?: string;
  },
): Promise<Dialled | NetFailure> {
  const losers = new AbortController();
  const queue = addresses.slice(0, mostAttempts);
  const failures: NetFailure[] = [];
  if (queue.length === 0) throw new LookFailed('bug', 'a connection to no address was asked for');
  return await new Promise((resolve, reject) => {
    let running = 0;
    let done = false;
    const finish = (act: () => void): void => {
      done = true;
      losers.abort();
      act();
    };
    const next = (): void => {
      const address = done ? undefined : queue.shift();
      if (address === undefined) return;
      running += 1;
      const headStart = setTimeout(next, headStartMs);
      attempt(net, address, how.name, port, how.timeoutMs, [how.signal, losers.signal])
        .then((outcome) => {
          if (outcome.ok) {
            if (done) outcome.socket.destroy();
            else finish(() => resolve(outcome));
            return;
          }
          failures.push(outcome);
          if (queue.length > 0) next();
          else if (running === failures.length) {
            const telling = failures.find((one) => !ownRoutes.has(one.code)) ?? failures[0];
            finish(() => resolve(telling ?? outcome));
          }
        })
        .catch((error: unknown) => {
          if (!done) finish(() => reject(error as Error));
        })
        .finally(() => clearTimeout(headStart));
    };
    next();
  });
}

/** A connection to a socket file. A missing file is ENOENT, one that nobody listens at ECONNREFUSED. */
export async function dialSocketFile(
  net: Dialling,
  path: string,
  how: { readonly timeoutMs: number; readonly signal: AbortSignal | undefined },
): Promise<{ readonly ok: true; readonly socket: Socket } | NetFailure> {
  const started = performance.now();
  net.onTouch({ kind: 'contact', what: `socket ${path}` });
  try {
    const limits = { ms: how.timeoutMs, signals: [how.signal, net.closed], what: `the connection to ${path}` };
    return { ok: true, socket: await patiently(limits, ({ end }) => unlessOver((net.connect ?? connectHere)({ socket: path }, end), end)) };
  } catch (error) {
    return failed('tcp', error, null, started);
  }
}
