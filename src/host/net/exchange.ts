/** Questions and answers of line protocols (Redis, Memcached) over TCP, TLS or a socket file. Secrets are revealed here and nowhere else. */
import type { Socket } from 'node:net';
import type { ExchangePart, NetFailure, SecretRef } from '../../model.js';
import { LookFailed } from '../../logic/failure.js';
import { dial, dialSocketFile } from './connect.js';
import type { NetContext } from './context.js';
import { failed } from './failure.js';
import { patiently, Silence } from './limits.js';
import { lookupFailure, resolve } from './lookup.js';
import { secure } from './tls.js';

const defaultMaxBytes = 64 * 1024;
const totalOfSilence = 4;

export interface ExchangeHow {
  readonly tls?: boolean;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}
type Where = { readonly host: string; readonly port: number } | { readonly socket: string };
type Outcome = { readonly ok: true; readonly answers: readonly string[] } | NetFailure;

/**
 * Sends the parts one after the other and returns the answer to each. An answer ends where `until` matches, at a silence, or where the
 * server closes; then there are fewer answers than parts. No answer at all is a NetFailure.
 */
export async function exchange(net: NetContext, where: Where, parts: readonly ExchangePart[], how: ExchangeHow = {}): Promise<Outcome> {
  const started = performance.now();
  const ends = parts.map((part) => pattern(part.until));
  const timeoutMs = how.timeoutMs ?? net.options.timeoutMs;
  const what = 'socket' in where ? where.socket : `${where.host} port ${where.port}`;
  const total = { ms: timeoutMs * totalOfSilence, signals: [how.signal, net.closed], what: `the conversation with ${what}` };
  let socket: Socket | undefined;
  try {
    return await patiently(total, async ({ end }) => {
      const opened = await open(net, where, parts, { ...how, timeoutMs, signal: end });
      if (!opened.ok) return opened;
      socket = opened.socket;
      if (end.aborted) socket.destroy();
      return await talk(net, opened.socket, parts, ends, {
        what,
        timeoutMs,
        maxBytes: how.maxBytes ?? defaultMaxBytes,
        signal: end,
        started,
      });
    });
  } catch (error) {
    return failed('tcp', error, null, started);
  } finally {
    socket?.destroy();
  }
}

function pattern(until: string): RegExp {
  try {
    return new RegExp(until, 's');
  } catch {
    throw new LookFailed('bug', 'the end of an answer is described by an invalid pattern');
  }
}

function isSecret(piece: string | SecretRef): piece is SecretRef {
  return typeof piece !== 'string';
}

async function open(
  net: NetContext,
  where: Where,
  parts: readonly ExchangePart[],
  how: ExchangeHow & { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<{ readonly ok: true; readonly socket: Socket } | NetFailure> {
  if ('socket' in where) return await dialSocketFile(net, where.socket, how);
  const { timeoutMs, signal } = how;
  const started = performance.now();
  const found = await resolve(net, where.host, { family: 0, port: where.port, timeoutMs, signal });
  if (found.code !== null) return lookupFailure(where.host, found.code, 0, started);
  const dialled = await dial(net, found.addresses, where.port, { timeoutMs, signal, name: where.host });
  if (!dialled.ok || how.tls !== true) return dialled;
  // A secret goes only to a server that could prove its name.
  const strict = parts.some((part) => part.send.some(isSecret));
  return await secure(net, dialled.socket, where.host, { address: dialled.address, timeoutMs, signal, strict });
}

interface Talk {
  readonly what: string;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  readonly started: number;
}

async function talk(net: NetContext, socket: Socket, parts: readonly ExchangePart[], ends: readonly RegExp[], how: Talk): Promise<Outcome> {
  const answers: string[] = [];
  for (const [index, part] of parts.entries()) {
    socket.write(encode(net, part));
    const answer = await listen(socket, ends[index] ?? /$/, how);
    if (answer.text !== '') answers.push(answer.text);
    if (answer.text === '' && answer.trouble !== null && answers.length === 0)
      return failed('tcp', answer.trouble, socket.remoteAddress ?? null, how.started);
    if (answer.text === '' || answer.closed) break;
  }
  return { ok: true, answers };
}

/** With `encode: 'resp'` each piece becomes one bulk string of a Redis command: only here can a secret's length be counted. */
function encode(net: NetContext, part: ExchangePart): Buffer {
  const pieces = part.send.map((piece) => Buffer.from(isSecret(piece) ? net.vault.reveal(piece) : piece, 'utf8'));
  if (part.encode !== 'resp') return Buffer.concat(pieces);
  const bulk = pieces.flatMap((piece) => [Buffer.from(`$${piece.length}\r\n`), piece, Buffer.from('\r\n')]);
  return Buffer.concat([Buffer.from(`*${pieces.length}\r\n`), ...bulk]);
}

interface Heard {
  readonly text: string;
  readonly closed: boolean;
  /** Why nothing more came. */
  readonly trouble: Error | null;
}

/** What comes until the pattern matches, the size limit, a silence or the end. */
async function listen(socket: Socket, until: RegExp, how: Talk): Promise<Heard> {
  const pieces: Buffer[] = [];
  const text = (): string => Buffer.concat(pieces).subarray(0, how.maxBytes).toString('utf8');
  const unlisten: (() => void)[] = [];
  try {
    return await patiently(
      { ms: how.timeoutMs, signals: [how.signal], what: how.what },
      ({ again }) =>
        new Promise<Heard>((resolve) => {
          let length = 0;
          const onData = (piece: Buffer): void => {
            pieces.push(piece);
            length += piece.length;
            again();
            // A cut answer cannot be followed by another question: what else is on its way would be taken for its answer.
            if (length >= how.maxBytes) resolve({ text: text(), closed: true, trouble: null });
            else if (until.test(text())) resolve({ text: text(), closed: false, trouble: null });
          };
          const onEnd = (error?: Error | boolean): void => {
            const closed = Object.assign(new Error('the server closed the connection without an answer'), { code: 'ECONNRESET' });
            resolve({ text: text(), closed: true, trouble: error instanceof Error ? error : closed });
          };
          if (socket.destroyed || socket.readableEnded) onEnd();
          socket.on('data', onData).once('error', onEnd).once('end', onEnd).once('close', onEnd);
          unlisten.push(() => socket.off('data', onData).off('error', onEnd).off('end', onEnd).off('close', onEnd));
        }),
    );
  } catch (error) {
    if (error instanceof Silence) return { text: text(), closed: false, trouble: error };
    throw error;
  } finally {
    for (const remove of unlisten) remove();
  }
}
