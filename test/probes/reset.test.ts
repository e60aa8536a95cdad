import { describe, expect, test } from 'vitest';
import mails from '../../src/probes/reset-mails.js';
import redirects from '../../src/probes/reset-redirects.js';
import request from '../../src/probes/reset-request.js';
import type { HttpRequest, HttpResult, Row, Site, Walk } from '../../src/model.js';
import { fakeHost, look, seen } from '../support/fake-host.js';
import { login } from '../support/session-facts.js';

const tables = {
  tblusers: ['email', 'reset_token', 'reset_token_expiry'],
  tblclients: ['email', 'pwresetkey', 'pwresetexpiry'],
  tblemails: ['id', 'message', 'date'],
  tblconfiguration: ['setting', 'updated_at'],
};

function database(answer: (sql: string, params: readonly unknown[]) => readonly Row[]) {
  return fakeHost({
    database: { select: async (_: string, sql: string, params: readonly unknown[] = []) => answer(sql, params) } as never,
  });
}

describe('reset.request', () => {
  const observe = async (row: Row | null, options = {}, have: Readonly<Record<string, readonly string[]>> = tables) =>
    (
      await request.observe(
        look(
          database(() => (row === null ? [] : [row])),
          { 'database.schema': { tables: have } },
          {},
          { user: 'a@b.test', ...options },
        ),
        () => undefined,
      )
    ).value;

  test('a pending reset', async () => {
    expect(await observe({ pending: 1, expiry: '2026-01-18 13:00:00' })).toMatchObject({
      table: 'tblusers',
      tokenPresent: true,
      expiry: { local: '2026-01-18 13:00:00' },
      followedLink: false,
    });
  });

  test('before 8.0 of the client, in seconds', async () => {
    const old = { tblclients: tables.tblclients };
    expect(await observe({ pending: 0, expiry: '1768741200' }, {}, old)).toMatchObject({
      table: 'tblclients',
      expiry: { epochSeconds: 1_768_741_200 },
    });
  });

  test('a link that was followed, nobody of that name, no table, nobody named', async () => {
    expect(await observe(null, { usedUrl: 'https://a.test/index.php?rp=/password/reset/redeem' })).toMatchObject({
      table: null,
      followedLink: true,
    });
    await expect(observe(null, {}, {})).rejects.toMatchObject({ gap: 'absent' });
    await expect(observe(null, { user: null })).rejects.toMatchObject({ gap: 'disabled' });
  });

  test('the token is never selected', async () => {
    const asked: string[] = [];
    const host = database((sql) => {
      asked.push(sql);
      return [];
    });
    await request.observe(look(host, { 'database.schema': { tables } }, {}, { user: 'a@b.test' }), () => undefined);
    expect(asked.join('\n')).not.toMatch(/(?:SELECT|,) (?:\w+\()?reset_token\b(?!, '')/);
  });
});

describe('reset.mails', () => {
  test('the newest links, and when the System URL changed', async () => {
    const host = database((sql) =>
      sql.includes('tblemails')
        ? [
            { at: '2026-01-18 11:00:00', before0: null, before1: null, before2: null },
            { at: '2026-01-18 10:00:00', before0: '<a href="https://old.test/index.php?rp=', before1: null, before2: null },
            { at: 'x', before0: null, before1: null, before2: 'see http://older.test/members/' },
          ]
        : [{ at: '2026-01-17 10:00:00' }],
    );
    expect((await mails.observe(look(host, { 'database.schema': { tables } }), () => undefined)).value).toEqual({
      examined: 3,
      links: [
        { at: '2026-01-18 10:00:00', address: 'https://old.test/' },
        { at: null, address: 'http://older.test/members/' },
      ],
      systemUrlChangedAt: '2026-01-17 10:00:00',
    });
  });

  test('a database without these tables', async () => {
    const host = database(() => []);
    expect((await mails.observe(look(host, { 'database.schema': { tables: {} } }), () => undefined)).value).toEqual({
      examined: 0,
      links: [],
      systemUrlChangedAt: null,
    });
  });
});

describe('reset.redirects', () => {
  const home = 'https://www.billing.test/';
  const walk = (from: string, why: Walk['why'], ...urls: readonly string[]): Walk => ({
    from,
    why,
    hops: urls.map((url) => ({ url, status: 301, location: null, address: '203.0.113.1', cookies: [] })),
    outcome: 'answered',
    end: urls.at(-1) ?? from,
    status: 200,
    failure: null,
    whmcs: true,
  });
  const site = (url: string, ...walks: readonly Walk[]): Site => ({
    url,
    walks: [walk(url, 'system-url', url), ...walks],
    certificate: null,
  });

  async function observe(value: Site, to: (url: URL) => string | null, mode: 'basic' | 'rewrite' = 'basic') {
    const asked: string[] = [];
    const host = fakeHost({
      net: {
        http: async (wanted: HttpRequest): Promise<HttpResult> => {
          asked.push(wanted.url);
          const location = to(new URL(wanted.url));
          return {
            ok: true,
            status: location === null ? 200 : 301,
            headers: location === null ? [] : [['location', location]],
            body: '',
          } as unknown as HttpResult;
        },
      } as never,
    });
    const found = await redirects.observe(
      look(host, { 'http.site': value }, { 'http.login': seen(login({ routeMode: mode })) }),
      () => undefined,
    );
    return { links: found.value.links, asked };
  }

  const twin = walk('https://billing.test/', 'www-twin', 'https://billing.test/', home);

  test.each<[string, (url: URL) => string | null, string]>([
    ['whole', (url) => `https://www.billing.test${url.pathname}${url.search}`, 'kept'],
    [
      'encoded again by the server',
      (url) => `https://www.billing.test${url.pathname}?rp=${encodeURIComponent(url.searchParams.get('rp') ?? '')}`,
      'kept',
    ],
    ['as a friendly address', (url) => `https://www.billing.test${url.searchParams.get('rp') ?? ''}`, 'kept'],
    ['home', () => home, 'route-lost'],
    ['without the query', (url) => `https://www.billing.test${url.pathname}`, 'route-lost'],
    [
      'encoded twice',
      (url) => `https://www.billing.test/?rp=${encodeURIComponent(encodeURIComponent(url.searchParams.get('rp') ?? ''))}`,
      'route-lost',
    ],
    ['nowhere', () => null, 'not-seen'],
    ['to the inside', () => 'http://10.0.0.5/', 'not-seen'],
  ])('%s: %s', async (_, to, arrives) => {
    const { links, asked } = await observe(site(home, twin), to);
    expect(links).toMatchObject([{ from: 'https://billing.test/', why: 'www-twin', arrives }]);
    // The site itself is not asked for a token that nobody has.
    expect(asked.every((url) => url.startsWith('https://billing.test/'))).toBe(true);
    expect(JSON.stringify(links)).not.toMatch(/doctor[0-9a-f]{6}/);
  });

  test('the folder of the install', async () => {
    const value = site(
      `${home}members/`,
      walk('https://billing.test/members/', 'www-twin', 'https://billing.test/members/', `${home}members/`),
    );
    const { links } = await observe(value, (url) => `https://www.billing.test/index.php${url.search}`);
    expect(links).toMatchObject([{ arrives: 'folder-lost' }]);
  });

  test('friendly addresses', async () => {
    const { links, asked } = await observe(site(home, twin), (url) => `https://www.billing.test${url.pathname}`, 'rewrite');
    expect(asked[0]).toMatch(/^https:\/\/billing\.test\/password\/reset\/redeem\/doctor/);
    expect(links).toMatchObject([{ arrives: 'kept' }]);
  });

  test('addresses that redirect nowhere are not asked', async () => {
    const { links, asked } = await observe(site(home, walk('https://billing.test/', 'www-twin', 'https://billing.test/')), () => home);
    expect([links, asked]).toEqual([[], []]);
  });
});
