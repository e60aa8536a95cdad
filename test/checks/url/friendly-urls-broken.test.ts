import { describe, expect, it } from 'vitest';
import check from '../../../checks/url/friendly-urls-broken.js';
import type { HtaccessSeen, InstallRouting, RouteAnswer, RouteAnswers, WebRouting, WebServer } from '../../../src/model.js';
import { gap, judgement, judgements, type Recorded } from '../../support/judge.js';
import { login } from './facts.js';

const site = 'https://billing.test/';

function answer(differs: Partial<RouteAnswer> = {}): RouteAnswer {
  return {
    route: 'login',
    form: 'rewrite',
    url: `${site}login`,
    end: `${site}login`,
    status: 404,
    by: 'server',
    sign: 'the error page of nginx',
    ...differs,
  };
}

const served = answer({ status: 200, by: 'login-form', sign: 'a log-in form' });
const basicAdmin = answer({ route: 'admin', form: 'basic', status: 200, by: 'login-form' });

function routes(
  answers: readonly RouteAnswer[],
  form: RouteAnswers['forms'][number]['form'] = 'rewrite',
  from: 'page' | 'setting' = 'page',
) {
  return { site, forms: [{ form, from }], answers } satisfies RouteAnswers;
}

const htaccess: HtaccessSeen = {
  path: '/srv/.htaccess',
  state: 'present',
  managed: true,
  engine: 'on',
  leads: true,
  foreignBefore: 0,
  foreignAfter: 0,
  acceptPathInfo: null,
};

function files(root: Partial<HtaccessSeen> = {}, shadows: readonly string[] = []): InstallRouting {
  return { root: { ...htaccess, ...root }, admin: null, shadows };
}

function server(kind: 'nginx' | 'apache', differs: Partial<WebRouting> = {}): WebServer {
  const routing: WebRouting = {
    htaccess: kind === 'apache',
    overrideFrom: '/etc/apache2/a.conf:3',
    rewriteModule: true,
    rewrite: 'files',
    index: 'script',
    signIn: 'files',
    ...differs,
  };
  return {
    server: kind,
    file: '/etc/site.conf',
    names: [],
    root: '/srv',
    behind: null,
    restoration: null,
    handlers: [],
    hostLosesPort: false,
    listens: [],
    leakingValues: [],
    unread: [],
    routing,
  };
}

const on = (recorded: Recorded) => judgement(check, { 'http.login': login(), ...recorded });
const cause = (recorded: Recorded) =>
  judgements(check, { 'http.login': login(), ...recorded }).map((one) => ('cause' in one ? one.cause : one.is));

describe('friendly-urls-broken', () => {
  it('is silent with Basic URLs, whatever the server rewrites', () => {
    expect(on({ 'http.routes': routes([], 'basic'), 'web.server': server('nginx') }).is).toBe('pass');
  });

  it('is silent where the form in use is served', () => {
    expect(on({ 'http.routes': routes([served]) }).is).toBe('pass');
    expect(on({ 'http.routes': routes([served, answer({ route: 'admin', by: 'login-form', status: 200 })]) }).is).toBe('pass');
  });

  it.each([
    ['nginx without a rule', { 'web.server': server('nginx') }, ['nginx-rewrite-missing']],
    ['nginx with a rule that leads elsewhere', { 'web.server': server('nginx', { rewrite: 'script' }) }, ['friendly-urls-not-served']],
    [
      'a folder called login',
      { 'web.server': server('nginx', { rewrite: 'script' }), 'install.routing': files({}, ['login']) },
      ['route-shadowed'],
    ],
    [
      'no mod_rewrite',
      { 'web.server': server('apache', { rewriteModule: false }), 'install.routing': files() },
      ['rewrite-module-missing'],
    ],
    ['AllowOverride None', { 'web.server': server('apache', { htaccess: false }), 'install.routing': files() }, ['allow-override-none']],
    ['no .htaccess', { 'web.server': server('apache'), 'install.routing': files({ state: 'missing' }) }, ['htaccess-missing']],
    [
      'no rules',
      { 'web.server': server('apache'), 'install.routing': files({ managed: false, leads: false, engine: null }) },
      ['htaccess-rules-missing'],
    ],
    ['all in order', { 'web.server': server('apache'), 'install.routing': files() }, ['friendly-urls-not-served']],
    [
      'a .htaccess that cannot be read',
      { 'web.server': server('apache'), 'install.routing': files({ state: 'denied', leads: false }) },
      ['friendly-urls-not-served'],
    ],
    [
      'rules of the virtual host',
      { 'web.server': server('apache', { rewrite: 'script' }), 'install.routing': files({ state: 'missing' }) },
      ['friendly-urls-not-served'],
    ],
    ['nothing else seen', {}, ['friendly-urls-not-served']],
    ['nginx on the page, .htaccess missing', { 'install.routing': files({ state: 'missing' }) }, ['friendly-urls-not-served']],
  ] satisfies readonly (readonly [string, Recorded, readonly string[]])[])('%s', (_, recorded, causes) => {
    expect(cause({ 'http.routes': routes([answer()]), ...recorded })).toEqual(causes);
  });

  it('knows that LiteSpeed reads .htaccess', () => {
    const litespeed = login({ headers: { server: 'LiteSpeed' } });
    const recorded = { 'http.routes': routes([answer()]), 'http.login': litespeed, 'web.server': gap('unsupported', 'LiteSpeed', true) };
    expect(cause({ ...recorded, 'install.routing': files({ state: 'missing' }) })).toEqual(['htaccess-missing']);
  });

  it('names both obstacles of Apache', () => {
    const recorded = { 'web.server': server('apache', { htaccess: false }), 'install.routing': files({ state: 'missing' }) };
    expect(cause({ 'http.routes': routes([answer()]), ...recorded })).toEqual(['allow-override-none', 'htaccess-missing']);
  });

  it('reads Friendly index.php', () => {
    const index = routes([answer({ form: 'index' })], 'index');
    expect(cause({ 'http.routes': index, 'web.server': server('nginx', { index: 'files' }) })).toEqual(['path-info-refused']);
    expect(cause({ 'http.routes': index, 'web.server': server('apache', { index: 'files' }) })).toEqual(['path-info-refused']);
    expect(cause({ 'http.routes': index, 'install.routing': files({ acceptPathInfo: false }) })).toEqual(['path-info-refused']);
    expect(cause({ 'http.routes': index })).toEqual(['friendly-urls-not-served']);
  });

  it('is proved by the page, and only likely by the setting alone or by a page of nobody', () => {
    expect(on({ 'http.routes': routes([answer()]) })).toMatchObject({ is: 'fail', confidence: 'proved' });
    expect(on({ 'http.routes': routes([answer({ by: 'unclear' })]) })).toMatchObject({ is: 'fail', confidence: 'likely' });
    expect(on({ 'http.routes': routes([answer()], 'rewrite', 'setting') })).toMatchObject({ is: 'warn', confidence: 'likely' });
    expect(on({ 'http.routes': routes([answer({ by: 'whmcs' })]) })).toMatchObject({ is: 'fail', cause: 'friendly-urls-not-served' });
  });

  describe('the admin area', () => {
    const admin = answer({ route: 'admin' });
    it('is compared with its Basic URL', () => {
      expect(cause({ 'http.routes': routes([served, admin, basicAdmin]) })).toEqual(['admin-routes-not-served']);
      expect(cause({ 'http.routes': routes([served, answer({ route: 'admin', by: 'whmcs' }), basicAdmin]) })).toEqual([
        'admin-routes-not-served',
      ]);
    });
    it('is left alone where it is closed to strangers', () => {
      const closed = answer({ route: 'admin', form: 'basic', status: 403 });
      expect(cause({ 'http.routes': routes([served, answer({ route: 'admin', status: 403 }), closed]) })).toEqual(['pass']);
      expect(cause({ 'http.routes': routes([served, answer({ route: 'admin', status: 401 }), basicAdmin]) })).toEqual(['pass']);
    });
  });

  describe('where sign-in ends', () => {
    const finalize = answer({ route: 'finalize' });
    it('must be led to WHMCS', () => {
      expect(cause({ 'http.routes': routes([served, finalize]) })).toEqual(['sign-in-route-not-served']);
      const nobody = answer({ route: 'finalize', by: 'unclear' });
      expect(cause({ 'http.routes': routes([served, nobody, answer({ route: 'nothing', by: 'unclear' })]) })).toEqual([
        'sign-in-route-not-served',
      ]);
    });
    it.each([
      ['refuses the method', [answer({ route: 'finalize', status: 405, by: 'unclear' })]],
      ['is a page of WHMCS', [answer({ route: 'finalize', by: 'whmcs' })]],
      ['is unlike a page that is not there', [answer({ route: 'finalize', by: 'unclear' }), answer({ route: 'nothing', by: 'whmcs' })]],
    ])('is left alone where it %s', (_, answers) => {
      expect(cause({ 'http.routes': routes([served, ...answers]) })).toEqual(['pass']);
    });
  });

  it.each([
    ['a challenge', answer({ by: 'challenge', status: 403 })],
    ['a firewall', answer({ by: 'firewall', status: 406 })],
    ['no answer', answer({ by: 'nobody', status: null })],
    ['too many requests', answer({ by: 'unclear', status: 429 })],
    ['a busy server', answer({ by: 'server', status: 503 })],
  ])('cannot tell after %s', (_, seen) => {
    expect(on({ 'http.routes': routes([seen]) }).is).toBe('unknown');
  });

  it('skips what cannot be compared', () => {
    expect(on({ 'http.routes': routes([answer()]), 'http.login': login({ form: null }) }).is).toBe('skip');
    expect(on({ 'http.routes': { site, forms: [], answers: [] } }).is).toBe('skip');
    expect(on({ 'http.routes': gap('timeout') }).is).toBe('unknown');
  });
});
