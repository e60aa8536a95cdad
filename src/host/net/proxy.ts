/** HTTP(S)_PROXY and NO_PROXY as curl and undici's EnvHttpProxyAgent read them, and the way through such a proxy. */
import type { Socket } from 'node:net';
import type { NetFailure, SecretRef } from '../../model.js';
import { dial } from './connect.js';
import type { NetContext } from './context.js';
import { failed, messageOf, since } from './failure.js';
import { handOver } from './handover.js';
import { patiently } from './limits.js';
import { lookupMessage, resolve } from './lookup.js';
import { secure } from './tls.js';

export interface Proxy {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** The variable that names it, for messages. */
  readonly variable: string;
  /** "user:password" of the variable, in the vault. */
  readonly credentials: SecretRef | null;
}

export type Environment = Readonly<Record<string, string | undefined>>;

function variable(environment: Environment, name: string): readonly [string, string] | null {
  for (const one of [name.toLowerCase(), name]) {
    const value = environment[one]?.trim();
    if (value !== undefined) return value === '' ? null : [one, value];
  }
  return null;
}

/** NO_PROXY: names, their subdomains with or without a leading dot or "*.", an optional port, addresses as written, "*" for all. */
export function isExempt(noProxy: string, host: string, port: number): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '');
  return noProxy
    .split(/[,\s]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const withPort = /^(.+):(\d{1,5})$/.exec(entry);
      const split = withPort !== null && (!(withPort[1] ?? '').includes(':') || (withPort[1] ?? '').endsWith(']'));
      if (split && Number(withPort[2]) !== port) return false;
      const wanted = (split ? (withPort[1] ?? '') : entry)
        .toLowerCase()
        .replace(/^\[|\]$/g, '')
        .replace(/^\*?\./, '');
      return wanted !== '' && (name === wanted || name.endsWith(`.${wanted}`));
    });
}

/** The proxy for an address, null for none, or why the variable cannot be used. */
export function proxyFor(net: NetContext, url: URL): Proxy | null | { readonly unusable: string } {
  const https = url.protocol === 'https:';
  const found = variable(net.environment, https ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  if (found === null) return null;
  const port = Number(url.port) || (https ? 443 : 80);
  const exempt = variable(net.environment, 'NO_PROXY');
  if (exempt !== null && isExempt(exempt[1], url.hostname, port)) return null;
  const [name, value] = found;
  const parsed = parse(value.includes('://') ? value : `http://${value}`);
  // The value may hold a password: it is never repeated in a message.
  if (parsed === null || parsed.hostname === '') return { unusable: `${name} is not the address of a proxy` };
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')
    return { unusable: `${name} names a ${parsed.protocol} proxy, which is not supported` };
  const tls = parsed.protocol === 'https:';
  const credentials = parsed.username === '' && parsed.password === '' ? null : `${decode(parsed.username)}:${decode(parsed.password)}`;
  if (parsed.password !== '') net.vault.keep('proxy password', decode(parsed.password));
  return {
    host: parsed.hostname,
    port: Number(parsed.port) || (tls ? 443 : 80),
    tls,
    variable: name,
    credentials: credentials === null ? null : net.vault.keep('proxy credentials', credentials),
  };
}

function parse(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The header that shows the credentials to the proxy; made at the moment of use. */
export function proxyAuthorization(net: NetContext, proxy: Proxy): Readonly<Record<string, string>> {
  if (proxy.credentials === null) return {};
  const basic = Buffer.from(net.vault.reveal(proxy.credentials), 'utf8').toString('base64');
  net.vault.keep('proxy credentials', basic);
  return { 'proxy-authorization': `Basic ${basic}` };
}

/** A failure of the proxy is one of stage tcp: the connection to the subject never came about. */
export function proxyFailure(proxy: Proxy, code: string, what: string, started: number): NetFailure {
  const message = `the proxy ${proxy.host}:${proxy.port} (from ${proxy.variable}) ${what}`;
  return { ok: false, stage: 'tcp', code, message, address: null, durationMs: since(started) };
}

interface How {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly family: 0 | 4 | 6;
}

/** A connection to the proxy itself. */
export async function dialProxy(
  net: NetContext,
  proxy: Proxy,
  how: How,
): Promise<{ readonly ok: true; readonly socket: Socket } | NetFailure> {
  const started = performance.now();
  const found = await resolve(net, proxy.host, { ...how, port: proxy.port });
  if (found.code !== null)
    return proxyFailure(proxy, found.code, `cannot be found: ${lookupMessage(proxy.host, found.code, how.family)}`, started);
  const dialled = await dial(net, found.addresses, proxy.port, { ...how, name: proxy.host });
  if (!dialled.ok) return proxyFailure(proxy, dialled.code, `cannot be reached: ${dialled.message}`, started);
  if (!proxy.tls) return { ok: true, socket: dialled.socket };
  const secured = await secure(net, dialled.socket, proxy.host.replace(/^\[|\]$/g, ''), { ...how, address: dialled.address, strict: true });
  return secured.ok ? { ok: true, socket: secured.socket } : proxyFailure(proxy, secured.code, `fails in TLS: ${secured.message}`, started);
}

/** A tunnel through the proxy to `authority` ("host:port"), by CONNECT. */
export async function tunnel(
  net: NetContext,
  proxy: Proxy,
  authority: string,
  how: How,
): Promise<{ readonly ok: true; readonly socket: Socket } | NetFailure> {
  const started = performance.now();
  const reached = await dialProxy(net, proxy, how);
  if (!reached.ok) return reached;
  const { Client } = await import('undici');
  const client = new Client(`http://${proxy.host}:${proxy.port}`, { connect: handOver(reached.socket), headersTimeout: 0 });
  try {
    const headers = { host: authority, ...proxyAuthorization(net, proxy) };
    const limits = { ms: how.timeoutMs, signals: [how.signal, net.closed], what: `the proxy ${proxy.host}` };
    const answer = await patiently(limits, ({ end }) => client.connect({ path: authority, headers, signal: end }));
    if (answer.statusCode === 200) return { ok: true, socket: answer.socket as Socket };
    answer.socket.on('error', () => undefined).destroy();
    return proxyFailure(
      proxy,
      `ERR_PROXY_${answer.statusCode}`,
      `refused to connect to ${authority} with status ${answer.statusCode}`,
      started,
    );
  } catch (error) {
    reached.socket.destroy();
    const { code } = failed('tcp', error, null, started);
    return proxyFailure(proxy, code, `did not connect to ${authority}: ${messageOf(error)}`, started);
  }
}
