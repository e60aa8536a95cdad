/** From where the network is reached: names, connections, time servers and the clock, where that is not this machine. */
import type { Socket } from 'node:net';

/** Whom to connect to: an address or name with its port, or a socket file. */
export type Endpoint = { readonly host: string; readonly port: number } | { readonly socket: string };

/**
 * Makes connections. Rejects with an error that has a code, or with LookFailed; has nothing left open once `end` is aborted.
 */
export type Connector = (to: Endpoint, end: AbortSignal) => Promise<Socket>;

/** Asks the resolver for the addresses of a name; rejects with an error that has a code of getaddrinfo's (ENOTFOUND, EAI_AGAIN). */
export type AskAddresses = (name: string, family: 0 | 4 | 6) => Promise<readonly string[]>;

/** An answer as it came, when its question was sent by the clock that is measured, and how long it took by one that never jumps. */
export interface TimeAnswer {
  readonly packet: Buffer;
  readonly sentMs: number;
  readonly tripMs: number;
}

/**
 * Sends a question to one address and waits for the answer that repeats its mark (bytes 40 to 47 of the question, 24 to 31 of the answer): any
 * other is somebody else's, or made up. Rejects with an error that has a code.
 */
export type AskTime = (
  address: string,
  port: number,
  request: Buffer,
  how: { readonly timeoutMs: number; readonly end: AbortSignal },
) => Promise<TimeAnswer>;

/** A clock that is known with an error, in milliseconds since 1970. */
export interface BoundedClock {
  /** Never later than it really is. */
  earliest(): number;
  /** Never earlier than it really is. */
  latest(): number;
}

export interface Vantage {
  readonly connect?: Connector;
  /** For web servers, which are asked again and again; default: `connect`. */
  readonly connectAgain?: Connector;
  readonly addressesOf?: AskAddresses;
  readonly askTime?: AskTime;
  /** The clock of the machine that asks, for answers that carry a time. */
  readonly clock?: BoundedClock;
}
