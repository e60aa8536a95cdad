/** The offset of this machine's clock from a time server's, https://www.rfc-editor.org/rfc/rfc5905#section-8. */
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { isIP } from 'node:net';
import type { NetFailure, SntpSample } from '../../model.js';
import { LookFailed } from '../../logic/failure.js';
import { named } from './connect.js';
import type { NetContext } from './context.js';
import { failed, since } from './failure.js';
import { patiently } from './limits.js';
import { lookupFailure, resolve } from './lookup.js';
import type { AskTime, TimeAnswer } from './vantage.js';

const packetLength = 48;
/** Version 4, mode 3 (client). */
const clientHeader = 0x23;
/** Seconds between 1900 and 1970. */
const ntpEpoch = 2_208_988_800;
/** Date.now() counts whole milliseconds. */
const ownResolutionMs = 1;

/** A time stamp as ms since 1970; values below 2^31 belong to the era that begins in 2036. */
function stamp(packet: Buffer, offset: number): number {
  const seconds = packet.readUInt32BE(offset);
  const era = seconds < 0x8000_0000 ? 0x1_0000_0000 : 0;
  return (seconds + era - ntpEpoch) * 1000 + (packet.readUInt32BE(offset + 4) / 0x1_0000_0000) * 1000;
}

/** Seconds in 16.16 fixed point as ms. */
function short(packet: Buffer, offset: number): number {
  return (packet.readUInt32BE(offset) / 0x1_0000) * 1000;
}

/**
 * The sample in a server's answer, or the code and message of what is wrong with it. `sentMs` is our clock at sending, `tripMs` the time until the
 * answer by a clock that never jumps.
 */
export function readSample(
  packet: Buffer,
  sentMs: number,
  tripMs: number,
): ({ readonly ok: true } & SntpSample) | { readonly ok: false; readonly code: string; readonly message: string } {
  const bad = (code: string, message: string) => ({ ok: false, code, message }) as const;
  if (packet.length < packetLength) return bad('ERR_NTP_MALFORMED', `an answer of ${packet.length} bytes is no time stamp`);
  const first = packet.readUInt8(0);
  const stratum = packet.readUInt8(1);
  if ((first & 7) !== 4) return bad('ERR_NTP_MALFORMED', `an answer of mode ${first & 7} is not a server's`);
  if (stratum === 0) {
    const kiss = packet.toString('latin1', 12, 16).replace(/[^A-Z0-9]/g, '');
    return bad('ERR_NTP_KISS', `the server refuses to answer (${kiss === '' ? 'no reason given' : kiss})`);
  }
  if (stratum > 15 || first >> 6 === 3) return bad('ERR_NTP_UNSYNCHRONISED', 'the server says that its own clock is not synchronised');
  const received = stamp(packet, 32);
  const transmitted = stamp(packet, 40);
  if (packet.readUInt32BE(40) === 0 || transmitted < received) return bad('ERR_NTP_MALFORMED', 'the answer holds no usable time');
  const roundTrip = Math.max(0, tripMs - (transmitted - received));
  const offsetMs = (received - sentMs + (transmitted - (sentMs + tripMs))) / 2;
  const errorMs = roundTrip / 2 + short(packet, 4) / 2 + short(packet, 8) + ownResolutionMs;
  return { ok: true, offsetMs, errorMs, stratum };
}

const askHere: AskTime = (address, port, request, { end }) =>
  new Promise<TimeAnswer>((resolve, reject) => {
    const socket = createSocket(isIP(address) === 6 ? 'udp6' : 'udp4');
    let sentMs = 0;
    let sentAt = 0;
    let open = true;
    const close = (): void => {
      end.removeEventListener('abort', close);
      if (open) socket.close();
      open = false;
    };
    const fail = (error: Error): void => {
      close();
      reject(error);
    };
    end.addEventListener('abort', close, { once: true });
    socket.on('error', fail); // it stays for errors after the outcome
    socket.on('message', (packet) => {
      const tripMs = performance.now() - sentAt;
      if (packet.length < packetLength || !packet.subarray(24, 32).equals(request.subarray(40, 48))) return;
      close();
      resolve({ packet, sentMs, tripMs });
    });
    // A connected socket takes packets of this address only and hears of a closed port (ECONNREFUSED).
    socket.connect(port, address, () => {
      sentMs = Date.now();
      sentAt = performance.now();
      socket.send(request, (error) => {
        if (error !== null) fail(error);
      });
    });
  });

/** One question to one address of the server. */
async function ask(
  net: NetContext,
  server: string,
  address: string,
  port: number,
  timeoutMs: number,
  signals: readonly (AbortSignal | undefined)[],
): Promise<({ readonly ok: true } & SntpSample) | NetFailure> {
  const started = performance.now();
  const request = Buffer.alloc(packetLength);
  request.writeUInt8(clientHeader, 0);
  // A random time stamp as the mark that the answer must repeat: it cannot be guessed and tells nothing.
  randomBytes(8).copy(request, 40);
  net.onTouch({ kind: 'contact', what: `udp ${named(address, server)} port ${port}` });
  try {
    const limits = { ms: timeoutMs, signals: [...signals, net.closed], what: `the time server ${address}` };
    const { packet, sentMs, tripMs } = await patiently(limits, ({ end }) =>
      (net.askTime ?? askHere)(address, port, request, { timeoutMs, end }),
    );
    const sample = readSample(packet, sentMs, tripMs);
    if (sample.ok) return sample;
    return { ok: false, stage: 'http', code: sample.code, message: sample.message, address, durationMs: since(started) };
  } catch (error) {
    return failed('tcp', error, address, started);
  }
}

/** One sample of a time server: its first IPv4 and its first IPv6 address are asked at once, the first good answer counts. */
export async function sntp(
  net: NetContext,
  host: string,
  port: number,
  how: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {},
): Promise<({ readonly ok: true } & SntpSample) | NetFailure> {
  const started = performance.now();
  const timeoutMs = how.timeoutMs ?? net.options.timeoutMs;
  const found = await resolve(net, host, { family: 0, port, timeoutMs, signal: how.signal });
  if (found.code !== null) return lookupFailure(host, found.code, 0, started);
  const one = (family: 4 | 6): readonly string[] => found.addresses.filter((address) => isIP(address) === family).slice(0, 1);
  const losers = new AbortController();
  const asked = [...one(4), ...one(6)].map(async (address) => {
    const outcome = await ask(net, host, address, port, timeoutMs, [how.signal, losers.signal]);
    if (!outcome.ok) throw new NoSample(outcome);
    return outcome;
  });
  try {
    return await Promise.any(asked);
  } catch (error) {
    const reasons: readonly unknown[] = error instanceof AggregateError ? error.errors : [error];
    const stop = reasons.find((reason) => reason instanceof LookFailed);
    if (stop !== undefined) throw stop;
    const telling = reasons.find((reason) => reason instanceof NoSample);
    if (telling instanceof NoSample) return telling.failure;
    throw error;
  } finally {
    losers.abort();
  }
}

class NoSample extends Error {
  constructor(readonly failure: NetFailure) {
    super(failure.message);
  }
}
