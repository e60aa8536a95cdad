import { describe, expect, it } from 'vitest';
import login from '../../src/probes/http-login.js';
import sessions from '../../src/probes/http-sessions.js';
import { look, seen, unseen } from '../support/fake-host.js';
import { settings } from '../checks/proxy/facts.js';
import { redirect, refused, web, type Page, type Serve } from './site.js';

const url = 'https://billing.test/';
const site = { 'site.url': { url, from: 'database' } } as const;
const token = '0123456789abcdef0123456789abcdef01234567';
const form = (action = '/index.php?rp=/login', value = token) =>
  `<script>csrfToken = '${value}'</script><form action="${action}"><input name="username"><input name="password"></form>`;
const started: readonly (readonly [string, string])[] = [
  ['expires', 'Thu, 19 Nov 1981 08:52:00 GMT'],
  ['set-cookie', 'WHMCSaB3dE5gH7jK9=abc; path=/; secure; HttpOnly'],
];

async function find(serve: Serve, database = true) {
  const { host, asked } = web(serve);
  const stored = database ? seen(settings(null)) : unseen('unsupported');
  const { value } = await login.observe(look(host, site, { 'database.settings': stored }), () => {});
  return { value, asked };
}

describe('http.login', () => {
  it('finds the form by its route', async () => {
    const { value, asked } = await find(() => ({ headers: [...started, ['server', 'nginx'], ['x-secret', token]], body: form() }));
    expect(asked).toHaveLength(1);
    expect(value).toMatchObject({
      url: 'https://billing.test/index.php?rp=/login',
      status: 200,
      foundBy: 'route',
      form: { action: 'https://billing.test/index.php?rp=/login', hasToken: true },
      routeMode: 'basic',
      sessionCookie: 'WHMCSaB3dE5gH7jK9',
      headers: { server: 'nginx', expires: 'Thu, 19 Nov 1981 08:52:00 GMT' },
      sessionHeaders: true,
      challenge: false,
    });
    expect(JSON.stringify(value)).not.toContain(token);
  });

  it('finds it on the older client area and behind a link', async () => {
    const older = await find((_, at) => (at.pathname === '/clientarea.php' ? { body: form('dologin.php') } : { body: 'home' }));
    expect(older.value).toMatchObject({ foundBy: 'form', url: 'https://billing.test/clientarea.php' });
    const linked = await find((_, at) =>
      at.pathname === '/my/login' ? { body: form('/my/login') } : { body: at.pathname === '/' ? '<a href="/my/login">x</a>' : '' },
    );
    expect(linked.value).toMatchObject({ foundBy: 'link', url: 'https://billing.test/my/login' });
  });

  it('follows redirects', async () => {
    const { value } = await find((_, at) => (at.search === '?rp=/login' ? redirect('/login') : { body: form('/login') }));
    expect(value).toMatchObject({ url: 'https://billing.test/login', routeMode: 'rewrite' });
  });

  it('is a value also without a form', async () => {
    expect((await find(() => ({ status: 404, body: 'nothing' }))).value).toMatchObject({ status: 404, form: null });
    expect((await find(() => ({ body: '<h1>License Invalid</h1>' }))).value).toMatchObject({ notice: 'license-invalid', form: null });
    expect((await find(() => ({ status: 403, headers: [['cf-mitigated', 'challenge']] }))).value).toMatchObject({ challenge: true });
  });

  it('tells of a WHMCS on another host, to which the home page links', async () => {
    const { value } = await find((_, at) =>
      at.href === url ? { body: '<a href="https://pay.test/m/index.php?rp=/login">Log in</a>' } : { status: 404 },
    );
    expect(value).toMatchObject({ form: null, status: 404, elsewhere: 'https://pay.test/m/', resetLink: false });
  });

  it('reads the messages of PHP on the page', async () => {
    const { value } = await find(() => ({ body: `<b>Warning</b>:  x in <b>/srv/a.php</b> on line <b>3</b><br />\n${form()}` }));
    expect(value.printedErrors).toEqual([{ kind: 'Warning', message: 'x', file: '/srv/a.php', line: 3 }]);
  });

  it('asks for the printed System URL where there is no database', async () => {
    const missing = '<a href="https://www.billing.test/">H</a><a href="https://www.billing.test/contact.php">C</a>';
    const { value } = await find((_, at) => (at.search === '?rp=/login' ? { body: form() } : { status: 404, body: missing }), false);
    expect(value.printedSystemUrl).toBe('https://www.billing.test/');
  });

  it('fails to look where nothing answers', async () => {
    await expect(find(() => refused())).rejects.toMatchObject({ gap: 'io' });
  });
});

/** A server that starts a session for whoever has none. */
function starting(cookie: (id: string) => string, how: { readonly forget?: boolean; readonly cached?: boolean } = {}): Serve {
  let ids = 0;
  return (request): Page => {
    const sent = /WHMCSaB3dE5gH7jK9=(\w+)/.exec(request.headers?.['cookie'] ?? '')?.[1];
    const id = sent !== undefined && how.forget !== true ? sent : `id${++ids}`;
    const headers = sent === id ? [] : [['set-cookie', cookie(id)] as const];
    return { headers: how.cached ? [['age', '9']] : headers, body: form('/login', how.cached ? token : `${token}${id}`) };
  };
}

async function rounds(serve: Serve, at = url) {
  const { host, asked } = web(serve);
  const found = { ...(await find(() => ({ headers: started, body: form() }))).value, url: new URL('login', at).href };
  const { value } = await sessions.observe(look(host, { 'site.url': { url: at, from: 'database' }, 'http.login': found }), () => {});
  return { value, asked };
}

describe('http.sessions', () => {
  it('sees a session that lasts', async () => {
    const { value, asked } = await rounds(starting((id) => `WHMCSaB3dE5gH7jK9=${id}; path=/; secure`));
    expect(asked).toHaveLength(8);
    expect(new Set(value.rounds.map(({ id }) => id)).size).toBe(1);
    expect(new Set(value.rounds.map(({ token: letter }) => letter)).size).toBe(1);
    expect(value.rounds.map(({ sent }) => sent)).toEqual([false, true, true, true, true, true]);
    expect(value.sameTokenForStrangers).toBe(false);
    expect(JSON.stringify(value)).not.toMatch(/id\d|0123456789abcdef/);
  });

  it('sees a session that is forgotten', async () => {
    const { value } = await rounds(starting((id) => `WHMCSaB3dE5gH7jK9=${id}; path=/; secure`, { forget: true }));
    expect(new Set(value.rounds.map(({ id }) => id)).size).toBe(6);
    expect(value.rounds.at(-1)?.sent).toBe(true);
  });

  it('sees a cookie that a browser does not return', async () => {
    const { value } = await rounds(
      starting((id) => `WHMCSaB3dE5gH7jK9=${id}; path=/; secure`),
      'http://billing.test/',
    );
    expect(value.rounds.every(({ sent }) => !sent)).toBe(true);
    expect(new Set(value.rounds.map(({ id }) => id)).size).toBe(6);
  });

  it('counts the cookies of the name that a browser sends', async () => {
    const plain = starting((id) => `WHMCSaB3dE5gH7jK9=${id}; path=/; secure`);
    expect((await rounds(plain)).value.copies).toBe(1);
    const { value } = await rounds((request, at) => {
      const page = plain(request, at) as Page;
      return { ...page, headers: [...(page.headers ?? []), ['set-cookie', 'WHMCSaB3dE5gH7jK9=copy; path=/login; secure']] };
    });
    expect(value.copies).toBe(2);
  });

  it('sees a cached page', async () => {
    const { value } = await rounds(starting(() => '', { cached: true }));
    expect(value).toMatchObject({ sameTokenForStrangers: true, rounds: [{ cached: true, id: null }, {}, {}, {}, {}, {}] });
  });

  it('does not look through a challenge', async () => {
    const { host } = web(() => ({}));
    const found = { ...(await find(() => ({ body: form() }))).value, challenge: true };
    await expect(sessions.observe(look(host, { ...site, 'http.login': found }), () => {})).rejects.toMatchObject({ gap: 'denied' });
  });
});
