import { describe, expect, it } from 'vitest';
import { LookFailed } from '../../src/logic/failure.js';
import adminFolder from '../../src/probes/install-admin-folder.js';
import login from '../../src/probes/http-login.js';
import routes from '../../src/probes/http-routes.js';
import routing from '../../src/probes/install-routing.js';
import type { ConfigRow, InstallConfiguration, LoginPage, Setting, WhmcsSettings } from '../../src/model.js';
import { settings } from '../checks/proxy/facts.js';
import { login as page } from '../checks/url/facts.js';
import { fakeFiles, fakeHost, look, seen, unseen, type FakeFile } from '../support/fake-host.js';
import { redirect, refused, web, type Page, type Serve } from './site.js';

const url = 'https://billing.test/';
const form = '<form action="/login"><input name="username"><input name="password"></form>';
const own404: Page = { status: 404, body: '<center><h1>404 Not Found</h1></center><hr><center>nginx</center>' };

const configuration = (customAdminPath: Setting<string> = { state: 'absent' }) => ({ customAdminPath }) as InstallConfiguration;
const set = (value: string): Setting<string> => ({ state: 'set', value, line: 3 });

async function ask(serve: Serve, differs: Partial<LoginPage> = {}, mode: string | null = null, admin?: Setting<string>) {
  const { host, asked } = web(serve);
  const row: ConfigRow = mode === null ? { present: false } : { present: true, value: mode, key: 'RouteUriPathMode' };
  const stored: WhmcsSettings = { ...settings(null), routeUriPathMode: row };
  const have = { 'site.url': { url, from: 'database' }, 'http.login': page(differs) } as const;
  const want = { 'database.settings': seen(stored), 'install.configuration': admin === undefined ? unseen() : seen(configuration(admin)) };
  const { value } = await routes.observe(look(host, have, want), () => {});
  return { value, paths: asked.map((request) => request.url.slice(url.length - 1)) };
}

const friendly = { form: { action: `${url}login`, hasToken: true }, routeMode: 'rewrite' } as const;

describe('http.routes', () => {
  it('asks for nothing with Basic URLs', async () => {
    const { value, paths } = await ask(() => own404, {}, 'basic');
    expect(paths).toEqual([]);
    expect(value.forms).toEqual([{ form: 'basic', from: 'page' }]);
  });

  it('asks in the form in use, and no further where that is not served', async () => {
    const { value, paths } = await ask(() => own404, friendly, 'rewrite', set('office'));
    expect(paths).toEqual(['/login']);
    expect(value.answers).toMatchObject([{ route: 'login', form: 'rewrite', status: 404, by: 'server', sign: 'the error page of nginx' }]);
  });

  it('asks for the admin area under its own name, and compares with its Basic URL', async () => {
    const serve: Serve = (_, at) =>
      at.pathname === '/office/setup/auth' ? own404 : at.search === '' ? { body: form } : redirect('/office/login.php');
    const { value, paths } = await ask(serve, friendly, 'rewrite', set('office'));
    expect(paths).toEqual(['/login', '/office/setup/auth', '/office/index.php?rp=/office/setup/auth', '/office/login.php']);
    expect(value.answers.map(({ route, by }) => [route, by])).toEqual([
      ['login', 'login-form'],
      ['admin', 'server'],
      ['admin', 'login-form'],
    ]);
  });

  it('asks where sign-in ends only with Google sign-in', async () => {
    const google = { clientId: 'x', library: 'gis' } as const;
    const serve: Serve = (_, at) => (at.pathname.startsWith('/auth/') ? own404 : { body: form });
    expect((await ask(serve, { ...friendly, google })).paths).toEqual(['/login', '/auth/provider/google_signin/finalize']);
    expect((await ask(serve, friendly)).paths).toEqual(['/login']);
  });

  it('asks the other form too where setting and page disagree', async () => {
    const { value } = await ask(() => ({ body: form }), {}, 'AcceptPathInfo');
    expect(value.forms).toEqual([
      { form: 'basic', from: 'page' },
      { form: 'index', from: 'setting' },
    ]);
    expect(value.answers[0]).toMatchObject({ form: 'index', url: `${url}index.php/login`, by: 'login-form' });
  });

  it('knows the folder of the install', async () => {
    const below = { url: `${url}billing/index.php?rp=/login`, form: { action: `${url}billing/login`, hasToken: true } };
    const { value, paths } = await ask(() => own404, below);
    expect([value.site, paths]).toEqual([`${url}billing/`, ['/billing/login']]);
  });

  it('waits a moment for a busy server, once', async () => {
    let times = 0;
    const { value, paths } = await ask(() => (times++ === 0 ? { status: 429 } : { body: form }), friendly);
    expect([paths, value.answers[0]?.by]).toEqual([['/login', '/login'], 'login-form']);
  });

  it('takes what http.login has seen already, and survives what does not answer', async () => {
    expect((await ask(() => own404, { ...friendly, url: `${url}login` })).paths).toEqual([]);
    expect((await ask(() => refused(), friendly)).value.answers).toMatchObject([{ status: null, by: 'nobody' }]);
    expect((await ask(() => own404, { ...friendly, challenge: true })).paths).toEqual([]);
  });
});

const root = { path: '/srv', realPath: '/srv', owner: { uid: 1000, gid: 1000, name: 'acme' }, markers: [], filesVersion: null };
type Files = Readonly<Record<string, string | FakeFile>>;
const install = { 'install.root': root } as const;

async function folder(files: Files, setting: Setting<string>) {
  const host = fakeHost({ files: fakeFiles(files) });
  const have = { ...install, 'install.configuration': configuration(setting) };
  return (await adminFolder.observe(look(host, have), () => {})).value;
}

const admin = (name: string): Files => ({ [`/srv/${name}/login.php`]: '', [`/srv/${name}/index.php`]: '' });
const pages: Files = { '/srv/index.php': '', '/srv/login.php': '', '/srv/includes/index.php': '' };

describe('install.admin-folder', () => {
  it.each([
    [
      'the default',
      admin('admin'),
      { state: 'absent' },
      { folder: 'admin', written: 'default', state: 'present', complete: true, others: [] },
    ],
    ['empty', admin('admin'), set(''), { folder: 'admin', written: 'default', configured: null }],
    ['renamed', { ...admin('office') }, set('office'), { folder: 'office', written: 'name', state: 'present', complete: true }],
    ['renamed only', admin('office'), { state: 'absent' }, { state: 'missing', complete: false, others: ['office'] }],
    ['left behind', { ...admin('office'), ...admin('admin') }, set('office'), { state: 'present', others: ['admin'] }],
    ['a path', admin('admin'), set('/srv/admin/'), { written: 'path', folder: 'srv/admin', state: 'missing', others: ['admin'] }],
    ['a way out', admin('admin'), set('../../etc'), { written: 'path', folder: 'etc', path: '/srv/etc' }],
    ['odd', admin('admin'), set('my admin'), { written: 'odd', folder: 'my admin' }],
    ['a file', { '/srv/admin': '' }, { state: 'absent' }, { state: 'no-folder', complete: false }],
    ['closed', { '/srv/admin': { fails: new LookFailed('denied', 'closed') } }, { state: 'absent' }, { state: 'denied' }],
  ] satisfies readonly (readonly [string, Files, Setting<string>, object])[])('%s', async (_, files, setting, wanted) => {
    expect(await folder({ ...pages, ...files }, setting)).toMatchObject(wanted);
  });

  it('cannot read what is computed', async () => {
    await expect(folder(pages, { state: 'dynamic', why: 'a call', line: 4 })).rejects.toMatchObject({ gap: 'unsupported' });
  });
});

describe('install.routing', () => {
  const observe = async (files: Files) =>
    (
      await routing.observe(
        look(fakeHost({ files: fakeFiles(files) }), install, { 'install.configuration': seen(configuration()) }),
        () => {},
      )
    ).value;

  it('reads both files and sees what stands in the way', async () => {
    const rules = '### BEGIN - WHMCS managed rules\nRewriteEngine On\nRewriteRule . index.php';
    const found = await observe({ ...pages, ...admin('admin'), '/srv/.htaccess': rules, '/srv/login/index.html': '' });
    expect(found).toMatchObject({
      root: { state: 'present', managed: true, leads: true },
      admin: { state: 'missing' },
      shadows: ['login'],
    });
  });

  it('tells a missing file from one that is closed', async () => {
    expect(await observe(pages)).toMatchObject({ root: { state: 'missing' }, admin: null, shadows: [] });
    const closed = { '/srv/.htaccess': { fails: new LookFailed('denied', 'closed') } };
    expect(await observe({ ...pages, ...closed })).toMatchObject({ root: { state: 'denied' } });
  });
});

describe('http.login', () => {
  const observe = async (serve: Serve) => {
    const { host, asked } = web(serve);
    const have = { 'site.url': { url, from: 'database' } } as const;
    const { value } = await login.observe(look(host, have, { 'database.settings': seen(settings(null)) }), () => {});
    return { value, asked: asked.length };
  };
  const captcha = `${form}<img id="inputCaptchaImage" data-src="${url}includes/verifyimage.php">`;
  const serving =
    (picture: Page): Serve =>
    (_, at) =>
      at.pathname.endsWith('verifyimage.php') ? picture : { body: captcha };

  it('asks for the picture of the default captcha', async () => {
    const png = { headers: [['content-type', 'image/png']], body: '\ufffdPNG\r\n\u001a\n' } as const;
    expect((await observe(serving(png))).value.captcha).toMatchObject({
      kind: 'image',
      image: { picture: 'whole', type: 'image/png', start: null },
    });
    expect((await observe(serving({ ...png, body: `Notice: x ${png.body}` }))).value.captcha?.image?.picture).toBe('spoilt');
    const error = await observe(serving({ status: 500, body: '<b>Fatal error</b>: \u001b[2J' }));
    expect(error.value.captcha?.image).toMatchObject({ picture: 'none', status: 500 });
    expect(error.value.captcha?.image?.start).not.toContain('\u001b');
    expect(error.value.captcha?.image).not.toHaveProperty('refusedBy');
    const refused = await observe(serving({ status: 406, body: 'This error was generated by Mod_Security.' }));
    expect(refused.value.captcha?.image).toMatchObject({ picture: 'none', refusedBy: 'ModSecurity' });
  });

  it('asks for no picture of another site, and for none where there is no captcha', async () => {
    expect((await observe(() => ({ body: form }))).value).toMatchObject({ captcha: null, refusal: null });
    const foreign = await observe(() => ({ body: `${form}<img src="https://other.test/verifyimage.php">` }));
    expect([foreign.value.captcha?.image, foreign.asked]).toEqual([null, 1]);
  });

  it.each([
    ['<div class="g-recaptcha" data-sitekey=""></div>', { kind: 'recaptcha', siteKey: 'empty' }],
    ['<script>recaptchaSiteKey = "6Labc"</script><div class="recaptcha-container"></div>', { kind: 'recaptcha', siteKey: 'given' }],
    ['<script src="https://www.google.com/recaptcha/api.js?render=6LabcDEFghij"></script>', { kind: 'recaptcha', siteKey: 'given' }],
    ['<button class="btn btn-recaptcha btn-recaptcha-invisible">', { kind: 'recaptcha', siteKey: 'not-seen' }],
    ['<div class="h-captcha" data-sitekey="a-b-c"></div>', { kind: 'hcaptcha', siteKey: 'given' }],
    ['<script>var recaptchaSiteKey = ""</script>', null],
  ])('reads %s', async (html, wanted) => {
    const { captcha: found } = (await observe(() => ({ body: form + html }))).value;
    if (wanted === null) expect(found).toBeNull();
    else expect(found).toMatchObject(wanted);
  });

  it('names the firewall in its place', async () => {
    const { value } = await observe((_, at) =>
      at.pathname === '/' ? { body: 'home' } : { status: 406, body: 'This error was generated by Mod_Security.' },
    );
    expect(value).toMatchObject({ form: null, refusal: { product: 'ModSecurity' } });
  });
});
