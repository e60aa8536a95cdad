import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createNet, type NetParts } from '../../src/host/net.js';
import { readSample } from '../../src/host/net/sntp.js';
import { SecretVault } from '../../src/host/vault.js';
import type { Touch } from '../../src/model.js';
import { httpsServer, refused, silent, tcpServer, type HostileServer, type Running } from '../support/net-servers.js';
import { testChain } from '../support/certificates.js';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

function net(parts: Partial<NetParts> = {}, options: Partial<NetParts['options']> = {}) {
  const made = createNet({
    options: { resolve: [], timeoutMs: 1500, origin: null, cacert: null, ...options },
    vault: new SecretVault(),
    environment: {},
    ...parts,
  });
  endings.push(() => made.close());
  return made;
}

async function start(server: HostileServer): Promise<Running> {
  const one = await server.start();
  endings.push(() => one.stop());
  return one;
}

describe('lookup', () => {
  it('answers with the addresses of one family', async () => {
    expect(await net().lookup('localhost', 4)).toEqual({ addresses: ['127.0.0.1'], code: null });
    expect(await net().lookup('192.0.2.1', 4)).toEqual({ addresses: ['192.0.2.1'], code: null });
    expect(await net().lookup('192.0.2.1', 6)).toEqual({ addresses: [], code: 'ENOTFOUND' });
    expect(await net().lookup('[2001:db8::1]', 6)).toEqual({ addresses: ['2001:db8::1'], code: null });
  });

  it.each(['', 'a'.repeat(300), 'a b', 'nul\0.test'])('of a name that cannot be (%j) is a code and no crash', async (name) => {
    const { addresses, code } = await net().lookup(name, 4);
    expect(addresses).toEqual([]);
    expect(code).toMatch(/^E/);
  });

  it('stops at once', async () => {
    const signal = AbortSignal.abort();
    await expect(net().lookup('no-such-name.invalid', 4, signal)).rejects.toMatchObject({ name: 'LookFailed', gap: 'aborted' });
  });
});

describe('tcp', () => {
  it('says how long it took, and tells the audit', async () => {
    const { port } = await start(silent);
    const touched: Touch[] = [];
    expect(await net({ onTouch: (touch) => touched.push(touch) }).tcp('127.0.0.1', port)).toMatchObject({ ok: true, address: '127.0.0.1' });
    expect(touched).toEqual([{ kind: 'contact', what: `tcp 127.0.0.1 port ${port}` }]);
  });

  it('refused is a value', async () => {
    const { port } = await start(refused);
    expect(await net().tcp('127.0.0.1', port)).toMatchObject({ ok: false, stage: 'tcp', code: 'ECONNREFUSED', address: '127.0.0.1' });
  });

  it('to a name that is not found is a failure of the name', async () => {
    expect(await net().tcp('no-such-name.invalid', 80)).toMatchObject({ ok: false, stage: 'dns' });
  });

  it('many at once under one signal give no warning', async () => {
    const { port } = await start(silent);
    const warnings: Error[] = [];
    const note = (warning: Error): number => warnings.push(warning);
    process.on('warning', note);
    const one = net();
    const { signal } = new AbortController();
    const results = await Promise.all(Array.from({ length: 40 }, () => one.tcp('127.0.0.1', port, { signal })));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', note);
    expect(results.every((result) => result.ok)).toBe(true);
    expect(warnings).toEqual([]);
  });
});

describe('tls', () => {
  const chain = testChain(['billing.test']);

  it('describes a certificate that does not verify', async () => {
    const { port } = await start(httpsServer('good', chain.good));
    const seen = await net().tls('127.0.0.1', port, 'billing.test');
    expect(seen).toMatchObject({
      ok: true,
      certificate: { authorized: false, error: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', chainLength: 2 },
    });
  });

  it('counts a root that was sent along, and no root that was not', async () => {
    const whole = { key: chain.good.key, cert: chain.good.cert + chain.root.cert };
    const { port } = await start(httpsServer('with root', whole));
    expect(await net().tls('127.0.0.1', port, 'billing.test')).toMatchObject({
      certificate: { error: 'SELF_SIGNED_CERT_IN_CHAIN', chainLength: 3 },
    });
  });

  it('silent in the handshake is ETIMEDOUT of stage tls', async () => {
    const { port } = await start(silent);
    expect(await net().tls('127.0.0.1', port, 'billing.test', { timeoutMs: 200 })).toMatchObject({
      ok: false,
      stage: 'tls',
      code: 'ETIMEDOUT',
    });
  });
});

/** An answer as a server whose clock is `aheadMs` ahead gives it. */
function answer(request: Buffer, aheadMs: number, more: { first?: number; stratum?: number; kiss?: string; now?: number } = {}): Buffer {
  const packet = Buffer.alloc(48);
  packet.writeUInt8(more.first ?? 0x24, 0);
  packet.writeUInt8(more.stratum ?? 2, 1);
  packet.writeUInt32BE(0x0000_8000, 4); // root delay 500 ms
  packet.writeUInt32BE(0x0000_4000, 8); // root dispersion 250 ms
  if (more.kiss !== undefined) packet.write(more.kiss, 12, 'latin1');
  request.copy(packet, 24, 40, 48);
  for (const offset of [32, 40]) {
    const ms = (more.now ?? Date.now()) + aheadMs + 2_208_988_800_000;
    packet.writeUInt32BE(Math.floor(ms / 1000) % 0x1_0000_0000, offset);
    packet.writeUInt32BE(Math.floor(((ms % 1000) / 1000) * 0x1_0000_0000), offset + 4);
  }
  return packet;
}

async function timeServer(reply: (request: Buffer) => readonly Buffer[]): Promise<number> {
  const socket = createSocket('udp4');
  socket.on('message', (request, from) => {
    for (const packet of reply(request)) socket.send(packet, from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  endings.push(() => new Promise<void>((resolve) => socket.close(() => resolve())));
  return socket.address().port;
}

describe('sntp', () => {
  it.each([7000, 0, -90_000])('measures a clock that is %i ms ahead', async (ahead) => {
    const port = await timeServer((request) => [answer(request, ahead)]);
    const sample = await net().sntp('127.0.0.1', port);
    if (!sample.ok) throw new Error(sample.message);
    expect(Math.abs(sample.offsetMs - ahead)).toBeLessThanOrEqual(sample.errorMs - 500); // without the server's own stated error
    expect(sample.errorMs).toBeGreaterThanOrEqual(501);
    expect(sample.errorMs).toBeLessThan(1500);
    expect(sample.stratum).toBe(2);
  });

  it.each([
    ['is not a server', { first: 0x23 }, 'ERR_NTP_MALFORMED'],
    ['refuses (kiss of death)', { stratum: 0, kiss: 'RATE' }, 'ERR_NTP_KISS'],
    ['is not synchronised', { first: 0xe4 }, 'ERR_NTP_UNSYNCHRONISED'],
    ['has stratum 16', { stratum: 16 }, 'ERR_NTP_UNSYNCHRONISED'],
  ])('does not believe one that %s', async (_, more, code) => {
    const port = await timeServer((request) => [answer(request, 0, more)]);
    expect(await net().sntp('127.0.0.1', port)).toMatchObject({ ok: false, stage: 'http', code });
  });

  it('waits for the answer to its own question', async () => {
    const port = await timeServer((request) => [answer(Buffer.alloc(48, 7), 99_000), Buffer.alloc(20), answer(request, 3000)]);
    const sample = await net().sntp('127.0.0.1', port);
    expect(sample.ok && Math.round(sample.offsetMs / 1000)).toBe(3);
  });

  it('knows the era after 2036', () => {
    const at = Date.UTC(2040, 0, 1);
    expect(readSample(answer(Buffer.alloc(48), 0, { now: at }), at, 0)).toMatchObject({
      ok: true,
      offsetMs: expect.closeTo(0, 0) as number,
    });
  });

  it('silent and closed ports are values of stage tcp', async () => {
    const port = await timeServer(() => []);
    expect(await net().sntp('127.0.0.1', port, { timeoutMs: 100 })).toMatchObject({ ok: false, stage: 'tcp', code: 'ETIMEDOUT' });
    expect(await net().sntp('127.0.0.1', 1, { timeoutMs: 300 })).toMatchObject({ ok: false, stage: 'tcp', code: 'ECONNREFUSED' });
    expect(await net().sntp('no-such-name.invalid', 123)).toMatchObject({ ok: false, stage: 'dns' });
  });

  it('stops at once', async () => {
    const port = await timeServer(() => []);
    const controller = new AbortController();
    const asked = net().sntp('127.0.0.1', port, { timeoutMs: 5000, signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    await expect(asked).rejects.toMatchObject({ gap: 'aborted' });
  });
});

describe('exchange', () => {
  /** Answers PING, AUTH with the right password, and SLOW in two pieces. */
  const onConnection = (socket: Socket): void => {
    socket.on('data', (piece) => {
      const text = piece.toString();
      if (text.startsWith('PING')) socket.write('+PONG\r\n');
      else if (text.includes('s3cret wörd')) socket.write('+OK\r\n');
      else if (text.startsWith('SLOW')) {
        socket.write('VALUE');
        setTimeout(() => socket.write(' x\r\nEND\r\n'), 50);
      } else if (text.startsWith('FLOOD')) socket.write('x'.repeat(1_000_000));
      else if (text.startsWith('PART')) socket.write('no end');
      else if (text.startsWith('QUIT')) socket.end();
      else socket.write('-ERR\r\n');
    });
  };
  const line = '\\r\\n$';

  it('gives each answer, cut at its end', async () => {
    const { port } = await start(tcpServer('lines', onConnection));
    const parts = [
      { send: ['PING\r\n'], until: line },
      { send: ['SLOW\r\n'], until: 'END\\r\\n$' },
    ];
    expect(await net().exchange({ host: '127.0.0.1', port }, parts)).toEqual({ ok: true, answers: ['+PONG\r\n', 'VALUE x\r\nEND\r\n'] });
  });

  it('reveals a secret to the server alone, also with its length counted', async () => {
    const heard: string[] = [];
    const { port } = await start(
      tcpServer('auth', (socket) => {
        socket.on('data', (piece) => heard.push(piece.toString()));
        onConnection(socket);
      }),
    );
    const vault = new SecretVault();
    const secret = vault.keep('redis password', 's3cret wörd');
    const touched: Touch[] = [];
    const parts = [
      { send: ['AUTH ', secret, '\r\n'], until: line },
      { send: ['AUTH', secret], encode: 'resp' as const, until: line },
    ];
    const result = await net({ vault, onTouch: (touch) => touched.push(touch) }).exchange({ host: '127.0.0.1', port }, parts);
    expect(result).toEqual({ ok: true, answers: ['+OK\r\n', '+OK\r\n'] });
    expect(heard).toEqual(['AUTH s3cret wörd\r\n', '*2\r\n$4\r\nAUTH\r\n$12\r\ns3cret wörd\r\n']);
    expect(JSON.stringify(touched)).not.toContain('s3cret');
  });

  it('limits an answer, and asks nothing after one that was cut', async () => {
    const { port } = await start(tcpServer('flood', onConnection));
    const parts = [
      { send: ['FLOOD\r\n'], until: 'never' },
      { send: ['PING\r\n'], until: line },
    ];
    const result = await net().exchange({ host: '127.0.0.1', port }, parts, { maxBytes: 1000 });
    expect(result).toEqual({ ok: true, answers: ['x'.repeat(1000)] });
  });

  it('ends at a silence and at a close with what there is', async () => {
    const { port } = await start(tcpServer('quiet', onConnection));
    const where = { host: '127.0.0.1', port };
    expect(await net().exchange(where, [{ send: ['PART\r\n'], until: line }], { timeoutMs: 100 })).toEqual({
      ok: true,
      answers: ['no end'],
    });
    const closing = [
      { send: ['PING\r\n'], until: line },
      { send: ['QUIT\r\n'], until: line },
      { send: ['PING\r\n'], until: line },
    ];
    expect(await net().exchange(where, closing)).toEqual({ ok: true, answers: ['+PONG\r\n'] });
    expect(await net().exchange(where, [{ send: ['QUIT\r\n'], until: line }])).toMatchObject({
      ok: false,
      stage: 'tcp',
      code: 'ECONNRESET',
    });
  });

  it('with nobody, a silent server or no socket file is a value', async () => {
    const part = [{ send: ['PING\r\n'], until: line }];
    const nobody = await start(refused);
    const mute = await start(silent);
    expect(await net().exchange({ host: '127.0.0.1', port: nobody.port }, part)).toMatchObject({
      ok: false,
      stage: 'tcp',
      code: 'ECONNREFUSED',
    });
    expect(await net().exchange({ host: '127.0.0.1', port: mute.port }, part, { timeoutMs: 200 })).toMatchObject({
      ok: false,
      stage: 'tcp',
      code: 'ETIMEDOUT',
    });
    expect(await net().exchange({ socket: '/nope.sock' }, part)).toMatchObject({ ok: false, stage: 'tcp', code: 'ENOENT' });
    await expect(net().exchange({ socket: '/nope.sock' }, [{ send: ['x'], until: '(' }])).rejects.toMatchObject({ gap: 'bug' });
  });

  it('speaks through a socket file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-test-'));
    const server: Server = createServer(onConnection);
    await new Promise<void>((resolve) => server.listen(join(folder, 'x.sock'), resolve));
    endings.push(
      () => new Promise<void>((resolve) => server.close(() => resolve())),
      () => rmSync(folder, { recursive: true }),
    );
    const result = await net().exchange({ socket: join(folder, 'x.sock') }, [{ send: ['PING\r\n'], until: line }]);
    expect(result).toEqual({ ok: true, answers: ['+PONG\r\n'] });
  });

  it('sends no secret to a TLS server that cannot prove its name', async () => {
    const { port } = await start(httpsServer('strange', testChain(['redis.test']).unknownRoot));
    const vault = new SecretVault();
    const where = { host: '127.0.0.1', port };
    const secret = [{ send: [vault.keep('password', 'x')], until: line }];
    expect(await net({ vault }).exchange(where, secret, { tls: true })).toMatchObject({
      ok: false,
      stage: 'tls',
      code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    });
    const open = [{ send: ['GET / HTTP/1.0\r\n\r\n'], until: 'over tls$' }];
    expect(await net({ vault }).exchange(where, open, { tls: true })).toMatchObject({ ok: true });
  });

  it('stops at once', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const controller = new AbortController();
    const closed = new Promise<void>((resolve) =>
      server.once('connection', (socket: Socket) => socket.resume().once('close', () => resolve())),
    );
    const asked = net().exchange({ host: '127.0.0.1', port }, [{ send: ['x'], until: 'y' }], {
      timeoutMs: 5000,
      signal: controller.signal,
    });
    setTimeout(() => controller.abort(), 50);
    const started = performance.now();
    await expect(asked).rejects.toMatchObject({ gap: 'aborted' });
    await closed;
    expect(performance.now() - started).toBeLessThan(1000);
    server.close();
  });
});
