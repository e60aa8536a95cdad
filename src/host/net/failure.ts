/** Errors of sockets, OpenSSL and undici as NetFailure: a stage, a code that checks can compare, and one printable line. */
import type { NetFailure, Stage } from '../../model.js';
import { LookFailed } from '../../logic/failure.js';

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

/** A failure of the subject. Throws on where the error says that the look itself was stopped. */
export function failed(stage: Stage, error: unknown, address: string | null, started: number): NetFailure {
  if (error instanceof LookFailed) throw error;
  return { ok: false, stage, code: codeOf(error), message: messageOf(error), address, durationMs: since(started) };
}

/** Milliseconds since a performance.now(), to a tenth. */
export function since(started: number): number {
  return Math.round((performance.now() - started) * 10) / 10;
}
