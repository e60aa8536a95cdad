import { describe, expect, it } from 'vitest';
import probe from '../../src/probes/http-site.js';
import { look } from '../support/fake-host.js';
import type { RunOptions, Walk } from '../../src/model.js';
import { redirect, refused, web, type Serve } from './site.js';

const url = 'https://billing.test/';
const page = { body: '<script>var csrfToken = "0123456789abcdef", whmcsBaseUrl = "";</script>' };

async function walks(serve: Serve, options: Partial<RunOptions> = {}, names = {}) {
  const { host, asked } = web(serve, names);
  const { value } = await probe.observe(look(host, { 'site.url': { url, from: 'database' } }, {}, options), () => {});
  const by = (why: Walk['why']) => value.walks.find((walk) => walk.why === why);
  return { value, asked, main: by('system-url'), by };
}

describe('http.site', () => {
  it('walks the System URL and its twins, and takes a twin that does not exist as a value', async () => {
    const { value, by, main } = await walks((_, at) =>
      at.host !== 'billing.test' ? null : at.protocol === 'http:' ? redirect(url, [], 301) : page,
    );
    expect(value.walks.map(({ why }) => why)).toEqual(['system-url', 'scheme-twin', 'www-twin']);
    expect(main).toMatchObject({ outcome: 'answered', end: url, status: 200, whmcs: true });
    expect(by('scheme-twin')).toMatchObject({ outcome: 'answered', from: 'http://billing.test/', end: url });
    expect(by('www-twin')).toMatchObject({ outcome: 'failed', failure: { stage: 'dns', code: 'ENOTFOUND' } });
  });

  it('tells a loop from a redirect that sets a cookie first', async () => {
    const looping = await walks((_, at) => redirect(at.pathname === '/a' ? '/' : '/a'));
    expect(looping.main).toMatchObject({ outcome: 'loop' });
    const once: Serve = (request) => (request.headers?.['cookie'] === undefined ? redirect('/', [['set-cookie', 'seen=1; path=/']]) : page);
    expect((await walks(once)).main).toMatchObject({ outcome: 'answered', hops: { length: 2 } });
    let count = 0;
    expect((await walks(() => redirect(`/${count++}`))).main).toMatchObject({ outcome: 'too-many-redirects', hops: { length: 10 } });
  });

  it('follows no redirect of a public site to the inside', async () => {
    const serve: Serve = (request, at) => {
      if (at.hostname === '169.254.169.254') return request.publicOnly === true ? refused('ERR_PRIVATE_ADDRESS') : page;
      return redirect('http://169.254.169.254/latest/');
    };
    expect((await walks(serve)).main).toMatchObject({ outcome: 'redirect-to-private-address', end: 'http://169.254.169.254/latest/' });
  });

  it('follows redirects of a site that is itself inside', async () => {
    const serve: Serve = (_, at) => (at.pathname === '/' ? { ...redirect('/x'), address: '127.0.0.1' } : page);
    const { asked } = await walks(serve);
    expect(asked.some(({ publicOnly }) => publicOnly === true)).toBe(false);
  });

  it.each(['javascript:alert(1)', 'file:///etc/passwd', `https://${'x'.repeat(5000)}/`, 'https://exa mple/'])(
    'survives Location %.30s',
    async (location) => {
      expect((await walks(() => redirect(location))).main).toMatchObject({
        outcome: 'redirect-unusable',
        hops: [{ location: 'not an http or https address' }],
      });
    },
  );

  it('keeps no token, password or cookie value', async () => {
    const token = '0123456789abcdef0123456789abcdef';
    const serve: Serve = (_, at) =>
      at.pathname === '/'
        ? redirect(`https://u:${token}@billing.test/r/${token}?t=${token}`, [['set-cookie', `WHMCSabcdef=${token}`]])
        : page;
    const { value } = await walks(serve, { usedUrl: `https://www.billing.test/index.php?rp=/password/reset/redeem/${token}` });
    expect(JSON.stringify(value)).not.toContain(token);
    expect(value.walks[0]?.hops[0]?.cookies).toMatchObject([{ name: 'WHMCSabcdef', value: 'a', refused: null }]);
  });

  it('drops what follows the folder of the used URL', async () => {
    const { by, asked } = await walks(() => page, { usedUrl: 'http://old.test/members/index.php?rp=/password/reset/redeem/abc' });
    expect(by('used-url')).toMatchObject({ from: 'http://old.test/members/' });
    expect(asked.some(({ url: at }) => at.includes('redeem'))).toBe(false);
    expect((await walks(() => page, { usedUrl: 'nonsense' })).by('used-url')).toBeUndefined();
  });

  it('asks at --origin for the site alone, and only for names that exist', async () => {
    const { asked, by } = await walks((_, at) => (at.pathname === '/' ? redirect('https://sso.test/') : page), { origin: '192.0.2.99' });
    expect(asked.filter(({ url: at }) => at.startsWith('https://billing')).every(({ address }) => address === '192.0.2.99')).toBe(true);
    expect(asked.filter(({ url: at }) => at.startsWith('https://sso')).every(({ address }) => address === undefined)).toBe(true);
    expect(by('www-twin')).toMatchObject({ outcome: 'failed', failure: { stage: 'dns' } });
  });

  it('says who it is', async () => {
    expect((await walks(() => page)).asked[0]?.headers?.['user-agent']).toMatch(/^whmcs-doctor\/\d/);
  });

  it('knows another site from WHMCS', async () => {
    expect((await walks(() => ({ body: '<h1>Parked</h1>' }))).main).toMatchObject({ outcome: 'answered', whmcs: false });
  });
});
