import { describe, expect, it } from 'vitest';
import files from '../../src/probes/theme-files.js';
import page from '../../src/probes/theme-page.js';
import { LookFailed } from '../../src/logic/failure.js';
import type { InstallRoot, LoginPage, WhmcsSettings } from '../../src/model.js';
import { settings } from '../checks/proxy/facts.js';
import { fakeFiles, fakeHost, look, seen, unseen, type FakeFile } from '../support/fake-host.js';
import { loginPage } from '../support/login-page.js';
import { bundleUrl, linted } from '../support/theme.js';
import { redirect, refused, web, type Serve } from './site.js';

const root: InstallRoot = {
  path: '/srv/w',
  realPath: '/srv/w',
  owner: { uid: 1000, gid: 1000, name: 'acme' },
  markers: [],
  filesVersion: null,
};
const row = (value: string) => ({ present: true, value, key: 'x' }) as const;

async function read(theme: string, written: Readonly<Record<string, string | FakeFile>>, more: Partial<WhmcsSettings> = {}) {
  const under = Object.fromEntries(Object.entries(written).map(([path, file]) => [`/srv/w/templates/${path}`, file]));
  const host = fakeHost({ files: fakeFiles(under) });
  const have = { 'install.root': root, 'database.settings': settings([], { template: row(theme), ...more }) };
  return (await files.observe(look(host, have), () => {})).value;
}

const include = '{include file="$template/includes/linkedaccounts.tpl" linkContext="login" customFeedback=true}';
const block = '{foreach $linkableProviders as $p}{$p.code}{/foreach}<p class="providerLinkingMsg-preLink-default"></p>';
const parent = { 'base/login.tpl': `<div class="providerLinkingFeedback"></div>${include}`, 'base/includes/linkedaccounts.tpl': block };

describe('theme.files', () => {
  it('finds what a child lacks at its parents', async () => {
    const { theme } = await read('acme', { ...parent, 'acme/theme.yaml': 'config:\n  parent: base', 'acme/header.tpl': '{$headoutput}' });
    expect(theme).toMatchObject({ name: 'acme', folders: ['acme', 'base'], broken: null, bundle: null });
    expect(theme.templates.find(({ file }) => file === 'header.tpl')).toMatchObject({ from: 'acme', marks: ['head-output'] });
    expect(theme.templates.find(({ file }) => file === 'login.tpl')).toEqual({
      file: 'login.tpl',
      from: 'base',
      marks: ['feedback'],
      blocks: [{ context: 'login', customFeedback: true, file: 'base/includes/linkedaccounts.tpl', there: true }],
      unseen: null,
    });
    expect(theme.blocks).toMatchObject([
      { file: 'base/includes/linkedaccounts.tpl', messages: ['default'], marks: ['provider-code', 'providers'] },
    ]);
  });

  it('follows includes, and says where it cannot', async () => {
    const { theme } = await read('acme', {
      ...parent,
      'acme/login.tpl': '{include file="$template/core/login.tpl"}',
      'acme/core/login.tpl': `{include file="./inner.tpl"}{include file="$template/login.tpl"}`,
      'acme/core/inner.tpl': include,
      'acme/includes/linkedaccounts.tpl': block,
      'acme/clientregister.tpl': '{include file=$page}',
      'acme/header.tpl': '{include file="$template/gone.tpl"}',
    });
    const of = (name: string) => theme.templates.find(({ file }) => file === name);
    expect(of('login.tpl')).toMatchObject({ from: 'acme', blocks: [{ there: true }], unseen: null });
    expect(of('clientregister.tpl')?.unseen).toContain('$page');
    expect(of('header.tpl')?.unseen).toContain('gone.tpl');
  });

  it.each([
    ['config:\n  parent: gone', { why: 'missing', parent: 'gone' }],
    ['config:\n  parent: acme', { why: 'cycle', parent: 'acme' }],
    ['config:\n  parent: ../../etc', { why: 'name', parent: '../../etc' }],
  ])('%j breaks the chain', async (yaml, broken) => {
    expect((await read('acme', { 'acme/theme.yaml': yaml, 'acme/login.tpl': 'x' })).theme).toMatchObject({ folders: ['acme'], broken });
  });

  it('hashes the block with LF line ends', async () => {
    const hash = async (text: string) => {
      const { theme } = await read('a', { 'a/login.tpl': include, 'a/includes/linkedaccounts.tpl': text });
      return theme.blocks[0]?.sha256;
    };
    expect(await hash('a\r\nb\r\n')).toBe(await hash('a\nb\n'));
    expect(await hash('a\nb')).not.toBe(await hash('a\nb\n'));
  });

  it('takes the block of an order form from where its include leads', async () => {
    const { orderForm } = await read(
      'base',
      {
        ...parent,
        'orderforms/mine/theme.yaml': 'config:\n  parent: standard_cart',
        'orderforms/standard_cart/checkout.tpl': '{include file="orderforms/standard_cart/linkedaccounts.tpl" linkContext="checkout-new"}',
        'orderforms/standard_cart/linkedaccounts.tpl': block,
      },
      { orderForm: row('mine') },
    );
    expect(orderForm).toMatchObject({
      folders: ['mine', 'standard_cart'],
      templates: [{ file: 'checkout.tpl', from: 'standard_cart', blocks: [{ there: true }], unseen: null }],
      blocks: [{ file: 'orderforms/standard_cart/linkedaccounts.tpl' }],
    });
  });

  it.each(['../etc', 'a/b', '.', '..', '.hidden', '', 'a\u0000b'])('refuses the name %j', async (name) => {
    await expect(read(name, { '../etc/login.tpl': 'x' })).rejects.toMatchObject({ gap: 'absent', more: { beyond: true } });
  });

  it('says that it may not read, and that there is no theme', async () => {
    const closed = { fails: new LookFailed('denied', 'may not be read') };
    const all = [
      'theme.yaml',
      'header.tpl',
      'footer.tpl',
      'login.tpl',
      'clientregister.tpl',
      'user-security.tpl',
      'clientareasecurity.tpl',
      'js/scripts.min.js',
    ];
    await expect(read('a', Object.fromEntries(all.map((file) => [`a/${file}`, closed])))).rejects.toMatchObject({ gap: 'denied' });
    await expect(read('a', {})).rejects.toMatchObject({ gap: 'absent' });
  });
});

describe('theme.page', () => {
  const lint = linted();
  const offered = loginPage({ lint, providers: ['google'] });
  const dark = loginPage({ lint: { ...lint, block: false } });
  const site = { url: 'https://billing.example.com/', from: 'database' } as const;

  async function fetchAll(login: LoginPage, serve: Serve, stored: WhmcsSettings['signInProviders'] | 'unseen' = { google_signin: 2 }) {
    const { host, asked } = web(serve);
    const want = stored === 'unseen' ? unseen('unsupported') : seen(settings([], { signInProviders: stored }));
    const have = { 'site.url': site, 'http.login': login };
    const { value } = await page.observe(look(host, have, { 'database.settings': want }), () => {});
    return { value, asked: asked.map(({ url }) => url) };
  }

  const script = 'WHMCS.loadModule("authn",t)';

  it('fetches nothing where no provider is switched on', async () => {
    expect(await fetchAll(dark, () => null, {})).toMatchObject({ asked: [], value: { scripts: [], pages: [{ page: 'login' }] } });
  });

  it("fetches the theme's scripts and the registration form where a button is shown", async () => {
    const { value, asked } = await fetchAll(offered, (_request, url) =>
      url.pathname === '/register.php'
        ? { body: '<script src="/templates/x/js/other.js"></script><div class="providerPreLinking"><a>x</a></div>' }
        : { body: script, headers: [['content-type', 'application/javascript']] },
    );
    expect(asked.sort()).toEqual([
      'https://billing.example.com/register.php',
      'https://billing.example.com/templates/twenty-one/js/scripts.min.js',
      'https://billing.example.com/templates/x/js/other.js',
    ]);
    expect(value.pages.map(({ page: name, block: shown }) => [name, shown])).toEqual([
      ['login', true],
      ['registration', true],
    ]);
    expect(value.scripts[0]).toMatchObject({ src: bundleUrl, status: 200, features: { authn: true }, html: false, refusedType: false });
  });

  it.each<[string, Serve, object]>([
    ['404', () => ({ status: 404, body: '<html>' }), { status: 404, html: true, features: null }],
    ['a page', () => ({ body: ' <!doctype html>' }), { status: 200, html: true, features: null }],
    [
      'a type that is refused',
      () => ({
        body: script,
        headers: [
          ['content-type', 'text/plain'],
          ['x-content-type-options', 'nosniff'],
        ],
      }),
      { refusedType: true },
    ],
    [
      'a type that is not refused',
      () => ({ body: script, headers: [['content-type', 'text/html']] }),
      { refusedType: false, features: { authn: true } },
    ],
    ['no answer', () => refused(), { status: null, failure: 'ECONNREFUSED' }],
    ['a challenge', () => ({ status: 403, headers: [['cf-mitigated', 'challenge']] }), { status: null, failure: 'a challenge of the CDN' }],
    [
      'a redirect',
      (_request, url) => (url.hostname === 'cdn.example.net' ? { body: script } : redirect('https://cdn.example.net/x.js')),
      { features: { authn: true } },
    ],
    ['redirects without end', () => redirect('/again.js'), { status: 302, features: null }],
  ])('%s', async (_name, serve, expected) => {
    const { value } = await fetchAll(offered, serve);
    expect(value.scripts[0]).toMatchObject(expected);
  });

  it('looks at the registration form where providers are stored, or nobody knows', async () => {
    expect((await fetchAll(dark, () => ({ body: '<p>x</p>' }))).asked).toEqual(['https://billing.example.com/register.php']);
    expect((await fetchAll(dark, () => ({ status: 404 }), 'unseen')).value.pages).toHaveLength(1);
  });

  it('says why there is nothing to see', async () => {
    await expect(fetchAll(loginPage({ form: null }), () => null)).rejects.toMatchObject({ gap: 'unsupported', more: { beyond: true } });
    await expect(fetchAll(loginPage(), () => null)).rejects.toMatchObject({ gap: 'malformed' });
  });
});
