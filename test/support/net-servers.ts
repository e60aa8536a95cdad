/** Servers that misbehave, on 127.0.0.1 with a port of their own: what a probe must survive. Each is started and stopped by its test. */
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { testChain, type Identity } from './certificates.js';

export interface Running {
  readonly port: number;
  readonly url: string;
  /** Connections that were accepted. */
  readonly connections: () => number;
  /** Bytes that were handed to the sockets of this server. */
  readonly sent: () => number;
  stop(): Promise<void>;
}

export interface HostileServer {
  readonly name: string;
  start(): Promise<Running>;
}

/** Binds to 127.0.0.1 on a free port and keeps track of the connections, so that `stop` ends them all. */
async function listen(server: Server, scheme: 'http' | 'https'): Promise<Running> {
  const open = new Set<Socket>();
  let connections = 0;
  let closedBytes = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    open.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      closedBytes += socket.bytesWritten;
      open.delete(socket);
    });
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${scheme}://127.0.0.1:${port}/`,
    connections: () => connections,
    sent: () => [...open].reduce((sum, socket) => sum + socket.bytesWritten, closedBytes),
    async stop() {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** A raw TCP server. */
export function tcpServer(name: string, onConnection: (socket: Socket) => void): HostileServer {
  return { name, start: () => listen(createServer(onConnection), 'http') };
}

/** An HTTP server. */
export function httpServer(name: string, answer: (request: IncomingMessage, response: ServerResponse) => void): HostileServer {
  return { name, start: () => listen(createHttpServer(answer), 'http') };
}

/** Answers every request, once its head is complete, with these bytes as they are. */
export function rawServer(name: string, bytes: string | Uint8Array): HostileServer {
  return tcpServer(name, (socket) => {
    let head = '';
    socket.on('data', (piece) => {
      head += piece.toString('latin1');
      if (head.includes('\r\n\r\n')) socket.end(bytes);
    });
  });
}

/** An HTTPS server with this certificate; `answer` is sent for every request. */
export function httpsServer(name: string, identity: Identity, more: { readonly onlyOldTls?: boolean } = {}): HostileServer {
  return {
    name,
    start: () => {
      const body = 'over tls';
      const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
      const server = createTlsServer({ ...identity, ...(more.onlyOldTls === true ? old : {}) }, (socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`));
      });
      return listen(server, 'https');
    },
  };
}

/** Nobody listens: the port was free a moment ago. */
export const refused: HostileServer = {
  name: 'refused',
  async start() {
    const running = await listen(createServer(), 'http');
    await running.stop();
    return { ...running, stop: async () => undefined };
  },
};

/** Accepts and never says a word. */
export const silent = tcpServer('silent', (socket) => socket.resume());

/** Sends its answer one byte a second, from the first byte of the status line on. */
export const slowDrip = tcpServer('slow drip', (socket) => {
  const answer = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n${'x'.repeat(100_000)}`;
  let at = 0;
  socket.resume();
  const timer = setInterval(() => socket.write(answer.charAt(at++)), 1000);
  socket.once('close', () => clearInterval(timer));
});

/** Proper headers, then one byte of body a second. */
export const slowBody = httpServer('slow body', (_, response) => {
  response.writeHead(200, { 'content-type': 'text/html' });
  response.flushHeaders();
  const timer = setInterval(() => response.write('x'), 1000);
  response.once('close', () => clearInterval(timer));
});

/** One gigabyte, as fast as it is taken. */
export const huge = httpServer('huge', (_, response) => {
  const piece = Buffer.alloc(256 * 1024, 'x');
  let left = 4096;
  response.writeHead(200, { 'content-type': 'text/html' });
  const push = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= 1;
      if (!response.write(piece)) return;
    }
    response.end();
  };
  response.on('drain', push);
  push();
});

/** Headers without an end. */
export const hugeHeaders = tcpServer('huge headers', (socket) => {
  socket.on('data', () => socket.write(`HTTP/1.1 200 OK\r\n${`X-More: ${'x'.repeat(1000)}\r\n`.repeat(2000)}`));
});

export const notUtf8 = rawServer(
  'not UTF-8',
  Buffer.from('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>\xff\xfe\x80caf\xe9</p>', 'latin1'),
);

export const nulBytes = rawServer('NUL bytes', 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>a\0b\0</p>');

export const empty = rawServer('empty answer', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');

export const garbage = rawServer('garbage', 'SSH-2.0-OpenSSH_9.2\r\nwhat do you want\r\n\r\n');

export const closesAtOnce = tcpServer('closes at once', (socket) => socket.end());

export const resets = tcpServer('resets', (socket) => socket.once('data', () => socket.resetAndDestroy()));

/** Ends in the middle of the body it announced. */
export const cutBody = rawServer('cut body', 'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this');

export const redirectLoop = httpServer('redirect loop', (request, response) => {
  response.writeHead(302, { location: request.url === '/a' ? '/b' : '/a', 'set-cookie': 'visited=1; path=/' }).end();
});

/** Every answer leads to a new address on the same server. */
export const endlessRedirects = httpServer('endless redirects', (request, response) => {
  response.writeHead(302, { location: `${request.url ?? '/'}x` }).end();
});

/** To the metadata address of most clouds. */
export const redirectToPrivate = httpServer('redirect to private', (_, response) => {
  response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end();
});

export const redirectUnusable = httpServer('redirect unusable', (_, response) => {
  response.writeHead(302, { location: 'javascript:alert(1)' }).end();
});

/** Terminal escapes, markup and annotation syntax where a report could print them. */
export const terminalEscapes = rawServer(
  'terminal escapes',
  [
    'HTTP/1.1 200 OK',
    'Server: evil\t%0A::error::forged',
    'Set-Cookie: WHMCSabcdefghijkl=1; path=/',
    'Content-Type: text/html',
    '',
    '<title>\u001b[2J\u001b]0;owned\u0007</title>\u009b31m<script>alert(1)</script>\r\n::error::forged\r\n__proto__',
  ].join('\r\n'),
);

/** An escape in a header is no legal HTTP. */
export const escapeInHeader = rawServer('escape in a header', 'HTTP/1.1 200 OK\r\nServer: \u001b[2Jevil\r\nContent-Length: 0\r\n\r\n');

export interface TlsVariants {
  readonly rootPem: string;
  readonly servers: Readonly<Record<TlsVariant, HostileServer>>;
}

type TlsVariant =
  | 'good'
  | 'expired'
  | 'notYetValid'
  | 'otherName'
  | 'leafOnly'
  | 'selfSigned'
  | 'unknownRoot'
  | 'oldTls'
  | 'plainHttp'
  | 'silent'
  | 'resets'
  | 'closes';

/** Every broken TLS that facts about certificates and handshakes distinguish; all but two chains lead to `rootPem`. */
export function tlsVariants(names: readonly string[] = ['127.0.0.1', 'billing.test']): TlsVariants {
  const chain = testChain(names);
  return {
    rootPem: chain.root.cert,
    servers: {
      good: httpsServer('good', chain.good),
      expired: httpsServer('expired', chain.expired),
      notYetValid: httpsServer('not yet valid', chain.notYetValid),
      otherName: httpsServer('other name', chain.otherName),
      leafOnly: httpsServer('incomplete chain', chain.leafOnly),
      selfSigned: httpsServer('self-signed', chain.selfSigned),
      unknownRoot: httpsServer('unknown root', chain.unknownRoot),
      oldTls: httpsServer('only TLS 1.1', chain.good, { onlyOldTls: true }),
      plainHttp: tcpServer('plain HTTP on the TLS port', (socket) =>
        socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
      ),
      silent,
      resets,
      closes: tcpServer('closes in the handshake', (socket) => socket.once('data', () => socket.end())),
    },
  };
}

/** All servers that speak plain HTTP (or refuse to), for the fault matrix. */
export const hostileHttpServers: readonly HostileServer[] = [
  refused,
  silent,
  slowDrip,
  slowBody,
  huge,
  hugeHeaders,
  notUtf8,
  nulBytes,
  empty,
  garbage,
  closesAtOnce,
  resets,
  cutBody,
  redirectLoop,
  endlessRedirects,
  redirectToPrivate,
  redirectUnusable,
  terminalEscapes,
  escapeInHeader,
];
