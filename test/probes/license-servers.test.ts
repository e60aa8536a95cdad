import { describe, expect, test } from 'vitest';
import probe from '../../src/probes/license-servers.js';
import type { Host, HttpRequest, HttpResult, RunOptions } from '../../src/model.js';
import { defaultEndpoints } from '../../src/policy/defaults.js';
import { certificate } from '../checks/license/fixtures.js';
import { fakeFiles, fakeHost, look } from '../support/fake-host.js';

const names: Readonly<Record<string, readonly string[]>> = {
  '4 a.licensing.whmcs.com': ['198.51.100.20', '198.51.100.21'],
  '6 a.licensing.whmcs.com': ['2001:db8::20'],
  '4 b.licensing.whmcs.com': [],
  '4 example.com': ['192.0.2.80'],
};

const answered = (status: number, error: string | null = null): HttpResult => ({
  ok: true,
  status,
  headers: [],
  body: '',
  truncated: false,
  address: null,
  certificate: certificate(error),
  sentAt: 0,
  headersAt: 5,
  durationMs: 5,
});

function observe(http: (request: HttpRequest) => HttpResult, options: Partial<RunOptions> = {}, asked: HttpRequest[] = []) {
  const net: Partial<Host['net']> = {
    lookup: async (name, family) => {
      const addresses = /^[\d.]+$/.test(name) ? (family === 4 ? [name] : []) : (names[`${family} ${name}`] ?? []);
      return { addresses, code: addresses.length > 0 ? null : 'ENOTFOUND' };
    },
    http: async (request) => {
      asked.push(request);
      return http(request);
    },
  };
  const files = fakeFiles({ '/etc/hosts': '127.0.0.1 localhost\n198.51.100.20 a.licensing.whmcs.com\n' });
  const credentials = { has: (name: string) => name === 'HTTPS_PROXY' };
  return probe.observe(look(fakeHost({ net, files, credentials }), undefined, undefined, options), () => {});
}

const refused = (address: string): HttpResult => ({ ok: false, stage: 'tcp', code: 'ECONNREFUSED', message: '', address, durationMs: 1 });

describe('the license servers', () => {
  test('in stages, each family apart, with overrides and proxies named', async () => {
    const { value } = await observe(({ family, address = '' }) => (family === 6 ? refused(address) : answered(200)));
    const [a, b] = value.servers;
    expect(a).toMatchObject({
      ipv4: { reached: true, httpStatus: 200 },
      ipv6: { reached: false, failure: { stage: 'tcp', code: 'ECONNREFUSED' } },
    });
    expect(a?.hostsFile).toBe('198.51.100.20 a.licensing.whmcs.com');
    expect(b).toMatchObject({ ipv4: null, ipv6: null, lookup: { ipv4: 'ENOTFOUND', ipv6: 'ENOTFOUND' }, hostsFile: null });
    expect(value.controls).toMatchObject([{ host: 'example.com', ipv4: { reached: true } }]);
    expect(value.proxyVariables).toEqual(['HTTPS_PROXY']);
  });

  test('the next address is tried where the first fails', async () => {
    const { value } = await observe(({ address = '' }) => (address === '198.51.100.20' ? refused(address) : answered(200)));
    expect(value.servers[0]?.ipv4).toMatchObject({ reached: true, address: '198.51.100.21' });
  });

  test('a certificate that does not verify is a failure of TLS, and its issuer is kept', async () => {
    const { value } = await observe(() => answered(200, 'CERT_HAS_EXPIRED'));
    expect(value.servers[0]?.ipv4).toMatchObject({
      reached: false,
      failure: { stage: 'tls', code: 'CERT_HAS_EXPIRED' },
      certificate: { authorized: false },
    });
  });

  test('--resolve with a port decides the address', async () => {
    const asked: HttpRequest[] = [];
    await observe(() => answered(200), { resolve: [{ host: 'b.licensing.whmcs.com', port: 443, address: '192.0.2.99' }] }, asked);
    expect(asked.map(({ address }) => address)).toContain('192.0.2.99');
  });

  test('not contacted when switched off', async () => {
    await expect(observe(() => answered(200), { offline: true })).rejects.toMatchObject({ gap: 'disabled' });
    await expect(observe(() => answered(200), { endpoints: { ...defaultEndpoints, license: [] } })).rejects.toMatchObject({
      gap: 'disabled',
    });
  });
});
