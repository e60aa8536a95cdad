/** One HTTP request, no redirect followed: name, connection, TLS, headers and body, each with its own patience and its own kind of failure. */
import type { Socket } from 'node:net';
import type { CertificateSeen, HttpRequest, HttpResult, NetFailure } from '../../model.js';
import { endedAt } from '../../logic/clock-interval.js';
import { dial } from './connect.js';
import type { NetContext } from './context.js';
import { failed, since } from './failure.js';
import { handOver } from './handover.js';
import { readBody } from './http-body.js';
import { patiently, Silence } from './limits.js';
import { lookupFailure, resolve } from './lookup.js';
import { dialProxy, proxyAuthorization, proxyFailure, proxyFor, tunnel, type Proxy } from './proxy.js';
import { isMetadataAddress, isPublicAddress } from './public-address.js';
import { secure } from './tls.js';

const defaultMaxBytes = 1024 * 1024;
const largestHeaders = 64 * 1024;
/** A server that drips a byte now and then is never silent: the whole request ends after this many times the silence allowed. */
const totalOfSilence = 4;

/** Refused by `publicOnly`: nothing was sent. */
export const privateAddress = 'ERR_PRIVATE_ADDRESS';

interface Plan {
  readonly url: URL;
  readonly request: HttpRequest;
  /** Host name without the brackets of an IPv6 address. */
  readonly name: string;
  readonly port: number;
  readonly family: 0 | 4 | 6;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly started: number;
}

interface Line {
  readonly ok: true;
  readonly socket: Socket;
  /** null: a proxy chose it. */
  readonly address: string | null;
  readonly certificate: CertificateSeen | null;
  /** Set where the request goes to a proxy in absolute form. */
  readonly proxy: Proxy | null;
}

export async function http(net: NetContext, request: HttpRequest): Promise<HttpResult> {
  const started = performance.now();
  const url = parse(request.url);
  if (url === null) return httpFailure('ERR_INVALID_URL', 'this is not an http or https address', null, started);
  const timeoutMs = request.timeoutMs ?? net.options.timeoutMs;
  const total = { ms: timeoutMs * totalOfSilence, signals: [request.signal, net.closed], what: `the request to ${url.host}` };
  const progress: Progress = { address: null };
  try {
    return await patiently(total, async ({ end }) => {
      const name = url.hostname.replace(/^\[|\]$/g, '');
      const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
      const plan: Plan = { url, request, name, port, family: request.family ?? 0, timeoutMs, signal: end, started };
      const line = await open(net, plan);
      if (!line.ok) return line;
      progress.address = line.address;
      return await converse(net, plan, line);
    });
  } catch (error) {
    if (error instanceof Silence) {
      return httpFailure('ETIMEDOUT', `the answer was not complete after ${total.ms} ms`, progress.address, started);
    }
    return failed('http', error, progress.address, started);
  }
}

/** How far the request came, for the message where the total limit ends it. */
interface Progress {
  address: string | null;
}

function parse(text: string): URL | null {
  try {
    const url = new URL(text);
    return (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname !== '' ? url : null;
  } catch {
    return null;
  }
}

function httpFailure(code: string, message: string, address: string | null, started: number): NetFailure {
  return { ok: false, stage: 'http', code, message, address, durationMs: since(started) };
}

/**
 * The way to the server. An address that the operator or the caller gave is used directly; else a proxy of the environment, else the name.
 * The result is never a name: what `publicOnly` has checked is what is connected to, whatever the name leads to a moment later.
 */
async function open(net: NetContext, plan: Plan): Promise<Line | NetFailure> {
  const { request, url, name, port } = plan;
  const explicit = request.address;
  const found =
    explicit === undefined
      ? await resolve(net, name, { family: plan.family, port, timeoutMs: plan.timeoutMs, signal: plan.signal })
      : { addresses: [explicit], code: null, given: explicit === net.options.origin };
  const proxy = explicit === undefined && !found.given ? proxyFor(net, url) : null;
  if (proxy !== null && 'unusable' in proxy) {
    return { ok: false, stage: 'tcp', code: 'ERR_PROXY_UNUSABLE', message: proxy.unusable, address: null, durationMs: since(plan.started) };
  }
  const checked = request.publicOnly === true && !found.given;
  const chosenElsewhere = explicit === undefined && !found.given;
  const allowed = found.addresses.filter(
    (address) => (!checked || isPublicAddress(address)) && !(chosenElsewhere && isMetadataAddress(address)),
  );
  if (found.code === null && allowed.length === 0) {
    const address = found.addresses[0] ?? null;
    const message = `${name} leads to ${address ?? 'an address'}, which is not public: it is not contacted`;
    return { ok: false, stage: 'tcp', code: privateAddress, message, address, durationMs: since(plan.started) };
  }
  // Behind a proxy the name may well be unknown here: then the proxy finds it.
  if (proxy !== null) return await throughProxy(net, plan, proxy);
  if (found.code !== null) return lookupFailure(name, found.code, plan.family, plan.started);
  const dialled = await dial(net.connectAgain ? { ...net, connect: net.connectAgain } : net, allowed, port, plan);
  if (!dialled.ok) return { ...dialled, durationMs: since(plan.started) };
  const { socket, address } = dialled;
  if (url.protocol === 'http:') return { ok: true, socket, address, certificate: null, proxy: null };
  return await encrypt(net, plan, socket, address, null);
}

async function throughProxy(net: NetContext, plan: Plan, proxy: Proxy): Promise<Line | NetFailure> {
  if (plan.url.protocol === 'http:') {
    const reached = await dialProxy(net, proxy, plan);
    return reached.ok ? { ok: true, socket: reached.socket, address: null, certificate: null, proxy } : reached;
  }
  const authority = `${plan.url.hostname}:${plan.port}`;
  net.onTouch({ kind: 'contact', what: `${authority} through the proxy ${proxy.host}:${proxy.port}` });
  const through = await tunnel(net, proxy, authority, plan);
  return through.ok ? await encrypt(net, plan, through.socket, null, proxy) : through;
}

async function encrypt(
  net: NetContext,
  plan: Plan,
  socket: Socket,
  address: string | null,
  proxy: Proxy | null,
): Promise<Line | NetFailure> {
  const how = { address: address ?? plan.name, timeoutMs: plan.timeoutMs, signal: plan.signal, strict: plan.request.strictTls === true };
  const secured = await secure(net, socket, plan.name, how);
  if (secured.ok) return { ok: true, socket: secured.socket, address, certificate: secured.certificate, proxy: null };
  const failure = { ...secured, address, durationMs: since(plan.started) };
  return proxy === null ? failure : { ...failure, message: `${failure.message} (through the proxy ${proxy.host}:${proxy.port})` };
}

/** Writes the request to the open connection and reads the answer. The connection is used once and always closed. */
async function converse(net: NetContext, plan: Plan, line: Line): Promise<HttpResult> {
  const { request, url, started } = plan;
  // a query can hold tokens, and names people
  net.onTouch({ kind: 'contact', what: `${request.method ?? 'GET'} ${url.origin}${url.pathname}` });
  const { Client } = await import('undici');
  const client = new Client(url.origin, {
    connect: handOver(line.socket),
    // Patience is measured here, to the millisecond and with the caller's signal.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: largestHeaders,
  });
  const limits = { ms: plan.timeoutMs, signals: [plan.signal], what: `the server at ${line.address ?? url.host}` };
  try {
    return await patiently(limits, async ({ end, again }) => {
      const path = line.proxy === null ? `${url.pathname}${url.search}` : `${url.origin}${url.pathname}${url.search}`;
      const sentAt = net.clock?.earliest() ?? Date.now();
      const began = performance.now();
      const answer = await client.request({
        path,
        method: request.method ?? 'GET',
        headers: headersOf(net, plan, line.proxy),
        body: request.body ?? null,
        signal: end,
        reset: true,
        responseHeaders: 'raw',
      });
      const headersAt = net.clock?.latest() ?? endedAt(sentAt, Date.now(), performance.now() - began);
      again();
      const headers = pairs(answer.headers as unknown as readonly string[]);
      if (line.proxy !== null && answer.statusCode === 407) {
        answer.body.on('error', () => undefined).destroy();
        return proxyFailure(line.proxy, 'ERR_PROXY_407', 'wants other credentials (status 407)', started);
      }
      const body = await readBody(answer.body, headers, request.maxBytes ?? defaultMaxBytes, again);
      const { address, certificate } = line;
      const { text, truncated } = body;
      return {
        ok: true,
        status: answer.statusCode,
        headers,
        body: text,
        truncated,
        address,
        certificate,
        sentAt,
        headersAt,
        durationMs: since(started),
      };
    });
  } catch (error) {
    return failed('http', error, line.address, started);
  } finally {
    line.socket.destroy();
    client.destroy().catch(() => undefined);
  }
}

/** Compression is declined, so that the size limit counts what was sent; a caller's header wins over a default. */
function headersOf(net: NetContext, plan: Plan, proxy: Proxy | null): Record<string, string> {
  const given = Object.entries(plan.request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    host: plan.url.host,
    accept: '*/*',
    'user-agent': 'Mozilla/5.0 (compatible; whmcs-doctor)',
    ...Object.fromEntries(given),
    'accept-encoding': 'identity',
    ...(proxy === null ? {} : proxyAuthorization(net, proxy)),
  };
}

function pairs(raw: readonly string[]): readonly (readonly [string, string])[] {
  const found: [string, string][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) found.push([(raw[at] ?? '').toLowerCase(), raw[at + 1] ?? '']);
  return found;
}
