/** A reverse proxy of somebody's own in front of the site: ends the visitor's TLS and forwards from an address of its own. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, request as httpsRequest } from 'node:https';
import type { Leaf } from './certificates.js';
import { site } from './names.js';

export interface BalancerWish {
  /** Where visitors reach it. */
  readonly at: string;
  /** Whence it reaches the site. */
  readonly from: string;
  readonly leaf: Leaf;
  /** What it adds to every answer: names and values in turn. */
  readonly headers?: readonly string[];
}

export class Balancer {
  private readonly servers: Server[] = [];

  constructor(private readonly wish: BalancerWish) {}

  async open(): Promise<void> {
    const { at, leaf } = this.wish;
    const tls = { key: readFileSync(leaf.key), cert: readFileSync(leaf.chain) };
    await this.listen(createServer(this.handler('http')), at, 80);
    await this.listen(createTlsServer(tls, this.handler('https')), at, 443);
  }

  async close(): Promise<void> {
    const closing = this.servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
    for (const server of this.servers.splice(0)) server.closeAllConnections();
    await Promise.all(closing);
  }

  private async listen(server: Server, address: string, port: number): Promise<void> {
    server.listen(port, address);
    await once(server, 'listening');
    this.servers.push(server);
  }

  private handler(scheme: 'http' | 'https'): RequestListener {
    return (request, response) => {
      this.forward(request, scheme)
        .then(async (answer) => {
          const parts: Buffer[] = [];
          for await (const part of answer) parts.push(part as Buffer);
          response.writeHead(answer.statusCode ?? 502, [...answer.rawHeaders, ...(this.wish.headers ?? [])]);
          response.end(Buffer.concat(parts));
        })
        .catch(() => response.writeHead(503).end('No server is available to handle this request'));
    };
  }

  private async forward(request: IncomingMessage, scheme: 'http' | 'https'): Promise<IncomingMessage> {
    const visitor = (request.socket.remoteAddress ?? '').replace(/^::ffff:/u, '');
    const before = request.headers['x-forwarded-for'];
    const outgoing = (scheme === 'https' ? httpsRequest : httpRequest)({
      host: site.ipv4,
      port: scheme === 'https' ? 443 : 80,
      servername: site.host,
      rejectUnauthorized: false,
      localAddress: this.wish.from,
      agent: false,
      method: request.method,
      path: request.url,
      headers: {
        ...request.headers,
        connection: 'close',
        'x-forwarded-proto': scheme,
        'x-forwarded-for': before === undefined ? visitor : `${String(before)}, ${visitor}`,
      },
    });
    request.pipe(outgoing);
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    return answer;
  }
}
