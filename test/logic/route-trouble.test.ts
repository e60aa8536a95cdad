import { describe, expect, it } from 'vitest';
import { causesInFiles, signInRuleMissing, verdictOn, type RouteVerdict } from '../../src/logic/route-trouble.js';
import type { Fact, HtaccessSeen, InstallRouting, RouteAnswer, WebRouting, WebServer } from '../../src/model.js';
import { seen, unseen } from '../support/fake-host.js';
import { web } from '../checks/proxy/facts.js';

const site = 'https://billing.test/';

const answer = (differs: Partial<RouteAnswer> = {}): RouteAnswer => ({
  route: 'login',
  form: 'rewrite',
  url: `${site}login`,
  end: `${site}login`,
  status: 200,
  by: 'login-form',
  sign: 'a log-in form',
  ...differs,
});
const verdicts = (...answers: readonly RouteAnswer[]): readonly RouteVerdict[] =>
  verdictOn({ site, forms: [{ form: 'rewrite', from: 'page' }], answers }, 'rewrite');

const login = answer();
const lost = answer({ status: 404, by: 'server' });
const admin = answer({ route: 'admin' });
const basicAdmin = answer({ route: 'admin', form: 'basic' });
const finalize = answer({ route: 'finalize', by: 'whmcs' });
const nothing = answer({ route: 'nothing', status: 404, by: 'unclear' });

describe('the log-in route', () => {
  it('is served where it shows a log-in form', () => {
    expect(verdicts(login)).toEqual([{ is: 'served' }]);
  });

  it.each<[string, Partial<RouteAnswer>]>([
    ['the web server’s own page', { status: 404, by: 'server' }],
    ['another page of WHMCS', { status: 200, by: 'whmcs' }],
    ['a page of whoever', { status: 200, by: 'unclear' }],
    ['an error inside the server', { status: 500, by: 'server' }],
    ['no code, but a page', { status: null, by: 'server' }],
  ])('is broken where it shows %s', (_, differs) => {
    const shown = answer(differs);
    expect(verdicts(shown, admin, basicAdmin)).toEqual([{ is: 'broken', what: 'login', answer: shown }]);
  });

  it.each<[string, Partial<RouteAnswer>]>([
    ['nobody answers', { status: null, by: 'nobody' }],
    ['a challenge answers', { status: 403, by: 'challenge' }],
    ['a firewall answers', { status: 403, by: 'firewall' }],
    ['a password is asked for', { status: 401, by: 'server' }],
    ['there were too many requests', { status: 429, by: 'server' }],
    ['a gateway got no answer', { status: 502, by: 'server' }],
    ['the server is busy', { status: 503, by: 'server' }],
    ['a gateway waited in vain', { status: 504, by: 'server' }],
  ])('cannot be judged where %s', (_, differs) => {
    const shown = answer(differs);
    expect(verdicts(shown)).toEqual([{ is: 'hidden', answer: shown }]);
  });

  it.each([400, 402, 403, 428, 430, 501, 505])('can be judged by status %i', (status) => {
    expect(verdicts(answer({ status, by: 'server' }))).toMatchObject([{ is: 'broken' }]);
  });

  it('cannot be judged where it was not asked for in this form', () => {
    expect(verdicts()).toEqual([{ is: 'hidden', answer: null }]);
    expect(verdicts(answer({ form: 'index' }), admin)).toEqual([{ is: 'hidden', answer: null }]);
  });
});

describe('a route of the admin area', () => {
  const elsewhere = answer({ route: 'admin', status: 404, by: 'server' });

  it('is broken where its Basic URL shows the log-in form and it does not', () => {
    expect(verdicts(login, elsewhere, basicAdmin)).toEqual([{ is: 'broken', what: 'admin', answer: elsewhere }]);
  });

  it.each<[string, readonly RouteAnswer[]]>([
    ['it shows the form', [login, admin, basicAdmin]],
    ['its Basic URL shows none either', [login, elsewhere, { ...basicAdmin, by: 'server', status: 403 }]],
    ['its Basic URL was not asked for', [login, elsewhere]],
    ['a firewall answers', [login, { ...elsewhere, by: 'firewall' }, basicAdmin]],
    ['it was asked for in another form', [login, { ...elsewhere, form: 'index' }, basicAdmin]],
  ])('is not broken where %s', (_, answers) => {
    expect(verdicts(...answers)).toEqual([{ is: 'served' }]);
  });
});

describe('the route on which sign-in ends', () => {
  it.each<[string, RouteAnswer, RouteAnswer | null]>([
    ['the web server knows no such page', { ...finalize, status: 404, by: 'server' }, null],
    ['the web server refuses it', { ...finalize, status: 403, by: 'server' }, null],
    ['its page is that of a name which no route has', { ...finalize, status: 404, by: 'unclear' }, nothing],
    ['its refusal is that of a name which no route has', { ...finalize, status: 403, by: 'unclear' }, { ...nothing, status: 403 }],
  ])('is broken where %s', (_, shown, other) => {
    expect(verdicts(login, shown, ...(other === null ? [] : [other]))).toEqual([{ is: 'broken', what: 'finalize', answer: shown }]);
  });

  it.each<[string, RouteAnswer, RouteAnswer | null]>([
    ['WHMCS answers', finalize, nothing],
    ['WHMCS knows no such page', { ...finalize, status: 404 }, nothing],
    ['the web server has a page there', { ...finalize, status: 200, by: 'server' }, nothing],
    ['the web server fails', { ...finalize, status: 500, by: 'server' }, nothing],
    ['a challenge refuses it', { ...finalize, status: 403, by: 'challenge' }, nothing],
    ['nothing can be compared', { ...finalize, status: 404, by: 'unclear' }, null],
    ['a name which no route has gives another status', { ...finalize, status: 403, by: 'unclear' }, nothing],
    ['a name which no route has is WHMCS’s to answer', { ...finalize, status: 404, by: 'unclear' }, { ...nothing, by: 'whmcs' }],
  ])('is not broken where %s', (_, shown, other) => {
    expect(verdicts(login, shown, ...(other === null ? [] : [other]))).toEqual([{ is: 'served' }]);
  });

  it('is told of beside the admin area', () => {
    const deaf = { ...finalize, status: 404, by: 'server' } as const;
    const elsewhere = answer({ route: 'admin', status: 404, by: 'server' });
    expect(verdicts(login, deaf, elsewhere, basicAdmin)).toMatchObject([{ what: 'admin' }, { what: 'finalize' }]);
    expect(verdicts(lost, deaf)).toMatchObject([{ what: 'login' }]);
  });
});

const rules: HtaccessSeen = {
  path: '/srv/old.htaccess/.htaccess',
  state: 'present',
  managed: true,
  engine: 'on',
  leads: true,
  foreignBefore: 0,
  foreignAfter: 0,
  acceptPathInfo: null,
};
const files = (root: Partial<HtaccessSeen> = {}, shadows: readonly string[] = []): Fact<InstallRouting> =>
  seen({ root: { ...rules, ...root }, admin: null, shadows });
const routing: WebRouting = {
  htaccess: true,
  overrideFrom: '/etc/apache2/apache2.conf:7',
  rewriteModule: true,
  rewrite: 'files',
  index: 'script',
  signIn: 'script',
};
const conf = '/etc/site.conf';
const apache = (differs: Partial<WebRouting> = {}): Fact<WebServer> =>
  seen(web(null, { server: 'apache', file: conf, routing: { ...routing, ...differs } }));
const nginx = (differs: Partial<WebRouting> = {}): Fact<WebServer> =>
  seen(web(null, { server: 'nginx', file: conf, routing: { ...routing, ...differs } }));
const hidden = unseen('denied');

describe('behind a Full Friendly Rewrite URL that is not served', () => {
  const shown = (web: Fact<WebServer>, own: Fact<InstallRouting> = files(), server: string | null = null) =>
    causesInFiles('rewrite', own, web, server);
  const names = (...given: Parameters<typeof shown>) => shown(...given).map(({ cause }) => cause);

  it('nothing shows where the files lead as they should', () => {
    expect(shown(apache())).toEqual([]);
    expect(shown(nginx({ rewrite: 'script' }))).toEqual([]);
    expect(shown(hidden)).toEqual([]);
    expect(shown(hidden, hidden, 'Apache')).toEqual([]);
  });

  it('a file with the name of the route stands in its place, whatever the server does', () => {
    const cause = {
      cause: 'route-shadowed',
      shown: [
        {
          fact: 'install.routing',
          label: 'Stands in the place of a route',
          saw: 'login, cart',
          want: 'none',
          source: '/srv/old.htaccess/',
        },
      ],
    };
    expect(shown(apache(), files({}, ['login', 'cart']))).toEqual([cause]);
    expect(shown(nginx({ rewrite: 'script' }), files({}, ['login', 'cart']))).toEqual([cause]);
    expect(shown(apache(), files({}, ['cart']))).toEqual([]);
  });

  it('nginx looks for files only, and reads no .htaccess', () => {
    expect(shown(nginx(), files({ state: 'missing' }))).toEqual([
      {
        cause: 'nginx-rewrite-missing',
        shown: [
          { fact: 'web.server', label: 'Where nginx leads /login', saw: 'to a file of that name only', want: 'to index.php', source: conf },
        ],
      },
    ]);
    expect(shown(nginx({ rewrite: 'elsewhere', htaccess: false }), files({ state: 'missing' }))).toEqual([]);
    expect(shown(seen(web(null, { server: 'nginx' })), files({ state: 'missing' }), 'Apache')).toEqual([]);
  });

  it('Apache has no module for it', () => {
    expect(shown(apache({ rewriteModule: false }))).toEqual([
      {
        cause: 'rewrite-module-missing',
        shown: [{ fact: 'web.server', label: 'Apache’s module rewrite', saw: 'not loaded', want: 'loaded', source: conf }],
      },
    ]);
    expect(shown(apache({ rewriteModule: null }))).toEqual([]);
  });

  it('Apache reads no rules in .htaccess', () => {
    const because = (saw: string, source: string) => ({
      cause: 'allow-override-none',
      shown: [{ fact: 'web.server', label: 'AllowOverride for the install', saw, want: 'All, or FileInfo among others', source }],
    });
    expect(shown(apache({ htaccess: false }))).toEqual([because('without FileInfo', '/etc/apache2/apache2.conf:7')]);
    expect(shown(apache({ htaccess: false, overrideFrom: null }))).toEqual([because('not set, so None', conf)]);
  });

  it('several of these at once', () => {
    expect(names(apache({ rewriteModule: false, htaccess: false }), files({ state: 'missing' }, ['login']))).toEqual([
      'route-shadowed',
      'rewrite-module-missing',
      'allow-override-none',
      'htaccess-missing',
    ]);
  });

  it.each(['script', 'elsewhere'] as const)('the server’s own rules lead to %s, and no .htaccess counts', (rewrite) => {
    expect(names(apache({ rewrite, rewriteModule: false, htaccess: false }), files({ state: 'missing' }))).toEqual([]);
  });

  it.each<[string, Partial<HtaccessSeen>, string, string]>([
    ['missing', { state: 'missing' }, 'htaccess-missing', 'missing'],
    ['without WHMCS’s block', { managed: false, leads: false }, 'htaccess-rules-missing', 'no block of WHMCS’s rules'],
    ['with an empty block', { leads: false }, 'htaccess-rules-missing', 'its rules are not there'],
    ['switched off', { engine: 'off' }, 'htaccess-rules-missing', 'RewriteEngine off'],
    ['never switched on', { engine: null }, 'htaccess-rules-missing', 'no RewriteEngine on'],
    ['with an empty block, never switched on', { engine: null, leads: false }, 'htaccess-rules-missing', 'its rules are not there'],
    [
      'without the block, switched off',
      { managed: false, leads: false, engine: 'off' },
      'htaccess-rules-missing',
      'no block of WHMCS’s rules',
    ],
  ])('.htaccess is %s', (_, root, cause, saw) => {
    expect(shown(apache(), files(root))).toMatchObject([
      { cause, shown: [{ fact: 'install.routing', label: '.htaccess of the install', saw, source: '/srv/old.htaccess/.htaccess' }] },
    ]);
  });

  it.each<[string, Partial<HtaccessSeen>]>([
    ['may not be read', { state: 'denied', leads: false, engine: null, managed: false }],
    ['leads by rules of one’s own', { managed: false }],
  ])('.htaccess %s', (_, root) => {
    expect(shown(apache(), files(root))).toEqual([]);
  });

  it.each<[string | null, boolean]>([
    ['Apache/2.4.62 (Debian)', true],
    ['LiteSpeed', true],
    ['apache', true],
    ['nginx', false],
    ['cloudflare', false],
    [null, false],
  ])('.htaccess is missed where the configuration cannot be seen only by a server that reads it: %s', (server, missed) => {
    expect(names(hidden, files({ state: 'missing' }), server)).toEqual(missed ? ['htaccess-missing'] : []);
  });
});

describe('behind a Friendly index.php URL that is not served', () => {
  const shown = (web: Fact<WebServer>, own: Fact<InstallRouting> = files()) => causesInFiles('index', own, web, null);
  const off = (fact: string, source: string) => ({
    cause: 'path-info-refused',
    shown: [{ fact, label: 'AcceptPathInfo', saw: 'Off', want: 'On, or no such line', source }],
  });

  it('.htaccess forbids what follows the name of a script', () => {
    expect(shown(apache(), files({ acceptPathInfo: false }))).toEqual([off('install.routing', '/srv/old.htaccess/.htaccess')]);
    expect(shown(hidden, files({ acceptPathInfo: false }))).toEqual([off('install.routing', '/srv/old.htaccess/.htaccess')]);
  });

  it('Apache forbids it', () => {
    expect(shown(apache({ index: 'files' }))).toEqual([off('web.server', conf)]);
    expect(shown(apache({ index: 'files' }), hidden)).toEqual([off('web.server', conf)]);
  });

  it('nginx takes it for a file', () => {
    expect(shown(nginx({ index: 'files' }))).toEqual([
      {
        cause: 'path-info-refused',
        shown: [
          {
            fact: 'web.server',
            label: 'Where nginx leads /index.php/login',
            saw: 'to a file of that name only',
            want: 'to PHP',
            source: conf,
          },
        ],
      },
    ]);
  });

  it('nothing shows where it leads to PHP, and a shadow of /login does not count', () => {
    expect(shown(apache(), files({ acceptPathInfo: true, state: 'missing' }, ['login']))).toEqual([]);
    expect(shown(nginx())).toEqual([]);
    expect(shown(seen(web(null)))).toEqual([]);
    expect(shown(hidden, hidden)).toEqual([]);
  });
});

it.each<[string, Fact<WebServer>, boolean]>([
  ['nginx that looks for a file there', nginx({ signIn: 'files' }), true],
  ['nginx that leads it to PHP', nginx(), false],
  ['Apache', apache({ signIn: 'files' }), false],
  ['nginx without known routes', seen(web(null)), false],
  ['an unknown server', hidden, false],
])('the rule for the end of sign-in is missing: %s', (_, server, is) => {
  expect(signInRuleMissing(server)).toBe(is);
});
