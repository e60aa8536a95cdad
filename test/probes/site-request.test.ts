import { describe, expect, test } from 'vitest';
import siteProbe from '../../src/probes/http-site.js';
import { mustStayOutside } from '../../src/probes/site-request.js';
import type { Host, RunOptions } from '../../src/model.js';
import { look } from '../support/fake-host.js';
import { redirect, web, type Serve } from './site.js';

const target = 'https://billing.test/';

function outside(host: Host): Host {
  return { ...host, kind: 'outside' };
}

async function stays(addresses: readonly string[], kind: Host['kind'] = 'outside', options: Partial<RunOptions> = {}): Promise<boolean> {
  const { host } = web(() => null, { 'billing.test': addresses });
  return mustStayOutside(look({ ...host, kind }, {}, {}, { target, ...options }));
}

describe('a look at an address from elsewhere', () => {
  test('at a public one it must not be led inside, whatever a name says later', async () => {
    expect(await stays(['198.51.100.1'])).toBe(true);
    expect(await stays(['198.51.100.1', '10.0.0.5'])).toBe(true);
    // the name's owner needs only one address of the other family to say it
    expect(await stays(['198.51.100.1', '::1'])).toBe(true);
    expect(await stays(['127.0.0.1', '2001:db8::10'])).toBe(true);
    expect(await stays([])).toBe(true);
  });

  test('at a test system inside it may go there', async () => {
    expect(await stays(['10.0.0.5'])).toBe(false);
    expect(await stays(['fd00::5'])).toBe(false);
    expect(await stays(['127.0.0.1', '::1'])).toBe(false);
    expect(await stays(['198.51.100.1'], 'local')).toBe(false);
  });

  test.each([[['198.51.100.1']], [['198.51.100.1', '::1']]])(
    '%j: every request of the walks says so, that to a twin of the site too',
    async (own) => {
      const serve: Serve = (_, url) => (url.protocol === 'http:' ? redirect(`http://www.billing.test${url.pathname}`) : { body: '' });
      const { host, asked } = web(serve, { 'billing.test': own, 'www.billing.test': ['10.0.0.5'] });
      await siteProbe.observe(look(outside(host), { 'site.url': { url: target, from: 'target' } }, {}, { target }), () => {});
      expect(asked.length).toBeGreaterThan(3);
      expect(asked.filter(({ publicOnly }) => publicOnly !== true)).toEqual([]);
    },
  );
});
