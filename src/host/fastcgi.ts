/** One request to a FastCGI responder, which for this program is always PHP-FPM. */
import type { Socket } from 'node:net';
import { endedAt } from '../logic/clock-interval.js';
import { LookFailed } from '../logic/failure.js';
import type { ScriptAnswer } from '../model.js';
import { encodeRequest, endStatus, RecordReader, recordType } from './fastcgi-records.js';
import { errno } from './look/errno.js';
import { patiently } from './net/limits.js';
import { connectHere } from './net/connect.js';
import type { BoundedClock, Connector, Endpoint } from './net/vantage.js';

export type Listener = Endpoint;

/** From where PHP-FPM is asked. */
export interface FastCgiVantage {
  readonly connect: Connector;
  /** Opens a connection for the next request already; none: that costs nothing from here. */
  readonly ahead?: (times: number) => { readonly connect: Connector; begin(to: Endpoint): void; close(): void };
  readonly isRoot: boolean;
  /** The clock there. */
  readonly clock: BoundedClock;
}

const here: FastCgiVantage = {
  connect: connectHere,
  isRoot: process.geteuid?.() === 0,
  clock: { earliest: () => Date.now(), latest: () => Date.now() },
};

export interface FastCgiHow {
  readonly params: Readonly<Record<string, string>>;
  /** For the whole request: a pool whose workers are all busy accepts and then says nothing. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Of standard output and standard error together. */
const maxAnswerBytes = 4 * 1024 * 1024;

export function nameOf(listener: Listener): string {
  return 'socket' in listener ? listener.socket : `${listener.host}:${listener.port}`;
}

/**
 * Asks once. LookFailed: `denied` (no right to connect), `absent` (no such socket, nobody listens), `timeout`, `malformed` (it does not
 * speak FastCGI), `oversize`, `aborted`, `io`. Throws a TypeError for parameters that would change the pool's settings.
 */
export function askFastCgi(to: Listener, how: FastCgiHow, from: FastCgiVantage = here): Promise<ScriptAnswer> {
  const request = encodeRequest(how.params);
  return new Promise((resolve, reject) => {
    if (how.signal?.aborted) return reject(new LookFailed('aborted', `the request to PHP-FPM at ${nameOf(to)} was stopped`));
    const over = new AbortController();
    let socket: Socket | null = null;
    const reader = new RecordReader();
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let size = 0;
    let sentAt = 0;
    let began = 0;

    const end = (settle: () => void): void => {
      clearTimeout(timer);
      how.signal?.removeEventListener('abort', onAbort);
      over.abort();
      socket?.destroy();
      settle();
    };
    const failed = (gap: LookFailed['gap'], why: string, more: LookFailed['more'] = {}): void =>
      end(() => reject(new LookFailed(gap, `PHP-FPM at ${nameOf(to)} ${why}`, more)));
    const onAbort = (): void => failed('aborted', 'was no longer waited for');
    const timer = setTimeout(() => {
      failed(
        'timeout',
        sentAt === 0
          ? `did not accept a connection within ${how.timeoutMs} ms`
          : `accepted the request and did not answer within ${how.timeoutMs} ms: all its workers are busy, or the script hangs`,
      );
    }, how.timeoutMs);
    how.signal?.addEventListener('abort', onAbort, { once: true });

    const hear = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > maxAnswerBytes) return failed('oversize', `answered more than ${maxAnswerBytes} bytes`);
      const records = reader.push(chunk);
      if (records === null) return failed('malformed', 'does not speak FastCGI');
      for (const { type, content } of records) {
        if (type === recordType.stdout) stdout.push(content);
        else if (type === recordType.stderr) stderr.push(content);
        else if (type === recordType.end) {
          const status = endStatus(content);
          if (status !== 'complete') return failed('timeout', status === 'overloaded' ? 'is overloaded' : 'refused the request');
          const shown = from.clock.latest();
          const receivedAt = from === here ? endedAt(sentAt, shown, performance.now() - began) : shown;
          return end(() => resolve({ ...parseResponse(Buffer.concat(stdout)), stderr: text(stderr), sentAt, receivedAt }));
        }
      }
    };
    from.connect(to, over.signal).then(
      (opened) => {
        if (over.signal.aborted) return void opened.destroy();
        socket = opened;
        opened.on('data', hear);
        opened.on('error', (error) => end(() => reject(connectionFailure(to, error, from))));
        opened.on('close', () => failed('io', 'closed the connection before it had answered: its worker was ended'));
        sentAt = from.clock.earliest();
        began = performance.now();
        opened.write(request);
      },
      (error: unknown) => end(() => reject(connectionFailure(to, error, from))),
    );
  });
}

function connectionFailure(to: Listener, error: unknown, from: FastCgiVantage): LookFailed {
  if (error instanceof LookFailed) return error;
  const code = errno(error) ?? String(error);
  const where = `PHP-FPM at ${nameOf(to)}`;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return new LookFailed(
        'denied',
        `${where} may not be connected to (${code})`,
        // Its socket is for the web server's user: that nobody else may use it is how it should be.
        from.isRoot ? {} : { settle: 'Run as root, or as the user of the web server.', beyond: true },
      );
    case 'ENOENT':
      return new LookFailed('absent', `${where} is not there: there is no such socket`);
    case 'ECONNREFUSED':
      return new LookFailed('absent', `${where} refuses connections: nobody listens there`);
    case 'EAGAIN': // a full queue of a socket in the file system
    case 'ETIMEDOUT':
      return new LookFailed('timeout', `${where} accepts no connection (${code}): its queue is full`);
    default:
      return new LookFailed('io', `${where} could not be asked (${code})`);
  }
}

/** Connects and hangs up: LookFailed as askFastCgi where that is not possible. */
export async function assertConnectable(to: Listener, timeoutMs: number, from: FastCgiVantage = here): Promise<void> {
  const limits = { ms: timeoutMs, signals: [], what: `the connection to PHP-FPM at ${nameOf(to)}` };
  try {
    (await patiently(limits, ({ end }) => from.connect(to, end))).destroy();
  } catch (error) {
    throw connectionFailure(to, error, from);
  }
}

/** Headers and body of a CGI response, RFC 3875 section 6; without a Status header it is 200. */
export function parseResponse(output: Buffer): Pick<ScriptAnswer, 'stdout' | 'status' | 'headers'> {
  const all = output.toString('utf8');
  const gap = /\r?\n\r?\n/.exec(all);
  const head = gap ? all.slice(0, gap.index) : '';
  const headers = head
    .split(/\r?\n/)
    .map((line) => [line.slice(0, line.indexOf(':')).trim().toLowerCase(), line.slice(line.indexOf(':') + 1).trim()] as const)
    .filter(([name]) => name !== '');
  const status = Number.parseInt(headers.find(([name]) => name === 'status')?.[1] ?? '200', 10);
  return { stdout: gap ? all.slice(gap.index + gap[0].length) : all, status: Number.isInteger(status) ? status : 200, headers };
}

function text(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString('utf8');
}
