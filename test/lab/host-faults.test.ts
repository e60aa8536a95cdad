/** The real host's looks at real things that are no ordinary files, and at servers that misbehave: each fails by its name and in time. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type ServerResponse } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLocalHost } from '../../src/host/local.js';
import { LookFailed } from '../../src/logic/failure.js';
import type { Files, GapCode, Host } from '../../src/model.js';
import { defaultOptions } from '../../src/policy/defaults.js';
import { buildChildren } from '../support/setup.js';
import { mountDead, type DeadMount } from './dead-mount.js';
import { until } from './process.js';

const lookTimeoutMs = 1500;
/** What a busy machine adds. */
const graceMs = 8000;

let folder: string;
let host: Host;
let dead: DeadMount;
let removeChildren: () => Promise<void>;
const closing: (() => void)[] = [];

beforeAll(async () => {
  removeChildren = await buildChildren();
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'whmcs-lab-faults-')));
  host = await createLocalHost({ ...defaultOptions, timeoutMs: 1000, lookTimeoutMs });
  execFileSync('mkfifo', [join(folder, 'fifo')]);
  execFileSync('mknod', [join(folder, 'block'), 'b', '7', '240']);
  writeFileSync(join(folder, 'memory'), '');
  // a regular file whose first byte cannot be read: nothing of a process is mapped there
  execFileSync('mount', ['--bind', `/proc/${process.pid}/mem`, join(folder, 'memory')]);
  const socket = createServer();
  await new Promise<void>((resolve) => socket.listen(join(folder, 'socket'), resolve));
  closing.push(() => socket.close());
  mkdirSync(join(folder, 'beside'));
  dead = await mountDead(join(folder, 'dead'));
});

afterAll(async () => {
  await host.close();
  await dead.end();
  execFileSync('umount', [join(folder, 'memory')]);
  for (const close of closing) close();
  rmSync(folder, { recursive: true, force: true });
  await removeChildren();
});

/** How the look failed; null: it did not. */
async function gapOf(look: Promise<unknown>): Promise<GapCode | null> {
  try {
    await look;
    return null;
  } catch (error) {
    if (!(error instanceof LookFailed)) throw error;
    expect(error.why).not.toMatch(/undefined|\n/);
    return error.gap;
  }
}

const scan = { depth: 0, exact: false, staleSeconds: 60, budgetMs: 1000 } as const;
const looks: Readonly<Record<string, (files: Files, path: string) => Promise<unknown>>> = {
  stat: (files, path) => files.stat(path, { follow: true }),
  read: (files, path) => files.read(path, { maxBytes: 4096, within: '/' }),
  list: (files, path) => files.list(path, { max: 10 }),
  scan: (files, path) => files.scanSessions(path, scan),
  space: (files, path) => files.space(path),
};

/** Thing → what becomes of each look at it; null: an answer. */
const things: readonly [string, string, Readonly<Record<keyof typeof looks, GapCode | null>>][] = [
  ['a FIFO without a writer', 'fifo', { stat: null, read: 'denied', list: 'absent', scan: 'absent', space: null }],
  ['a socket', 'socket', { stat: null, read: 'denied', list: 'absent', scan: 'absent', space: null }],
  ['a block device', 'block', { stat: null, read: 'denied', list: 'absent', scan: 'absent', space: null }],
  ['an endless device', '/dev/zero', { stat: null, read: 'denied', list: 'absent', scan: 'absent', space: null }],
  ['a full device', '/dev/full', { stat: null, read: 'denied', list: 'absent', scan: 'absent', space: null }],
  ['a terminal', '/dev/ptmx', { stat: null, read: 'denied', list: 'absent', scan: 'absent', space: null }],
  ['a file with an input error', 'memory', { stat: null, read: 'io', list: 'absent', scan: 'absent', space: null }],
  ['a dead mount', 'dead', { stat: 'timeout', read: 'timeout', list: 'timeout', scan: 'timeout', space: 'timeout' }],
  ['a file on a dead mount', 'dead/file', { stat: 'timeout', read: 'timeout', list: 'timeout', scan: 'timeout', space: 'timeout' }],
];

describe.each(things)('%s', (_, name, wanted) => {
  it.each(Object.keys(looks))('%s says what it is, in time', { timeout: 30_000 }, async (kind) => {
    const began = performance.now();
    const look = looks[kind];
    if (!look) throw new Error(kind);
    expect(await gapOf(look(host.files, name.startsWith('/') ? name : join(folder, name)))).toBe(wanted[kind]);
    expect(performance.now() - began).toBeLessThan(2 * lookTimeoutMs + graceMs);
  });
});

describe('the process that looks', () => {
  const children = (): readonly number[] =>
    spawnSync('pgrep', ['-P', `${process.pid}`, '-f', 'looker-child'], { encoding: 'utf8' })
      .stdout.split('\n')
      .filter(Boolean)
      .map(Number);

  it('is replaced when it was killed', async () => {
    await host.files.stat(folder);
    for (const pid of children()) process.kill(pid, 'SIGKILL');
    expect(await host.files.stat(folder)).toMatchObject({ kind: 'directory' });
  });

  it('is replaced when it was stopped, and leaves nobody behind', { timeout: 30_000 }, async () => {
    await host.files.stat(folder);
    const stopped = children();
    for (const pid of stopped) process.kill(pid, 'SIGSTOP');
    expect(await gapOf(host.files.stat(folder))).toBe('timeout');
    expect(await host.files.stat(folder)).toMatchObject({ kind: 'directory' });
    await until(() => stopped.every((pid) => !children().includes(pid)), 'a stopped child was left');
  });

  it('takes a dead mount for itself: what is looked at beside it is seen', { timeout: 30_000 }, async () => {
    const hanging = gapOf(host.files.stat(join(folder, 'dead/x')));
    expect(await host.files.list(join(folder, 'beside'), { max: 10 })).toEqual({ entries: [], truncated: false });
    expect(await hanging).toBe('timeout');
  });
});

describe('a server', () => {
  const sockets = new Set<Socket>();
  const servers: (Server | UdpSocket)[] = [];
  const timers: NodeJS.Timeout[] = [];
  afterEach(() => {
    for (const timer of timers.splice(0)) clearInterval(timer);
    for (const socket of sockets) socket.destroy();
    for (const server of servers.splice(0)) server.close();
  });

  async function listening(server: Server): Promise<number> {
    servers.push(server);
    server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => {})));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as { port: number }).port;
  }

  /** Sends one byte after another and never ends; often enough never to count as silent. */
  function drip(write: (byte: string) => void): void {
    timers.push(setInterval(() => write('2'), 200));
  }

  const soon = (): AbortSignal => AbortSignal.timeout(2000);

  async function endsInTime(look: Promise<unknown>): Promise<void> {
    const began = performance.now();
    await look.catch((error: unknown) => expect(error).toBeInstanceOf(LookFailed));
    expect(performance.now() - began).toBeLessThan(2000 + graceMs);
  }

  it('that sends a gigabyte is cut at the limit', { timeout: 30_000 }, async () => {
    const piece = Buffer.alloc(1024 * 1024, 'A');
    let sent = 0;
    const send = (response: ServerResponse): void => {
      while (sent < 1024 && !response.destroyed) {
        sent++;
        if (!response.write(piece)) return void response.once('drain', () => send(response));
      }
      response.end();
    };
    const port = await listening(createHttpServer((_, response) => send(response)));
    const answer = await host.net.http({ url: `http://127.0.0.1:${port}/`, maxBytes: 100_000 });
    expect(answer).toMatchObject({ ok: true, truncated: true });
    expect(answer.ok && answer.body.length).toBe(100_000);
    expect(sent).toBeLessThan(200);
  });

  it('that drips is left when the probe’s time is over: HTTP', { timeout: 30_000 }, async () => {
    const port = await listening(createHttpServer((_, response) => drip((byte) => response.write(byte))));
    await endsInTime(host.net.http({ url: `http://127.0.0.1:${port}/`, signal: soon() }));
  });

  it('that drips is left when the probe’s time is over: SMTP, Redis, MySQL, TLS', { timeout: 30_000 }, async () => {
    const port = await listening(createServer((socket) => drip((byte) => socket.write(byte))));
    const where = { host: '127.0.0.1', port };
    const password = host.vault.keep('database password', 'x');
    const access = { ...where, name: 'whmcs', socket: null, user: 'u', password, database: 'd', tls: null } as const;
    const ping = [{ send: ['PING\r\n'], until: '\\r\\n$' }];
    await Promise.all([
      endsInTime(host.net.smtp({ ...where, encryption: 'never', signal: soon() })),
      endsInTime(host.net.exchange(where, ping, { signal: soon() })),
      endsInTime(host.net.tls('127.0.0.1', port, 'x.test', { signal: soon() })),
      endsInTime(host.database.open(access, soon())),
    ]);
  });

  it('that answers nonsense about the time is not believed', async () => {
    const server = createSocket('udp4');
    servers.push(server);
    server.on('message', (_, from) => {
      for (const size of [0, 1, 47, 48, 1024]) server.send(Buffer.alloc(size, 0xff), from.port, from.address);
    });
    await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve));
    expect(await host.net.sntp('127.0.0.1', server.address().port)).toMatchObject({ ok: false });
  });
});
