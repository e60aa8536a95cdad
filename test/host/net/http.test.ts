import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { connect as connectTcp, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createNet, type NetParts } from '../../../src/host/net.js';
import { SecretVault } from '../../../src/host/vault.js';
import type { HttpRequest, HttpResult, Touch } from '../../../src/model.js';
import * as hostile from '../../support/net-servers.js';

const variants = hostile.tlsVariants();
let folder: string;
let cacert: string;
const running: hostile.Running[] = [];
const nets: { close(): void }[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-test-'));
  cacert = join(folder, 'ca.pem');
  writeFileSync(cacert, variants.rootPem);
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(async () => {
  for (const net of nets.splice(0)) net.close();
  for (const server of running.splice(0)) await server.stop();
});

function net(more: Partial<NetParts['options']> = {}, parts: Partial<NetParts> = {}) {
  const options = { resolve: [], timeoutMs: 2000, origin: null, cacert, ...more };
  const made = createNet({ options, vault: new SecretVault(), environment: {}, ...parts });
  nets.push(made);
  return made;
}

async function start(server: hostile.HostileServer): Promise<hostile.Running> {
  const one = await server.start();
  running.push(one);
  return one;
}

async function get(server: hostile.HostileServer, more: Partial<HttpRequest> = {}): Promise<HttpResult> {
  const { url } = await start(server);
  return await net().http({ url, ...more });
}

function answered(result: HttpResult) {
  if (!result.ok) throw new Error(`${result.stage} ${result.code}: ${result.message}`);
  return result;
}

function failure(result: HttpResult) {
  if (result.ok) throw new Error(`it answered ${result.status}`);
  return result;
}

describe('an answer', () => {
  it('has its status, its headers in order with repeated names, its body and its times', async () => {
    const before = Date.now();
    const result = answered(
      await get(
        hostile.rawServer('twice', 'HTTP/1.1 503 Busy\r\nSet-Cookie: a=1\r\nX-One: 1\r\nset-cookie: b=2\r\nContent-Length: 5\r\n\r\nhello'),
        { method: 'POST', body: 'x=1' },
      ),
    );
    expect(result).toMatchObject({ status: 503, body: 'hello', truncated: false, address: '127.0.0.1', certificate: null });
    expect(result.headers.slice(0, 3)).toEqual([
      ['set-cookie', 'a=1'],
      ['x-one', '1'],
      ['set-cookie', 'b=2'],
    ]);
    expect(result.sentAt).toBeGreaterThanOrEqual(before);
    expect(result.headersAt).toBeGreaterThanOrEqual(result.sentAt);
    expect(result.headersAt).toBeLessThanOrEqual(Date.now());
  });

  it('is to the request as it was meant: method, Host of the URL, own headers, body, no compression', async () => {
    let seen: unknown;
    const { port } = await start(
      hostile.httpServer('echo', (request, response) => {
        let body = '';
        request.on('data', (piece: Buffer) => (body += piece.toString()));
        request.on('end', () => {
          const { host, 'accept-encoding': encoding, cookie, connection } = request.headers;
          seen = { method: request.method, url: request.url, host, encoding, cookie, connection, body };
          response.end();
        });
      }),
    );
    const request = { url: `http://billing.test:${port}/a?b=c#d`, method: 'POST', body: 'k=v', headers: { Cookie: 'a=b' } } as const;
    answered(await net().http({ ...request, address: '127.0.0.1' }));
    expect(seen).toEqual({
      method: 'POST',
      url: '/a?b=c',
      host: `billing.test:${port}`,
      encoding: 'identity',
      cookie: 'a=b',
      connection: 'close',
      body: 'k=v',
    });
  });

  it('to HEAD has no body', async () => {
    const head = hostile.httpServer('head', (_, response) => response.writeHead(200, { 'content-length': '1000' }).end());
    expect(answered(await get(head, { method: 'HEAD' }))).toMatchObject({ status: 200, body: '' });
  });

  it('is not followed when it redirects', async () => {
    expect(answered(await get(hostile.redirectToPrivate)).headers).toContainEqual(['location', 'http://169.254.169.254/latest/meta-data/']);
  });

  it('of a gigabyte is cut at the limit and not downloaded', async () => {
    const server = await start(hostile.huge);
    const result = answered(await net().http({ url: server.url, maxBytes: 100_000 }));
    expect(result.body.length).toBe(100_000);
    expect(result.truncated).toBe(true);
    expect(server.sent()).toBeLessThan(32 * 1024 * 1024);
  });

  it('of exactly the limit is whole', async () => {
    const exact = hostile.httpServer('exact', (_, response) => response.end('x'.repeat(1000)));
    expect(answered(await get(exact, { maxBytes: 1000 }))).toMatchObject({ truncated: false });
  });

  it.each([
    ['not UTF-8', hostile.notUtf8, '<p>\ufffd\ufffd\ufffdcaf\ufffd</p>'],
    ['NUL bytes', hostile.nulBytes, '<p>a\0b\0</p>'],
    [
      'latin-1',
      hostile.rawServer('l1', Buffer.from('HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-1\r\n\r\ncaf\xe9', 'latin1')),
      'café',
    ],
    ['unknown charset', hostile.rawServer('x', 'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=x-none\r\n\r\ncafé'), 'café'],
    ['byte order mark', hostile.rawServer('bom', 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n\ufeffa'), '\ufeffa'],
  ])('with %s is text', async (_, server, body) => {
    expect(answered(await get(server)).body).toBe(body);
  });

  it('that is compressed all the same is unpacked within the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024));
    const packed = (bytes: Buffer) =>
      hostile.httpServer('gzip', (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bytes));
    expect(answered(await get(packed(gzipSync('hello')))).body).toBe('hello');
    const cut = answered(await get(packed(bomb), { maxBytes: 10_000 }));
    expect(cut.truncated).toBe(true);
    expect(cut.body.length).toBe(10_000);
    expect(failure(await get(packed(Buffer.from('no gzip at all'))))).toMatchObject({ stage: 'http', code: 'Z_DATA_ERROR' });
  });
});

describe('a failure', () => {
  it.each([
    ['refused', hostile.refused, 'tcp', 'ECONNREFUSED'],
    ['silent', hostile.silent, 'http', 'ETIMEDOUT'],
    ['slow drip in the headers', hostile.slowDrip, 'http', 'ETIMEDOUT'],
    ['slow body', hostile.slowBody, 'http', 'ETIMEDOUT'],
    ['headers without end', hostile.hugeHeaders, 'http', 'UND_ERR_HEADERS_OVERFLOW'],
    ['garbage', hostile.garbage, 'http', 'HPE_INVALID'],
    ['escape in a header', hostile.escapeInHeader, 'http', 'HPE_INVALID'],
    ['reset', hostile.resets, 'http', 'ECONNRESET'],
    ['closed at once', hostile.closesAtOnce, 'http', 'UND_ERR_SOCKET'],
    ['cut body', hostile.cutBody, 'http', 'UND_ERR_SOCKET'],
  ])('%s is named by stage and code', async (_, server, stage, code) => {
    const result = failure(await get(server, code === 'ETIMEDOUT' ? { timeoutMs: 300 } : {}));
    expect(result).toMatchObject({ stage, code, address: '127.0.0.1' });
    expect(result.message).not.toMatch(/[\n\u001b]/);
    expect(result.durationMs).toBeLessThan(8000);
  });

  it('of a drip that is never silent ends at four times the silence', async () => {
    const drip = hostile.tcpServer('fast drip', (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      const timer = setInterval(() => socket.write('x'), 50);
      socket.once('close', () => clearInterval(timer));
    });
    const { url } = await start(drip);
    const result = failure(await net({ timeoutMs: 150 }).http({ url }));
    expect(result).toMatchObject({ stage: 'http', code: 'ETIMEDOUT' });
    expect(result.durationMs).toBeGreaterThan(500);
    expect(result.durationMs).toBeLessThan(4000);
  });

  it('of the name says so', async () => {
    expect(failure(await net().http({ url: 'http://no-such-name.invalid/' }))).toMatchObject({ stage: 'dns' });
  });

  it.each(['', 'nothing', 'ftp://host/', 'javascript:alert(1)', 'http://'])('for the address "%s" is a value', async (url) => {
    expect(failure(await net().http({ url }))).toMatchObject({ stage: 'http', code: 'ERR_INVALID_URL' });
  });

  it('for headers that cannot be sent is a value', async () => {
    expect(failure(await get(hostile.empty, { headers: { cookie: 'a\r\nb: c' } }))).toMatchObject({
      stage: 'http',
      code: 'UND_ERR_INVALID_ARG',
    });
  });
});

describe('TLS', () => {
  const https = async (variant: keyof typeof variants.servers, more: Partial<HttpRequest> = {}) => {
    const { port } = await start(variants.servers[variant]);
    return await net().http({ url: `https://billing.test:${port}/`, address: '127.0.0.1', ...more });
  };

  it('that verifies is described, the chain as it was sent', async () => {
    const result = answered(await https('good', { strictTls: true }));
    expect(result.body).toBe('over tls');
    expect(result.certificate).toMatchObject({
      authorized: true,
      error: null,
      protocol: 'TLSv1.3',
      subject: 'CN=127.0.0.1',
      issuer: 'CN=Test Intermediate',
      names: ['127.0.0.1', 'billing.test'],
      chainLength: 2,
    });
    expect(result.certificate?.validTo).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  it('verifies addresses too', async () => {
    const { url } = await start(variants.servers.good);
    expect(answered(await net().http({ url, strictTls: true })).certificate?.authorized).toBe(true);
  });

  it.each([
    ['expired', 'CERT_HAS_EXPIRED', 2],
    ['notYetValid', 'CERT_NOT_YET_VALID', 2],
    ['otherName', 'ERR_TLS_CERT_ALTNAME_INVALID', 2],
    ['leafOnly', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 1],
    ['selfSigned', 'DEPTH_ZERO_SELF_SIGNED_CERT', 1],
    ['unknownRoot', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 2],
  ] as const)('%s goes on with %s, and ends there when strict', async (variant, error, chainLength) => {
    expect(answered(await https(variant)).certificate).toMatchObject({ authorized: false, error, chainLength });
    expect(failure(await https(variant, { strictTls: true }))).toMatchObject({ stage: 'tls', code: error, address: '127.0.0.1' });
  });

  it.each([
    ['plainHttp', 'EPROTO', /wrong version number/],
    ['oldTls', 'EPROTO', /protocol version|unsupported/],
    ['resets', 'ECONNRESET', /./],
    ['closes', 'ECONNRESET', /./],
    ['silent', 'ETIMEDOUT', /silent/],
  ] as const)('%s fails with %s', async (variant, code, message) => {
    const result = failure(await https(variant, code === 'ETIMEDOUT' ? { timeoutMs: 300 } : {}));
    expect(result).toMatchObject({ stage: 'tls', code });
    expect(result.message).toMatch(message);
  });

  it('needs a CA file that can be used', async () => {
    const { url } = await start(variants.servers.good);
    await expect(net({ cacert: '/nope.pem' }).http({ url })).rejects.toMatchObject({ name: 'LookFailed', gap: 'absent' });
    const none = join(folder, 'none.pem');
    writeFileSync(none, 'nothing');
    await expect(net({ cacert: none }).http({ url })).rejects.toMatchObject({ gap: 'malformed' });
  });
});

describe('addresses', () => {
  it('come from --resolve, the entry with the port first, and Host stays', async () => {
    const { port } = await start(hostile.httpServer('host', (request, response) => response.end(request.headers.host)));
    const one = net({
      resolve: [
        { host: 'Billing.test', port: null, address: '127.0.0.2' },
        { host: 'billing.test', port, address: '127.0.0.1' },
      ],
    });
    const result = answered(await one.http({ url: `http://billing.test:${port}/` }));
    expect(result).toMatchObject({ body: `billing.test:${port}`, address: '127.0.0.1' });
    expect(await one.lookup('billing.test', 4)).toEqual({ addresses: ['127.0.0.2'], code: null });
    expect(await one.lookup('billing.test', 6)).toEqual({ addresses: [], code: 'ENOTFOUND' });
  });

  it.each([
    'http://127.0.0.1/',
    'http://localhost/',
    'http://2130706433/',
    'http://[::ffff:127.0.0.1]/',
    'http://169.254.169.254/',
    'http://10.1.2.3/',
  ])('that are not public are not contacted for %s', async (url) => {
    const touched: Touch[] = [];
    const one = net({}, { onTouch: (touch) => touched.push(touch) });
    expect(failure(await one.http({ url, publicOnly: true }))).toMatchObject({ stage: 'tcp', code: 'ERR_PRIVATE_ADDRESS' });
    expect(touched).toEqual([]);
  });

  it('that the operator gave are meant, public or not', async () => {
    const { port } = await start(hostile.empty);
    const given = net({ resolve: [{ host: 'billing.test', port: null, address: '127.0.0.1' }] });
    expect(answered(await given.http({ url: `http://billing.test:${port}/`, publicOnly: true })).status).toBe(200);
    const origin = net({ origin: '127.0.0.1' });
    expect(answered(await origin.http({ url: `http://billing.test:${port}/`, address: '127.0.0.1', publicOnly: true })).status).toBe(200);
    expect(failure(await net().http({ url: `http://billing.test:${port}/`, address: '127.0.0.1', publicOnly: true })).code).toBe(
      'ERR_PRIVATE_ADDRESS',
    );
  });
});

describe('a proxy of the environment', () => {
  /** Forwards CONNECT to 127.0.0.1 and answers what comes in absolute form itself. */
  async function proxy(how: { readonly status?: number } = {}) {
    const asked: string[] = [];
    const server = createHttpServer((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers['proxy-authorization'] ?? '-'}`);
      response.writeHead(how.status ?? 200).end('from the proxy');
    });
    server.on('connect', (request, socket) => {
      asked.push(`CONNECT ${request.url} ${request.headers['proxy-authorization'] ?? '-'}`);
      socket.on('error', () => undefined);
      if (how.status !== undefined) {
        socket.end(`HTTP/1.1 ${how.status} No\r\n\r\n`);
        return;
      }
      const upstream = connectTcp(Number(request.url?.split(':').pop()), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      upstream.on('error', () => socket.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    running.push({ port, url: '', connections: () => 0, sent: () => 0, stop: async () => void server.close() });
    return { asked, port };
  }

  it('is asked in absolute form for http, with its credentials, which go to the vault', async () => {
    const { asked, port } = await proxy();
    const vault = new SecretVault();
    const one = net({}, { vault, environment: { http_proxy: `http://me:s%33cret-canary@127.0.0.1:${port}` } });
    expect(answered(await one.http({ url: 'http://unknown-here.invalid/a?b' }))).toMatchObject({ body: 'from the proxy', address: null });
    expect(asked).toEqual([`GET http://unknown-here.invalid/a?b Basic ${Buffer.from('me:s3cret-canary').toString('base64')}`]);
    expect(vault.values()).toContain('s3cret-canary');
  });

  it('is a tunnel for https, and the certificate is still the server’s', async () => {
    const { asked, port } = await proxy();
    const site = await start(variants.servers.otherName);
    const one = net({}, { environment: { HTTPS_PROXY: `127.0.0.1:${port}` } });
    const result = answered(await one.http({ url: `https://billing.test:${site.port}/` }));
    expect(result).toMatchObject({
      body: 'over tls',
      address: null,
      certificate: { error: 'ERR_TLS_CERT_ALTNAME_INVALID', chainLength: 2 },
    });
    expect(asked).toEqual([`CONNECT billing.test:${site.port} -`]);
  });

  it('is left out for NO_PROXY and for addresses that were given', async () => {
    const site = await start(hostile.empty);
    const broken = 'http://127.0.0.1:9';
    const exempt = net({}, { environment: { http_proxy: broken, NO_PROXY: 'example.com,127.0.0.1' } });
    expect(answered(await exempt.http({ url: site.url })).status).toBe(200);
    const given = net({}, { environment: { http_proxy: broken } });
    expect(answered(await given.http({ url: `http://billing.test:${site.port}/`, address: '127.0.0.1' })).status).toBe(200);
  });

  it.each([
    ['refusing', { HTTPS_PROXY: 'http://u:pw-canary@127.0.0.1:9' }, 'ECONNREFUSED'],
    ['unusable', { HTTPS_PROXY: 'socks5://u:pw-canary@127.0.0.1' }, 'ERR_PROXY_UNUSABLE'],
    ['malformed', { HTTPS_PROXY: 'http://u:pw-canary@[' }, 'ERR_PROXY_UNUSABLE'],
  ])('that is %s fails at stage tcp and is named without its password', async (_, environment, code) => {
    const result = failure(await net({}, { environment }).http({ url: 'https://billing.test/' }));
    expect(result).toMatchObject({ stage: 'tcp', code });
    expect(result.message).toMatch(/proxy/i);
    expect(result.message).not.toContain('pw-canary');
  });

  it('that denies is named with its status', async () => {
    const { port } = await proxy({ status: 403 });
    const denied = net({}, { environment: { https_proxy: `http://127.0.0.1:${port}` } });
    expect(failure(await denied.http({ url: 'https://billing.test/' }))).toMatchObject({ stage: 'tcp', code: 'ERR_PROXY_403' });
    const other = await proxy({ status: 407 });
    const unknown = net({}, { environment: { http_proxy: `http://127.0.0.1:${other.port}` } });
    expect(failure(await unknown.http({ url: 'http://billing.test/' }))).toMatchObject({ stage: 'tcp', code: 'ERR_PROXY_407' });
  });

  it('that is silent is named', async () => {
    const { port } = await start(hostile.silent);
    const one = net({ timeoutMs: 150 }, { environment: { https_proxy: `http://127.0.0.1:${port}` } });
    const result = failure(await one.http({ url: 'https://billing.test/' }));
    expect(result).toMatchObject({ stage: 'tcp', code: 'ETIMEDOUT' });
    expect(result.message).toContain('proxy');
  });
});

describe('stopping', () => {
  it.each([
    ['silent server', hostile.silent],
    ['slow body', hostile.slowBody],
    ['TLS that stays silent', { ...hostile.silent, start: async () => ({ ...(await hostile.silent.start()), tls: true }) }],
  ])('a look at a %s takes effect at once and closes the connection', async (name, server) => {
    const one = await start(server);
    const url = name.startsWith('TLS') ? one.url.replace('http:', 'https:') : one.url;
    const controller = new AbortController();
    const looking = net({ timeoutMs: 5000 }).http({ url, signal: controller.signal });
    setTimeout(() => controller.abort(), 100);
    const started = performance.now();
    await expect(looking).rejects.toMatchObject({ name: 'LookFailed', gap: 'aborted' });
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('by close() ends what is going on', async () => {
    const { url } = await start(hostile.silent);
    const one = net({ timeoutMs: 5000 });
    const looking = one.http({ url });
    setTimeout(() => one.close(), 50);
    await expect(looking).rejects.toMatchObject({ gap: 'aborted' });
    await expect(one.http({ url })).rejects.toMatchObject({ gap: 'aborted' });
  });
});

it('tries the next address when the first is silent or refuses', async () => {
  const server = createServer((socket) => socket.end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { dial } = await import('../../../src/host/net/connect.js');
  const closed = new AbortController().signal;
  const dialled = await dial({ onTouch: () => undefined, closed }, ['127.0.0.2', '::1', '127.0.0.1'], port, {
    timeoutMs: 500,
    signal: undefined,
  });
  expect(dialled).toMatchObject({ ok: true, address: '127.0.0.1' });
  if (dialled.ok) dialled.socket.destroy();
  server.close();
  await expect(dial({ onTouch: () => undefined, closed }, [], port, { timeoutMs: 500, signal: undefined })).rejects.toMatchObject({
    gap: 'bug',
  });
});
