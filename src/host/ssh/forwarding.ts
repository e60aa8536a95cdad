/**
 * Connections from the other machine, through OpenSSH's forwarding: one listening socket of our own for each target, in the private folder. ssh
 * accepts a connection there before it knows whether the other machine can connect; its messages tell, in the order of the connections.
 */
import { connect, type Socket } from 'node:net';
import { LookFailed } from '../../logic/failure.js';
import type { Connector, Endpoint } from '../net/vantage.js';
import { asLogged, type ChannelEvent } from './channel-log.js';
import type { SshLine } from './line.js';
import { openForward } from './mux.js';
import { Answer } from './replies.js';

/** A connection that ssh has accepted and that is being opened there. */
interface Opening {
  readonly opened: () => void;
  readonly refused: (why: string) => void;
}

interface Forward {
  readonly listening: Promise<string>;
  /** Accepted in this order. */
  readonly queue: Opening[];
}

/** What strerror(3) and getaddrinfo(3) of the other machine say, as sshd passes it on. */
const codes: readonly (readonly [RegExp, string])[] = [
  [/connection refused/i, 'ECONNREFUSED'],
  [/timed out/i, 'ETIMEDOUT'],
  [/no route to host|host is unreachable/i, 'EHOSTUNREACH'],
  [/network is unreachable|network unreachable/i, 'ENETUNREACH'],
  [/cannot assign requested address/i, 'EADDRNOTAVAIL'],
];

export function forwardedConnector(line: SshLine, patienceMs: number): Connector {
  const forwards = new Map<string, Forward>();
  const opening = new Map<number, Opening>();

  line.onChannel((event: ChannelEvent) => {
    if (event.is === 'opening') {
      const next = forwards.get(event.target)?.queue.shift();
      if (next) opening.set(event.channel, next);
      else opening.delete(event.channel);
      return;
    }
    if (event.is === 'session-ended') return;
    const one = opening.get(event.channel);
    opening.delete(event.channel);
    if (event.is === 'open') one?.opened();
    else one?.refused(event.why);
  });

  const forwardTo = (to: Endpoint): Forward => {
    const key = asLogged(to);
    const known = forwards.get(key);
    if (known) return known;
    const path = `${line.folder}/${forwards.size}`;
    const listening = openForward(`${line.folder}/mux`, path, to).then(
      () => path,
      (error: unknown) => {
        throw new LookFailed('io', `ssh forwards no connections: ${error instanceof Error ? error.message : String(error)}`);
      },
    );
    listening.catch(() => undefined); // every caller hears of it
    const forward: Forward = { listening, queue: [] };
    forwards.set(key, forward);
    return forward;
  };

  /** sshd says no more than "open failed" of a socket file, and of what it forbids in some versions: the machine itself is asked to connect. */
  const reasonOf = async (to: Endpoint, why: string, end: AbortSignal): Promise<Error> => {
    if (/administratively prohibited/i.test(why)) return prohibited(line.where, to);
    const told = codes.find(([words]) => words.test(why))?.[1];
    if (told !== undefined) return withCode(told, nameOf(to));
    const ask = { to, patienceMs };
    const subject = nameOf(to);
    const reply = await line.request({ op: 'connect', ask, lane: 'slow', ms: patienceMs * 2, subject, signal: end });
    if (reply.is !== 'value') return withCode(reply.is === 'late' ? 'ETIMEDOUT' : 'ECONNREFUSED', subject);
    const code = new Answer(reply.value, subject).textOrNull('code');
    return code === null ? prohibited(line.where, to) : withCode(code, subject);
  };

  return async (to, end) => {
    refuseUnusable(to);
    if (!line.tellsOfChannels)
      throw new LookFailed('unsupported', 'this ssh does not say whether a forwarded connection comes about: OpenSSH is needed');
    const forward = forwardTo(to);
    const path = await forward.listening;
    if (end.aborted) throw end.reason;
    return await new Promise<Socket>((resolve, reject) => {
      const socket = connect({ path });
      const giveUp = (error: unknown): void => {
        socket.destroy();
        reject(error as Error);
      };
      // It stays: an error between two owners of the socket must not become an uncaught exception.
      socket.on('error', giveUp);
      const onEnd = (): void => giveUp(end.reason);
      const onLost = (): void => giveUp(line.ended.reason);
      const unlisten = (): void => {
        end.removeEventListener('abort', onEnd);
        line.ended.removeEventListener('abort', onLost);
      };
      end.addEventListener('abort', onEnd, { once: true });
      line.ended.addEventListener('abort', onLost, { once: true });
      forward.queue.push({
        opened: () => (unlisten(), resolve(socket)),
        refused: (why) => {
          unlisten();
          socket.destroy();
          void reasonOf(to, why, end).then(giveUp, giveUp);
        },
      });
    });
  };
}

function nameOf(to: Endpoint): string {
  return 'socket' in to ? to.socket : `${to.host} port ${to.port}`;
}

/** A control character would end ssh's message in the middle, and with it what is known of other connections. */
function refuseUnusable(to: Endpoint): void {
  const name = 'socket' in to ? to.socket : to.host;
  if (/[\u0000-\u001f\u007f]/.test(name) || name === '')
    throw new LookFailed('malformed', `${JSON.stringify(name)} cannot be connected to through ssh`);
}

function withCode(code: string, what: string): Error {
  return Object.assign(new Error(`connect ${code} ${what}`), { code });
}

function prohibited(where: string, to: Endpoint): LookFailed {
  // AllowTcpForwarding no forbids socket files as well.
  const options = `AllowTcpForwarding, ${'socket' in to ? 'AllowStreamLocalForwarding' : 'PermitOpen'} or DisableForwarding in sshd_config`;
  return new LookFailed('denied', `sshd at ${where} forwards no connection to ${nameOf(to)} (${options}, or "restrict" before the key)`, {
    settle: `Allow forwarding for this account, or run whmcs-doctor on that machine.`,
  });
}
