import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createNet } from '../../../src/host/net.js';
import { SecretVault } from '../../../src/host/vault.js';
import type { SmtpRequest } from '../../../src/model.js';
import { testChain, type TestChain } from '../../support/certificates.js';
import { refused, silent, tcpServer, type HostileServer } from '../../support/net-servers.js';
import { startMailServer, type MailManners } from '../../support/smtp-server.js';

const host = 'mail.test';
let folder: string;
let chain: TestChain;
const endings: (() => unknown)[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'smtp-'));
  chain = testChain([host]);
  writeFileSync(join(folder, 'ca.pem'), chain.root.cert);
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

const vault = new SecretVault();

async function speak(port: number, how: Partial<SmtpRequest> = {}) {
  const options = { resolve: [{ host, port: null, address: '127.0.0.1' }], timeoutMs: 1000, origin: null, cacert: join(folder, 'ca.pem') };
  const net = createNet({ options, vault, environment: {} });
  endings.push(() => net.close());
  return await net.smtp({ host, port, encryption: 'required', ...how });
}

async function server(manners: Partial<MailManners> = {}) {
  const one = await startMailServer({ ...chain.good, ...manners });
  endings.push(() => one.close());
  return one;
}

const login = (password: string) => ({ user: 'acme', password: vault.keep('SMTP_PASSWORD', password) });
const known = { login: { user: 'acme', password: 'right-password' } };

describe('a conversation that goes through', () => {
  it('upgrades with STARTTLS and says what was offered', async () => {
    const { port, mails } = await server(known);
    const seen = await speak(port);
    expect(seen).toMatchObject({ address: '127.0.0.1', offersStartTls: true, login: null, failure: null });
    expect(seen.banner).toMatch(/^220 mail\.test/);
    expect(seen.capabilities).toContainEqual(expect.stringMatching(/^AUTH /));
    expect(seen.certificate).toMatchObject({ authorized: true, names: [host] });
    expect(mails).toEqual([]);
  });

  it('is encrypted from the first byte', async () => {
    const { port } = await server({ implicit: true });
    expect(await speak(port, { encryption: 'implicit' })).toMatchObject({ failure: null, certificate: { authorized: true } });
  });

  it('stays plain where nothing else is offered', async () => {
    const { port } = await server({ startTls: false });
    expect(await speak(port, { encryption: 'offered' })).toMatchObject({ failure: null, certificate: null, offersStartTls: false });
  });

  it.each(['unknownRoot', 'expired', 'otherName'] as const)('describes a certificate that does not verify: %s', async (which) => {
    for (const implicit of [true, false]) {
      const { port } = await server({ ...chain[which], implicit });
      const seen = await speak(port, { encryption: implicit ? 'implicit' : 'required' });
      expect(seen).toMatchObject({ failure: null, certificate: { authorized: false } });
      expect(seen.certificate?.error).toMatch(/^[A-Z_]+$/);
    }
  });
});

describe('the log-in', () => {
  it('is accepted, or refused with the answer', async () => {
    const { port, mails } = await server(known);
    expect(await speak(port, { login: login('right-password') })).toMatchObject({ login: 'accepted', failure: null });
    const refusal = await speak(port, { login: login('wrong-password') });
    expect(refusal).toMatchObject({ login: 'refused', failure: { stage: 'login' } });
    expect(refusal.failure?.reply).toMatch(/^535 /);
    expect(JSON.stringify(refusal)).not.toContain('wrong-password');
    expect(mails).toEqual([]);
  });

  it('shows no password to a server that cannot prove its name, or in the clear', async () => {
    const stranger = await server({ ...known, ...chain.unknownRoot });
    expect(await speak(stranger.port, { login: login('right-password') })).toMatchObject({ login: null, failure: null });
    const plain = await server({ ...known, startTls: false });
    expect(await speak(plain.port, { encryption: 'offered', login: login('right-password') })).toMatchObject({ login: null });
  });
});

describe('where it ends', () => {
  const open = async (one: HostileServer) => {
    const running = await one.start();
    endings.push(() => running.stop());
    return running.port;
  };

  it('at a name that is none', async () => {
    expect((await speak(25, { host: 'no-such-name.invalid' })).failure).toMatchObject({ stage: 'dns' });
  });

  it('at a closed port', async () => {
    const { port, stop } = await refused.start();
    await stop();
    expect((await speak(port)).failure).toMatchObject({ stage: 'tcp', code: 'ECONNREFUSED' });
  });

  it('at a server that says nothing', async () => {
    expect((await speak(await open(silent))).failure).toMatchObject({ stage: 'banner', code: 'ETIMEDOUT' });
  });

  it('not at a server that greets late, where that is waited for', async () => {
    const late = tcpServer('late', (socket) => {
      const timer = setTimeout(() => socket.write('220 mail.test ESMTP\r\n'), 1300);
      socket.on('data', (text) => socket.write(/^QUIT/.test(String(text)) ? '221 bye\r\n' : '250 mail.test\r\n'));
      socket.once('close', () => clearTimeout(timer));
      socket.on('error', () => undefined);
    });
    const port = await open(late);
    expect((await speak(port, { encryption: 'never', greetingMs: 3000 })).failure).toBeNull();
    expect((await speak(port, { encryption: 'never' })).failure).toMatchObject({ stage: 'banner', code: 'ETIMEDOUT' });
  });

  it('at a server that greets and says no more, soon also where a late greeting is waited for', async () => {
    const mute = tcpServer('mute', (socket) => {
      socket.write('220 mail.test ESMTP\r\n');
      socket.resume();
    });
    const seen = await speak(await open(mute), { timeoutMs: 300, greetingMs: 3000 });
    expect(seen.failure).toMatchObject({ stage: 'hello', code: 'ETIMEDOUT' });
    expect(seen.durationMs).toBeLessThan(2000);
  });

  it('at a server that speaks TLS and waits for it', async () => {
    const { port } = await server({ implicit: true });
    expect((await speak(port)).failure).toMatchObject({ stage: 'banner' });
  });

  it('at a server that does not speak TLS yet', async () => {
    const { port } = await server();
    expect((await speak(port, { encryption: 'implicit' })).failure).toMatchObject({ stage: 'tls', code: 'EPROTO' });
  });

  it('at STARTTLS that is not offered', async () => {
    const { port } = await server({ startTls: false });
    const seen = await speak(port);
    expect(seen).toMatchObject({ offersStartTls: false, failure: { stage: 'starttls' } });
  });

  it.each(['554 5.7.1 go away', '421 4.7.0 too many connections', '454 4.7.0 later'])('at %s', async (refuse) => {
    const { port } = await server({ refuse });
    expect(await speak(port)).toMatchObject({ banner: refuse, failure: { stage: 'banner', reply: refuse } });
  });

  it('at one that hangs up', async () => {
    const { port } = await server({ refuse: '' });
    expect((await speak(port)).failure).toMatchObject({ stage: 'banner', code: 'ECONNRESET' });
  });

  it('at a flood', async () => {
    const flood = tcpServer('flood', (socket) => {
      const more = (): void => {
        while (!socket.destroyed && socket.write('220-'.padEnd(16_000, 'x') + '\r\n'));
        if (!socket.destroyed) socket.once('drain', more);
      };
      more();
    });
    const seen = await speak(await open(flood));
    expect(seen.failure).toMatchObject({ stage: 'banner' });
    expect(JSON.stringify(seen).length).toBeLessThan(2000);
  });
});

it('ends with its signal', async () => {
  const running = await silent.start();
  endings.push(() => running.stop());
  await expect(speak(running.port, { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({ name: 'LookFailed', gap: 'aborted' });
});
