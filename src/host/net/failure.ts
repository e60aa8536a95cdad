/** Errors of sockets, OpenSSL and undici as NetFailure: a stage, a code that checks can compare, and one printable line. */
import type { NetFailure, Stage } from '../../model.js';
import { isOutOfAddresses, LookFailed } from '../../logic/failure.js';

const longestMessage = 200;

/** One printable line: what OpenSSL and servers say can hold line ends and terminal escapes. */
export function oneLine(text: string): string {
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
  return clean.length > longestMessage ? `${clean.slice(0, longestMessage)}…` : clean;
}

interface SystemError {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly reason?: unknown;
  readonly message?: unknown;
}

/**
 * The error's code. OpenSSL's protocol errors are `EPROTO` or `ERR_SSL_…` by Node's version and by the moment they occur: always EPROTO here.
 */
export function codeOf(error: unknown): string {
  const { code, name } = (error ?? {}) as SystemError;
  if (isOutOfAddresses(error)) return 'ENOMEM';
  // undici 7 means to give llhttp's code (HPE_…) and leaves it out.
  if (typeof code !== 'string' || code === '') return name === 'HTTPParserError' ? 'HPE_INVALID' : 'UNKNOWN';
  return code.startsWith('ERR_SSL_') ? 'EPROTO' : code;
}

/** The reason in OpenSSL's words, without the file names and thread ids around it. */
export function messageOf(error: unknown): string {
  const { reason, message } = (error ?? {}) as SystemError;
  if (typeof reason === 'string' && reason !== '') return oneLine(reason);
  const text = typeof message === 'string' ? message : String(error);
  const openssl = /error:[0-9A-F]{8}:[^:]*:[^:]*:([^:]+)/.exec(text);
  return oneLine(openssl?.[1] ?? text);
}

/** What this process ran out of, and not the subject: descriptors, memory, buffers of the kernel. */
const ownLimits: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'ENOBUFS']);

/** The failed look that an error of our own system stands for; null: it tells of the subject. */
export function ownLimit(error: unknown): LookFailed | null {
  const code = codeOf(error);
  if (!ownLimits.has(code)) return null;
  return new LookFailed('io', `no connection could be opened, for a limit of this machine is reached (${code})`, {
    settle: 'Raise the limit (ulimit -n for open files, -v for addresses), or run it again when less is going on.',
  });
}

/** A failure of the subject. Throws on where the error says that the look itself was stopped, or that it failed on our side. */
export function failed(stage: Stage, error: unknown, address: string | null, started: number): NetFailure {
  if (error instanceof LookFailed) throw error;
  const own = ownLimit(error);
  if (own) throw own;
  return { ok: false, stage, code: codeOf(error), message: messageOf(error), address, durationMs: since(started) };
}

/** Milliseconds since a performance.now(), to a tenth. */
export function since(started: number): number {
  return Math.round((performance.now() - started) * 10) / 10;
}
