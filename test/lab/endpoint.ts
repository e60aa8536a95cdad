/** One host of the lab's internet: HTTPS on its addresses, which can be closed, made silent, or answered by something else. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createTlsServer, type Server as HttpsServer } from 'node:https';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Leaf } from './certificates.js';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export class Endpoint {
  private servers: (Server | HttpsServer)[] = [];
  private readonly sockets = new Set<Socket>();
  private silence: ChildProcess | null = null;
  /** Not as `open()` without wishes left it. */
  changed = false;

  constructor(
    readonly host: string,
    readonly addresses: readonly string[],
    private readonly leaf: Leaf,
    private readonly handler: Handler,
  ) {}

  /** Answers on these addresses (default: all); with another certificate or handler where given. */
  async open(how: { readonly addresses?: readonly string[]; readonly leaf?: Leaf; readonly handler?: Handler } = {}): Promise<void> {
    await this.close();
    this.changed = Object.keys(how).length > 0;
    const { key, chain } = how.leaf ?? this.leaf;
    const options = { key: readFileSync(key), cert: readFileSync(chain) };
    for (const address of how.addresses ?? this.addresses)
      await this.listen(createTlsServer(options, how.handler ?? this.handler), address);
  }

  /** Nothing listens: connections are refused. */
  async close(): Promise<void> {
    this.changed = true;
    const closing = this.servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
    for (const socket of this.sockets) socket.destroy();
    this.servers = [];
    await Promise.all(closing);
    if (this.silence !== null) {
      const child = this.silence;
      this.silence = null;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }
  }

  /** Speaks something that is not TLS. */
  async speakPlainly(): Promise<void> {
    await this.close();
    const server = () => createTcpServer((socket) => socket.on('error', () => undefined).end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    for (const address of this.addresses) await this.listen(server(), address);
  }

  /** Drops every SYN. */
  async beSilent(): Promise<void> {
    await this.close();
    const script = fileURLToPath(new URL('silent.js', import.meta.url));
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', process.execPath, script, ...this.addresses, '443'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.silence = child;
    await once(child.stdout, 'data');
    await delay(50);
    // Fills the queues. These connections are held for as long as the child lives.
    for (const address of this.addresses) {
      for (let i = 0; i < 6; i += 1) {
        const socket = connect({ host: address, port: 443 }).on('error', () => undefined);
        this.sockets.add(socket.unref());
        socket.once('close', () => this.sockets.delete(socket));
      }
    }
    await delay(50);
  }

  private async listen(server: Server | HttpsServer, address: string): Promise<void> {
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => this.sockets.delete(socket));
    });
    server.on('tlsClientError', () => undefined);
    server.listen(443, address);
    await once(server, 'listening');
    this.servers.push(server);
  }
}

export function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

export function text(response: ServerResponse, body: string, status = 200): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(body);
}
