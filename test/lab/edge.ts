/** Plays Cloudflare in front of the site: ends the visitor's TLS, forwards from its own addresses in turn, and may cache. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer, request as httpsRequest } from 'node:https';
import type { Leaf } from './certificates.js';
import { traceBody } from './internet.js';
import { cloudflare, site } from './names.js';

export interface EdgeOptions {
  /** `full`: TLS towards the origin; `flexible`: plain HTTP. https://developers.cloudflare.com/ssl/origin-configuration/ssl-modes/ */
  ssl: 'full' | 'flexible';
  /** A cache rule with a fixed edge lifetime: caches pages and drops their Set-Cookie. */
  cacheEverything: boolean;
  /** The managed transform "Remove visitor IP headers". */
  removeVisitorIp: boolean;
  /** A transform rule that removes Set-Cookie from every answer. */
  dropCookies: boolean;
  /** A managed challenge for everybody who is no browser. */
  challenge: boolean;
}

/** The dashboard as a new zone has it. */
export const healthyEdge: EdgeOptions = {
  ssl: 'full',
  cacheEverything: false,
  removeVisitorIp: false,
  dropCookies: false,
  challenge: false,
};

interface Answer {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: Buffer;
  readonly at: number;
}

export class Edge {
  readonly options: EdgeOptions = { ...healthyEdge };
  private servers: Server[] = [];
  private readonly cache = new Map<string, Answer>();
  private turn = 0;

  constructor(private readonly leaf: Leaf) {}

  async open(): Promise<void> {
    const tls = { key: readFileSync(this.leaf.key), cert: readFileSync(this.leaf.chain) };
    for (const address of [cloudflare.ipv4, cloudflare.ipv6]) {
      await this.listen(createServer(this.handler('http')), address, 80);
      await this.listen(createTlsServer(tls, this.handler('https')), address, 443);
    }
  }

  async close(): Promise<void> {
    const closing = this.servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
    for (const server of this.servers) server.closeAllConnections();
    this.servers = [];
    await Promise.all(closing);
  }

  purge(): void {
    this.cache.clear();
  }

  private async listen(server: Server, address: string, port: number): Promise<void> {
    server.listen(port, address);
    await once(server, 'listening');
    this.servers.push(server);
  }

  private handler(scheme: 'http' | 'https') {
    return (request: IncomingMessage, response: ServerResponse): void => {
      const host = request.headers.host ?? site.host;
      if (request.url === '/cdn-cgi/trace') {
        response.writeHead(200, { 'content-type': 'text/plain', server: 'cloudflare', 'cf-ray': this.ray() }).end(traceBody(request, host));
        return;
      }
      if (this.options.challenge) {
        const head = { 'content-type': 'text/html', server: 'cloudflare', 'cf-ray': this.ray(), 'cf-mitigated': 'challenge' };
        response.writeHead(403, head).end('<!DOCTYPE html><title>Just a moment...</title>');
        return;
      }
      const key = `${scheme}://${host}${request.url ?? '/'}`;
      const kept = this.options.cacheEverything && request.method === 'GET' ? this.cache.get(key) : undefined;
      if (kept !== undefined) {
        const age = Math.floor((performance.now() - kept.at) / 1000) + 1;
        this.deliver(response, kept, ['CF-Cache-Status', 'HIT', 'Age', String(age)]);
        return;
      }
      this.forward(request, scheme, host)
        .then((answer) => {
          if (!this.options.cacheEverything || request.method !== 'GET' || answer.status !== 200) {
            this.deliver(response, answer, ['CF-Cache-Status', 'DYNAMIC']);
            return;
          }
          const cached = { ...answer, headers: withoutHeaders(answer.headers, ['set-cookie']) };
          this.cache.set(key, cached);
          this.deliver(response, cached, ['CF-Cache-Status', 'MISS']);
        })
        .catch(() => response.writeHead(521, { server: 'cloudflare', 'cf-ray': this.ray() }).end('Web server is down'));
    };
  }

  private deliver(response: ServerResponse, answer: Answer, extra: readonly string[]): void {
    const dropped = this.options.dropCookies ? ['set-cookie'] : [];
    const headers = [...withoutHeaders(answer.headers, ['server', 'connection', 'transfer-encoding', 'content-length', ...dropped])];
    response.writeHead(answer.status, [
      ...headers,
      'Server',
      'cloudflare',
      'CF-RAY',
      this.ray(),
      ...extra,
      'Content-Length',
      String(answer.body.length),
    ]);
    response.end(answer.body);
  }

  private async forward(request: IncomingMessage, scheme: 'http' | 'https', host: string): Promise<Answer> {
    const visitor = (request.socket.remoteAddress ?? '').replace(/^::ffff:/u, '');
    this.turn += 1;
    const full = this.options.ssl === 'full' && scheme === 'https';
    const outgoing = (full ? httpsRequest : httpRequest)({
      host: site.ipv4,
      port: full ? 443 : 80,
      servername: site.host,
      rejectUnauthorized: false,
      localAddress: cloudflare.egress[this.turn % cloudflare.egress.length],
      agent: false,
      method: request.method,
      path: request.url,
      headers: this.towardsOrigin(request.headers, visitor, scheme, host),
    });
    request.pipe(outgoing);
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    const parts: Buffer[] = [];
    for await (const part of answer) parts.push(part as Buffer);
    return { status: answer.statusCode ?? 502, headers: answer.rawHeaders, body: Buffer.concat(parts), at: performance.now() };
  }

  /** https://developers.cloudflare.com/fundamentals/reference/http-headers/ */
  private towardsOrigin(received: IncomingHttpHeaders, visitor: string, scheme: string, host: string): IncomingHttpHeaders {
    const before = received['x-forwarded-for'];
    const headers: IncomingHttpHeaders = {
      ...received,
      host,
      connection: 'close',
      'cf-ray': this.ray(),
      'cdn-loop': 'cloudflare; loops=1',
      'cf-ipcountry': 'XX',
      'cf-visitor': JSON.stringify({ scheme }),
      'x-forwarded-proto': scheme,
    };
    delete headers['cf-connecting-ip'];
    if (this.options.removeVisitorIp) {
      delete headers['x-forwarded-for'];
      return headers;
    }
    return { ...headers, 'cf-connecting-ip': visitor, 'x-forwarded-for': before === undefined ? visitor : `${String(before)}, ${visitor}` };
  }

  private ray(): string {
    return `8f0${(this.turn + 4096).toString(16).padStart(13, '0')}-FRA`;
  }
}

/** Raw headers (name, value, name, value, …) without some. */
function withoutHeaders(raw: readonly string[], names: readonly string[]): string[] {
  const kept: string[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? '';
    if (!names.includes(name.toLowerCase())) kept.push(name, raw[i + 1] ?? '');
  }
  return kept;
}
