import { describe, expect, it } from 'vitest';
import { supersededRanges } from '../../src/knowledge/cloudflare-ranges.js';
import { knownProxies, knownProxy, tellingHeaders } from '../../src/knowledge/proxies.js';
import { addressSet, covers, parseEntry, pieces, subtract } from '../../src/logic/address-set.js';
import { keptHeaders } from '../../src/probes/site-request.js';
import { headerName } from '../../src/logic/visitor-address.js';

describe('known proxies', () => {
  it.each(knownProxies.map((proxy) => [proxy.id, proxy] as const))('%s is well formed', (id, proxy) => {
    expect(knownProxy(id)).toBe(proxy);
    for (const range of proxy.ranges) expect(parseEntry(range)).toMatchObject({ ok: true, notes: [] });
    for (const header of proxy.sends) expect(headerName(header)).toBe(header);
    for (const { header } of proxy.marks) expect(tellingHeaders.has(header) && header === header.toLowerCase()).toBe(true);
    expect(proxy.sends).not.toHaveLength(0);
  });
});

describe('what is kept of an answer', () => {
  it.each([
    ['server', 'cloudflare'],
    ['cf-ray', '8c9f0a1b2c3d4e5f-FRA'],
    ['server', 'Sucuri/Cloudproxy'],
    ['x-sucuri-id', '15003'],
    ['x-sucuri-cache', 'HIT'],
    ['x-iinfo', '9-12345678-12345679 NNNN CT(0 0 0) RT(1700000000000 10) q(0 0 0 -1) r(1 1)'],
    ['x-cdn', 'Incapsula'],
    ['x-amz-cf-id', 'k3Jx9QbW7mZ1tR5vY8nL2pD4sF6hG0aC=='],
    ['via', '1.1 3f2a4b5c6d7e8f9012.cloudfront.net (CloudFront)'],
    ['x-fastly-request-id', '3f2a4b5c6d7e8f9012ab3f2a4b5c6d7e8f9012ab'],
    ['x-served-by', 'cache-fra-eddf8230123-FRA'],
    ['server', 'AkamaiGHost'],
    ['akamai-grn', '0.8c9f0a17.1700000000.3f2a4b5c'],
    ['server', 'BunnyCDN-DE1-1047'],
    ['cdn-requestid', '3f2a4b5c6d7e8f9012ab3f2a4b5c6d7e'],
    ['server', 'ddos-guard'],
    ['via', '1.1 varnish (Varnish/6.0)'],
    ['x-varnish', '3276801 1234567'],
    ['x-proxy-cache', 'HIT'],
    ['server', 'Microsoft-IIS/10.0'],
    ['strict-transport-security', 'max-age=63072000; includeSubDomains; preload'],
    ['cache-control', 'public, max-age=31536000'],
  ])('%s: %s stays whole', (name, value) => {
    const answer = { ok: true, status: 200, headers: [[name, value]], body: '' } as unknown as Parameters<typeof keptHeaders>[0];
    expect(keptHeaders(answer)).toEqual({ [name]: value });
  });

  it('a token in a query or after its name does not', () => {
    const headers = [
      ['content-security-policy', "default-src 'self'; report-uri https://x.test/?k=Zq8Wx3Kt"],
      ['x-cache', 'token=Zq8Wx3Kt'],
    ];
    const answer = { ok: true, status: 200, headers, body: '' } as unknown as Parameters<typeof keptHeaders>[0];
    expect(JSON.stringify(keptHeaders(answer))).not.toContain('Zq8Wx3Kt');
  });
});

describe('superseded ranges', () => {
  it.each(supersededRanges)('$range is what replaces it and its surplus', ({ range, replacedBy, surplus }) => {
    const whole = addressSet([range]);
    expect(covers(whole, addressSet([...replacedBy, surplus]))).toBe(true);
    expect(pieces(subtract(whole, addressSet(replacedBy)))).toEqual([surplus]);
  });
});
