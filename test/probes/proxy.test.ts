import { describe, expect, it } from 'vitest';
import { cloudflareRanges } from '../../src/knowledge/cloudflare-ranges.js';
import type { Facts, LoginPage, RunOptions, SiteDns } from '../../src/model.js';
import { defaultEndpoints } from '../../src/policy/defaults.js';
import dnsProbe from '../../src/probes/proxy-dns.js';
import frontProbe from '../../src/probes/proxy-front.js';
import rangesProbe from '../../src/probes/proxy-ranges.js';
import addressProbe from '../../src/probes/public-address.js';
import { login } from '../checks/url/facts.js';
import { look, seen, unseen } from '../support/fake-host.js';
import { refused, web, type Serve } from './site.js';

const site = { 'site.url': { url: 'https://billing.test/', from: 'database' } } as const;
const edge = '104.16.1.1';

describe('proxy.ranges', () => {
  const observe = async (serve: Serve, options: Partial<RunOptions> = {}) =>
    (await rangesProbe.observe(look(web(serve).host, {}, {}, options), () => {})).value;
  const answer = (ipv4: readonly string[]) =>
    JSON.stringify({ result: { etag: 'x', ipv4_cidrs: ipv4, ipv6_cidrs: cloudflareRanges.ipv6 }, success: true });

  it('takes the published list', async () => {
    const ipv4 = [...cloudflareRanges.ipv4, '8.8.8.0/24'];
    expect(await observe(() => ({ body: answer(ipv4) }))).toEqual({
      ipv4,
      ipv6: cloudflareRanges.ipv6,
      source: 'published',
      verifiedAt: cloudflareRanges.verifiedAt,
    });
  });
  it.each<[string, Serve, Partial<RunOptions>]>([
    ['silence', () => refused('ETIMEDOUT'), {}],
    ['an error', () => ({ status: 500, body: answer(cloudflareRanges.ipv4) }), {}],
    ['a page', () => ({ body: '<html>' }), {}],
    ['a list that trusts everybody', () => ({ body: answer([...cloudflareRanges.ipv4, '0.0.0.0/0']) }), {}],
    ['an empty list', () => ({ body: answer([]) }), {}],
    ['--offline', () => ({ body: answer(['8.8.8.0/24', ...cloudflareRanges.ipv4]) }), { offline: true }],
    ['no endpoint', () => ({}), { endpoints: { ...defaultEndpoints, cloudflareRanges: null } }],
  ])('uses its own copy at %s', async (_, serve, options) => {
    expect(await observe(serve, options)).toEqual({ ...cloudflareRanges, source: 'embedded' });
  });
});

describe('proxy.dns', () => {
  const doh: Serve = (_, at) => ({
    body: JSON.stringify({
      Status: 0,
      Answer:
        at.searchParams.get('type') === 'A'
          ? [
              { type: 5, data: 'x.' },
              { type: 1, data: edge },
            ]
          : [{ type: 28, data: '2606:4700::1' }],
    }),
  });
  const observe = async (serve: Serve, options: Partial<RunOptions> = {}, url = 'https://billing.test/') => {
    const { host, asked } = web(serve, { 'billing.test': ['127.0.0.1', '::1'] });
    return { value: (await dnsProbe.observe(look(host, { 'site.url': { url, from: 'database' } }, {}, options), () => {})).value, asked };
  };

  it('keeps this machine’s view and the visitors’ apart', async () => {
    const { value, asked } = await observe(doh);
    expect(value).toEqual({
      name: 'billing.test',
      local: ['127.0.0.1', '::1'],
      visitors: [edge, '2606:4700::1'],
      resolver: defaultEndpoints.resolvers[0],
    });
    expect(asked[0]).toMatchObject({
      url: `${defaultEndpoints.resolvers[0]}?name=billing.test&type=A`,
      headers: { accept: 'application/dns-json' },
    });
  });
  it('a name that does not exist is an answer, a broken resolver is none', async () => {
    expect((await observe(() => ({ body: '{"Status":3}' }))).value.visitors).toEqual([]);
    for (const body of ['{"Status":2}', 'no', '[]']) expect((await observe(() => ({ body }))).value.visitors).toBeNull();
    expect((await observe(() => refused())).value).toMatchObject({ visitors: null, resolver: null });
    expect((await observe(doh, { offline: true })).value.visitors).toBeNull();
  });
  it('is no look where no resolver answers at all', async () => {
    const asked = async (code: string) => {
      const { host } = web(() => refused(), {});
      const net = { ...host.net, lookup: async () => ({ addresses: [], code }) };
      return await dnsProbe.observe(look({ ...host, net }, { 'site.url': { url: 'https://billing.test/', from: 'database' } }), () => {});
    };
    await expect(asked('EAI_AGAIN')).rejects.toMatchObject({ gap: 'io' });
    expect((await asked('ENOTFOUND')).value).toMatchObject({ local: [], visitors: null });
  });
  it('asks nobody about an address', async () => {
    expect((await observe(() => null, {}, 'http://192.0.2.10/')).value).toMatchObject({ local: ['192.0.2.10'], visitors: ['192.0.2.10'] });
  });
});

describe('net.public-address', () => {
  const observe = async (serve: Serve, options: Partial<RunOptions> = {}) =>
    (await addressProbe.observe(look(web(serve).host, {}, {}, options), () => {})).value.address;
  it.each(['fl=1\nip=203.0.113.9\nts=1\n', '{"ip":"203.0.113.9"}', ' 203.0.113.9\n'])('reads %j', async (body) => {
    expect(await observe(() => ({ body }))).toBe('203.0.113.9');
  });
  it('is beyond where it cannot be asked', async () => {
    await expect(observe(() => refused())).rejects.toMatchObject({ gap: 'io', more: { beyond: true } });
    await expect(observe(() => ({ body: '<html>' }))).rejects.toMatchObject({ gap: 'malformed' });
    await expect(observe(() => ({}), { offline: true })).rejects.toMatchObject({
      gap: 'disabled',
      why: 'the public address was not asked for: it was run with --offline',
    });
  });
});

describe('proxy.front', () => {
  const trace: Serve = (_, at) =>
    at.pathname === '/cdn-cgi/trace'
      ? { body: 'fl=1\nh=billing.test\nip=1.2.3.4\ncolo=FRA\n' }
      : { headers: [['cf-ray', '0123456789abcdef-FRA']] };
  interface Given {
    readonly dns?: Partial<SiteDns> | null;
    readonly page?: Partial<LoginPage> | null;
    readonly serve?: Serve;
    readonly options?: Partial<RunOptions>;
  }
  const observe = async ({ dns = {}, page = {}, serve = () => ({ status: 404 }), options = {} }: Given) => {
    const { host, asked } = web(serve);
    const have = { ...site, 'proxy.ranges': { ...cloudflareRanges, source: 'embedded' as const } satisfies Facts['proxy.ranges'] };
    const names: SiteDns = { name: 'billing.test', local: ['192.0.2.10'], visitors: ['192.0.2.10'], resolver: 'https://dns.test/', ...dns };
    const want = {
      'proxy.dns': dns === null ? unseen() : seen(names),
      'http.login': page === null ? unseen('timeout') : seen(login(page)),
    };
    return { front: (await frontProbe.observe(look(host, have, want, options), () => {})).value, asked };
  };
  const cf = { headers: { server: 'cloudflare', 'cf-ray': '0123456789abcdef-FRA' } };
  const all = { local: [edge], visitors: [edge, '2606:4700::1'] };

  it.each<[string, Given, object]>([
    ['nothing', {}, { state: 'direct', product: null, dns: 'none', confidence: 'high' }],
    [
      'addresses and headers of Cloudflare',
      { dns: all, page: cf, serve: trace },
      { state: 'proxied', product: 'cloudflare', dns: 'all', trace: true, confidence: 'high' },
    ],
    ['headers alone', { page: cf }, { state: 'proxied', product: 'cloudflare', dns: 'none', confidence: 'medium' }],
    ['addresses alone', { dns: all }, { state: 'proxied', product: 'cloudflare', confidence: 'low' }],
    ['addresses, and no page', { dns: all, page: null }, { state: 'proxied', confidence: 'medium' }],
    ['some addresses', { dns: { local: [edge], visitors: [edge, '192.0.2.10'] }, page: cf }, { state: 'mixed', dns: 'some' }],
    [
      'a hosts file that hides Cloudflare',
      { dns: { local: ['127.0.0.1'], visitors: [edge] }, serve: trace },
      { state: 'proxied', trace: true, confidence: 'high' },
    ],
    ['Sucuri', { page: { headers: { 'x-sucuri-id': '11' } } }, { product: 'sucuri' }],
    ['CloudFront', { page: { headers: { via: '1.1 x.cloudfront.net (CloudFront)' } } }, { product: 'cloudfront' }],
    ['Fastly', { page: { headers: { via: '1.1 varnish', 'x-served-by': 'cache-fra-1' } } }, { product: 'fastly' }],
    ['bunny', { page: { headers: { server: 'BunnyCDN-DE1-1' } } }, { product: 'bunny' }],
    ['Akamai', { page: { headers: { server: 'AkamaiGHost' } } }, { product: 'akamai' }],
    ['a proxy of its own', { page: { headers: { via: '1.1 proxy' } } }, { product: 'generic', confidence: 'low' }],
    ['a name of the inside', { dns: { local: ['10.0.0.5'], visitors: [] } }, { state: 'direct' }],
    ['split DNS and no resolver', { dns: { local: ['10.0.0.5'], visitors: null } }, { state: 'undetermined' }],
    ['no names and no page', { dns: null, page: null }, { state: 'undetermined', dns: 'not-seen' }],
  ])('%s', async (_, given, expected) => {
    expect((await observe(given)).front).toMatchObject(expected);
  });

  it('recognises Imperva by its cookies', async () => {
    const cookie = {
      name: 'visid_incap_12',
      value: 'a',
      domain: null,
      path: '/',
      secure: false,
      httpOnly: true,
      sameSite: null,
      lifetimeSeconds: null,
      refused: null,
    };
    expect((await observe({ page: { cookies: [cookie] } })).front).toMatchObject({ product: 'imperva' });
  });
  it('asks for the trace only where Cloudflare is likely', async () => {
    expect((await observe({})).asked).toHaveLength(0);
    expect((await observe({ page: cf })).asked.map(({ url }) => url)).toEqual(['https://billing.test/cdn-cgi/trace']);
  });
  it('looks past --origin, as visitors do', async () => {
    const { front, asked } = await observe({ dns: all, serve: trace, options: { origin: '192.0.2.10' } });
    expect(front).toMatchObject({ state: 'proxied', confidence: 'high' });
    expect(asked.every(({ address }) => address === edge)).toBe(true);
  });
  it('does not guess where nobody outside may be asked', async () => {
    await expect(observe({ dns: { local: ['10.0.0.5'], visitors: null }, options: { offline: true } })).rejects.toMatchObject({
      gap: 'disabled',
    });
  });
});
