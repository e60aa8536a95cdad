/**
 * What ssh says on standard error: its debug lines tell which forwarded connection became which channel and what became of that; the others
 * are for people. No other place tells whether a forwarded connection came about.
 */
import { Lines, ToldLines } from './lines.js';

export type ChannelEvent =
  /** A connection to the forwarding of `target` was accepted and is being opened as `channel`. */
  | { readonly is: 'opening'; readonly channel: number; readonly target: string }
  | { readonly is: 'open'; readonly channel: number }
  /** What runs at the other end has ended. */
  | { readonly is: 'session-ended' }
  | { readonly is: 'failed'; readonly channel: number; readonly why: string };

export class ChannelLog {
  #requested: string | null = null;
  #session: string | null = null;
  readonly #told = new ToldLines();
  readonly #lines = new Lines((line) => this.#read(line));

  constructor(private readonly hear: (event: ChannelEvent) => void) {}

  /** What was said to people. */
  get lines(): readonly string[] {
    return this.#told.lines;
  }

  push(text: string): void {
    this.#lines.push(text);
  }

  finish(): void {
    this.#lines.finish();
  }

  #read(line: string): void {
    const debug = /^debug[123]: (.*)$/.exec(line)?.[1];
    const failed = /^(?:\w+: )?channel (\d+): open failed: (.*)$/.exec(debug ?? line);
    if (failed) return this.hear({ is: 'failed', channel: Number(failed[1]), why: failed[2] ?? '' });
    if (debug === undefined) {
      if (!/^OpenSSH_/.test(line)) this.#told.add(line);
      return;
    }
    const session = /^channel (\d+): new .*\[client-session\]/.exec(debug)?.[1];
    if (session !== undefined) {
      this.#session ??= session;
      return;
    }
    if (/^channel (\d+): rcvd close$/.exec(debug)?.[1] === this.#session && this.#session !== null)
      return this.hear({ is: 'session-ended' });
    const requested = /^Connection to (?:port|path) .{0,200} forwarding to (.{0,400} port -?\d+) requested\.$/.exec(debug);
    if (requested) {
      this.#requested = requested[1] ?? null;
      return;
    }
    const opening = /^channel (\d+): new .*\[?direct-(?:tcpip|streamlocal)/.exec(debug);
    if (opening && this.#requested !== null) {
      this.hear({ is: 'opening', channel: Number(opening[1]), target: this.#requested });
      this.#requested = null;
      return;
    }
    const open = /^channel (\d+): open confirm\b/.exec(debug);
    if (open) this.hear({ is: 'open', channel: Number(open[1]) });
  }
}

/** PORT_STREAMLOCAL of OpenSSH: the path of a socket stands for the host. */
const socketPort = -2;

/** A target as ssh names it in its messages. */
export function asLogged(to: { readonly host: string; readonly port: number } | { readonly socket: string }): string {
  const [name, port] = 'socket' in to ? [to.socket, socketPort] : [to.host, to.port];
  // ssh cuts at 100 bytes, then writes bytes beyond ASCII in octal and doubles backslashes, vis(3).
  const bytes = [...Buffer.from(name).subarray(0, 100)];
  const text = bytes.map((byte) => (byte === 0x5c ? '\\\\' : byte < 0x80 ? String.fromCharCode(byte) : `\\${byte.toString(8)}`)).join('');
  return `${text} port ${port}`;
}
