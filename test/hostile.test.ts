/** What hostile sites do, over real connections: the probes that visit a site, with the real network of a host. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createNet } from '../src/host/net.js';
import { readSmallFile } from '../src/host/small-file.js';
import { SecretVault } from '../src/host/vault.js';
import type { Host, Site } from '../src/model.js';
import { LookFailed } from '../src/logic/failure.js';
import login from '../src/probes/http-login.js';
import site from '../src/probes/http-site.js';
import { createRedactor } from '../src/redact/boundary.js';
import { toJson } from '../src/report/json.js';
import { plain } from '../src/report/plain-text.js';
import { fakeHost, look, seen } from './support/fake-host.js';
import * as servers from './support/net-servers.js';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function started(server: servers.HostileServer): Promise<servers.Running> {
  const running = await server.start();
  ends.push(() => running.stop());
  return running;
}

function hostWith(timeoutMs = 500, disguise = false): { readonly host: Host; readonly vault: SecretVault } {
  const vault = new SecretVault();
  const net = createNet({ options: { resolve: [], timeoutMs, origin: null, cacert: null }, vault, environment: {} });
  ends.push(() => net.close());
  const http: Host['net']['http'] = async (request) => {
    const answer = await net.http(request);
    // The loopback address in the place of a public one: to the probe the site is not of the inside.
    return answer.ok && disguise ? { ...answer, address: '203.0.113.10' } : answer;
  };
  const lookup: Host['net']['lookup'] = (name, family, signal) => net.lookup(name, family, signal);
  return { host: fakeHost({ net: { http, lookup }, vault: vault.front(), now: () => Date.now() }), vault };
}

async function visited(server: servers.HostileServer, how: { readonly timeoutMs?: number; readonly disguise?: boolean } = {}) {
  const running = await started(server);
  const { host, vault } = hostWith(how.timeoutMs, how.disguise);
  const { value } = await site.observe(look(host, { 'site.url': { url: running.url, from: 'database' } }), () => {});
  const walk = (value as Site).walks.find(({ why }) => why === 'system-url');
  if (!walk) throw new Error('the System URL was not visited');
  return { walk, running, vault, host };
}

/** What any format would print of it. */
function printed(value: unknown): string {
  return toJson(value) + plain(JSON.stringify(value));
}

const obeyed = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

describe('a site that', () => {
  it('never answers costs the silence allowed and is a value', async () => {
    const began = performance.now();
    const { walk } = await visited(servers.silent);
    expect(walk).toMatchObject({ outcome: 'failed', failure: { code: 'ETIMEDOUT' } });
    expect(performance.now() - began).toBeLessThan(4000);
  });

  it('drips one byte a second ends with the whole request', async () => {
    const { walk } = await visited(servers.slowDrip, { timeoutMs: 400 });
    expect(walk).toMatchObject({ outcome: 'failed', failure: { code: 'ETIMEDOUT' } });
  });

  it('sends a gigabyte is read to the limit and no further', async () => {
    const { walk, running } = await visited(servers.huge, { timeoutMs: 3000 });
    expect(walk).toMatchObject({ outcome: 'answered', status: 200 });
    expect(running.sent()).toBeLessThan(64 * 1024 * 1024);
  });

  it.each([
    ['a loop', servers.redirectLoop, 'loop'],
    ['ever new addresses', servers.endlessRedirects, 'too-many-redirects'],
    ['javascript:', servers.redirectUnusable, 'redirect-unusable'],
    ["a cloud's metadata, even from inside", servers.redirectToPrivate, 'redirect-to-private-address'],
  ] as const)('redirects to %s', async (_, server, outcome) => {
    expect((await visited(server)).walk.outcome).toBe(outcome);
  });

  it('is public and redirects to the inside is not followed there', async () => {
    const inside = await started(servers.empty);
    const outside = servers.httpServer('outside', (_, response) =>
      response.writeHead(302, { location: inside.url.replace('127.0.0.1', 'localhost') }).end(),
    );
    const { walk } = await visited(outside, { disguise: true });
    expect(walk.outcome).toBe('redirect-to-private-address');
    expect(inside.connections()).toBe(0);
  });

  it('was public a moment ago must stay so: its name may lead elsewhere by the second request', async () => {
    const again = servers.httpServer('again', (request, response) => response.writeHead(302, { location: `${request.url ?? '/'}x` }).end());
    const { walk } = await visited(again, { disguise: true });
    expect(walk).toMatchObject({ outcome: 'redirect-to-private-address', hops: { length: 1 } });
  });

  it('puts credentials and a token into Location keeps them from the fact', async () => {
    const target = 'http://user:hunter2secret@127.0.0.1:1/a/0123456789abcdef0123456789?key=s3cr3ttoken#frag';
    const { walk } = await visited(servers.httpServer('leaky', (_, response) => response.writeHead(302, { location: target }).end()));
    for (const secret of ['hunter2secret', '0123456789abcdef0123456789', 's3cr3ttoken', 'frag'])
      expect(JSON.stringify(walk)).not.toContain(secret);
  });

  it.each([
    servers.terminalEscapes,
    servers.escapeInHeader,
    servers.nulBytes,
    servers.notUtf8,
    servers.garbage,
    servers.cutBody,
    servers.closesAtOnce,
    servers.resets,
    servers.hugeHeaders,
  ])('sends $name is survived, and nothing that a terminal obeys comes through', async (server) => {
    const { walk, host } = await visited(server);
    expect(printed(walk).replaceAll('\n', '')).not.toMatch(obeyed);
    const running = await started(server);
    const have = { 'site.url': { url: running.url, from: 'database' } } as const;
    const page = await login
      .observe(look(host, have, { 'database.settings': seen({} as never) }), () => {})
      .catch((error: unknown) => error);
    if (page instanceof Error) expect(page).toBeInstanceOf(LookFailed);
    expect(printed(page instanceof LookFailed ? page.why : page).replaceAll('\n', '')).not.toMatch(obeyed);
  });

  it('breaks chunked encoding is survived', async () => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n';
    for (const body of [
      'zz\r\nabc\r\n',
      '5\r\nabc',
      'ffffffffffffffffff\r\nabc\r\n',
      '-1\r\nabc\r\n',
      '3\r\nabcdef\r\n0\r\n\r\n',
      '0\r\nX: y',
    ]) {
      const { walk } = await visited(servers.rawServer('chunks', head + body));
      expect(['answered', 'failed']).toContain(walk.outcome);
    }
  });

  it('sends ten thousand headers is survived, and few of its cookies are kept', async () => {
    const short = `HTTP/1.1 200 OK\r\n${'A:\r\n'.repeat(10_000)}\r\nok`;
    expect((await visited(servers.rawServer('headers', short))).walk.outcome).toBe('answered');
    const long = `HTTP/1.1 200 OK\r\n${'X-Header: value\r\n'.repeat(10_000)}\r\nok`;
    expect((await visited(servers.rawServer('too long', long))).walk).toMatchObject({ outcome: 'failed', failure: { stage: 'http' } });
    const cookies = Array.from({ length: 2000 }, (_, index) => `Set-Cookie: c${index}=value-${index}\r\n`).join('');
    const { walk, vault } = await visited(servers.rawServer('cookies', `HTTP/1.1 200 OK\r\n${cookies}\r\nok`));
    expect(walk.hops[0]?.cookies).toHaveLength(50);
    expect(vault.values().length).toBeLessThan(250);
  });

  it('hands out a new cookie with every answer does not slow the redactor down', () => {
    const vault = new SecretVault();
    for (let index = 0; index < 5000; index++) vault.keep('cookie', `${index}-${'x'.repeat(200)}`);
    const redactor = createRedactor(vault.values());
    const began = performance.now();
    expect(redactor.text(`${'a'.repeat(500_000)} 77-${'x'.repeat(200)}`)).toMatch(/a \[secret\]$/);
    expect(performance.now() - began).toBeLessThan(3000);
  });

  it('sets cookies that are words of reports has them kept nowhere, and its session id is a secret', async () => {
    const lines = ['a=pass', 'theme=login', 'c=http', 'seen=2026-01-01', 'PHPSESSID=k3j2h1g0f9e8d7c6b5a4z3'].map(
      (pair) => `Set-Cookie: ${pair}\r\n`,
    );
    const { vault } = await visited(servers.rawServer('words', `HTTP/1.1 200 OK\r\n${lines.join('')}\r\nok`));
    expect(vault.values()).toEqual(['k3j2h1g0f9e8d7c6b5a4z3']);
  });

  it('sets cookies with strange values still gets the next request', async () => {
    const asked: string[] = [];
    const jar = servers.httpServer('jar', (request, response) => {
      asked.push(request.headers.cookie ?? '');
      if (asked.length > 1) return void response.end('ok');
      response.setHeader('set-cookie', [
        'good=1; path=/',
        `long=${'x'.repeat(5000)}; path=/`,
        '__proto__=x; path=/',
        'latin=\u00e9; path=/',
      ]);
      response.writeHead(302, { location: '/next' }).end();
    });
    const { walk } = await visited(jar);
    expect(walk).toMatchObject({ outcome: 'answered', hops: { length: 2 } });
    expect(asked[1]).toContain('good=1');
    expect(asked[1]).not.toContain('xxxx');
  });
});

describe('files that the operator named', () => {
  it('are not opened where they are devices, folders or links to them', () => {
    const folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-test-'));
    ends.push(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, 'dir'));
    symlinkSync('/dev/zero', join(folder, 'zero'));
    writeFileSync(join(folder, 'real'), 'text');
    symlinkSync('real', join(folder, 'link'));
    expect(readSmallFile(join(folder, 'link'), 'it', 100).toString()).toBe('text');
    for (const name of ['dir', 'zero']) expect(() => readSmallFile(join(folder, name), 'it', 100)).toThrow(/is not a regular file/);
  });
});
