/** The checks that go by the page and its scripts. */
import { describe, expect, it, test } from 'vitest';
import orderForm from '../../../checks/sign-in/order-form-incompatible.js';
import broken from '../../../checks/sign-in/page-scripts-broken.js';
import policy from '../../../checks/sign-in/provider-blocked-by-policy.js';
import jquery from '../../../checks/sign-in/theme-jquery-incompatible.js';
import outdated from '../../../checks/sign-in/theme-scripts-outdated.js';
import type { ContentPolicy, FetchedScript, LintedPage, ScriptFeatures } from '../../../src/model.js';
import { gap, judgement, judgements, type Recorded } from '../../support/judge.js';
import { loginPage } from '../../support/login-page.js';
import {
  bundleUrl,
  fetched,
  gis,
  linted,
  officialScript,
  releasedTheme,
  script,
  themeFiles,
  variables,
  withPage,
} from '../../support/theme.js';
import { settings } from '../proxy/facts.js';

const provider = script(null);
const cdn = (version: string | null, changes: Parameters<typeof script>[1] = {}) =>
  script(`https://code.jquery.com/jquery-${version ?? ''}.min.js`, { jquery: { version, slim: false }, ...changes });
const bundle = script(bundleUrl);
const page = (scripts: LintedPage['scripts'], changes: Partial<LintedPage> = {}) => linted({ scripts, ...changes });
const features = (changes: Partial<ScriptFeatures>): readonly FetchedScript[] => [fetched({ features: { ...officialScript, ...changes } })];
const said = (check: unknown, recorded: Recorded) =>
  judgements(check, recorded).map((one) => ('cause' in one ? `${one.is} ${one.confidence}` : one.is));

describe('jQuery', () => {
  it.each<[string, Recorded, string]>([
    ["WHMCS's own", withPage(linted()), 'pass'],
    ['3 after it', withPage(page([variables, bundle, cdn('3.7.1'), provider, gis])), 'fail proved'],
    ['4 after it', withPage(page([variables, bundle, cdn('4.0.0'), provider, gis])), 'fail proved'],
    ['2 after it', withPage(page([variables, bundle, cdn('2.2.4'), provider, gis])), 'pass'],
    ['3 before it: replaced', withPage(page([variables, cdn('3.7.1'), bundle, provider, gis])), 'pass'],
    ['3 before it, which is deferred', withPage(page([variables, cdn('3.7.1'), script(bundleUrl, { when: 'deferred' }), gis])), 'pass'],
    ['3 after it, given back', withPage(page([variables, bundle, cdn('3.7.1'), script(null, { restoresJquery: true }), gis])), 'pass'],
    [
      '3 with Migrate',
      withPage(page([variables, bundle, cdn('3.7.1'), script('https://code.jquery.com/jquery-migrate-3.4.1.js', { migrate: true }), gis])),
      'pass',
    ],
    ['3 at any time', withPage(page([variables, bundle, cdn('3.7.1', { when: 'async' }), gis])), 'pass'],
    ['unknown after it', withPage(page([variables, bundle, cdn(null), gis])), 'skip'],
    [
      'slim',
      withPage(
        page([
          variables,
          bundle,
          script('https://code.jquery.com/jquery-3.7.1.slim.min.js', { jquery: { version: '3.7.1', slim: true } }),
          gis,
        ]),
      ),
      'fail proved',
    ],
    ['3 in a bundle of its own signIn()', withPage(linted(), features({ jquery: ['3.7.1'], usesAjaxError: false })), 'pass'],
    ['3 in the bundle', withPage(linted(), features({ jquery: ['3.7.1'] })), 'fail proved'],
    ['3, and the bundle was not seen', withPage(page([variables, bundle, cdn('3.7.1'), gis]), []), 'skip'],
    [
      '3, and a bundle whose signIn() was moved to a script that was not seen',
      withPage(
        page([variables, bundle, cdn('3.7.1'), script('https://cdn.example.net/sign-in.js'), gis]),
        features({ authn: false, usesAjaxError: null }),
      ),
      'skip',
    ],
    [
      '3, and no script has the module',
      withPage(page([variables, bundle, cdn('3.7.1'), gis]), features({ authn: false, usesAjaxError: null })),
      'warn possible',
    ],
    [
      '3 and its own signIn() in a script that was not seen, beside the original',
      withPage(page([variables, bundle, cdn('3.7.1'), script('https://cdn.example.net/theme.js'), gis])),
      'fail proved',
    ],
    ['no button', withPage(page([cdn('3.7.1')], { block: false })), 'pass'],
  ])('%s', (_, recorded, expected) => {
    expect(said(jquery, recorded)).toEqual([expected]);
  });

  it('is looked up in the files where no page tells', () => {
    const theme = releasedTheme('twenty-one', '8.11.2');
    const own = theme.bundle;
    if (own === null) throw new Error('no bundle');
    const recorded = { ...withPage(page([variables, gis]), []) };
    expect(said(jquery, { ...recorded, 'theme.files': themeFiles(theme) })).toEqual(['pass']);
    expect(said(jquery, { ...recorded, 'theme.files': themeFiles({ ...theme, bundle: { ...own, jquery: ['3.6.0'] } }) })).toEqual([
      'fail likely',
    ]);
    const rewritten = themeFiles({ ...theme, bundle: { ...own, jquery: ['3.6.0'], usesAjaxError: null } });
    expect(said(jquery, { ...recorded, 'theme.files': rewritten })).toEqual(['warn possible']);
    expect(said(jquery, recorded)).toEqual(['skip']);
  });
});

describe('the scripts of the theme', () => {
  const version = (value: string) => ({ 'install.version': { value, database: value, files: null } });
  const calling = linted({ calls: ['registerSdkErrorHandler'], globalHandler: false });
  const silent = linted({ calls: [], globalHandler: false });
  it.each<[string, Recorded, string]>([
    ['as released', withPage(linted()), 'pass'],
    ['without authn', withPage(linted(), features({ authn: false, usesAjaxError: null })), 'fail proved'],
    [
      'without authn, and another script that was not seen',
      withPage(page([variables, bundle, script('https://cdn.example.net/theme.js'), gis]), features({ authn: false })),
      'skip',
    ],
    ['without a function that the page calls', { ...withPage(calling), ...version('9.0.1') }, 'fail proved'],
    ['with it', { ...withPage(calling, features({ sdkErrorHandler: true })), ...version('9.0.1') }, 'pass'],
    ['of 9.0.0 in 9.0.1', { ...withPage(silent), ...version('9.0.1') }, 'warn possible'],
    ['of 9.0.0 in 9.0.1, whose page goes the old way', { ...withPage(linted({ calls: [] })), ...version('9.0.1') }, 'pass'],
    ['of 9.0.0 in 9.0.0', { ...withPage(silent), ...version('9.0.0') }, 'pass'],
    ['that do not load', withPage(linted(), [fetched({ status: 404, features: null })]), 'skip'],
    ['where no provider is on', withPage(linted({ block: false }), features({ authn: false })), 'pass'],
  ])('%s', (_, recorded, expected) => {
    expect(said(outdated, recorded)).toEqual([expected]);
  });
});

describe('the way of the scripts to the page', () => {
  const uses = script(null, { uses: ['jQuery'] });
  it.each<[string, Recorded, string]>([
    ['as it should be', withPage(linted()), 'pass'],
    ['404', withPage(linted(), [fetched({ status: 404, features: null, html: true })]), 'fail proved'],
    ['403', withPage(linted(), [fetched({ status: 403, features: null })]), 'fail likely'],
    ['a page in its place', withPage(linted(), [fetched({ html: true, features: null, contentType: 'text/html' })]), 'fail proved'],
    [
      'a type that browsers refuse',
      withPage(linted(), [fetched({ refusedType: true, features: null, contentType: 'text/plain' })]),
      'fail proved',
    ],
    ['another script missing', withPage(linted(), [fetched(), fetched({ src: `${bundleUrl}x`, status: 404, features: null })]), 'pass'],
    ['too many requests', withPage(linted(), [fetched({ status: 429, features: null })]), 'skip'],
    ['no answer', withPage(linted(), [fetched({ status: null, failure: 'ETIMEDOUT', features: null })]), 'unknown'],
    ['after what needs it', withPage(page([variables, uses, bundle, gis])), 'fail likely'],
    ['deferred, and needed before', withPage(page([variables, script(bundleUrl, { when: 'deferred' }), uses, gis])), 'fail likely'],
    ['before what needs it', withPage(page([variables, bundle, uses, gis])), 'pass'],
    ['another jQuery first', withPage(page([variables, cdn('3.7.1'), uses, bundle, gis])), 'pass'],
    ['after a script that was not read', withPage(page([variables, script('https://billing.example.com/x.js'), uses, bundle])), 'pass'],
    ['no CSRF token', withPage(page([bundle, gis])), 'warn likely'],
    ['no button', withPage(page([uses], { block: false }), []), 'pass'],
  ])('%s', (_, recorded, expected) => {
    expect(said(broken, recorded)).toEqual([expected]);
  });

  test('what cannot be seen', () => {
    expect(judgement(broken, { 'http.login': gap('io'), 'theme.page': gap('io') }).is).toBe('unknown');
    expect(judgement(broken, { ...withPage(linted()), 'theme.page': gap('timeout') }).is).toBe('unknown');
    expect(judgement(broken, { 'http.login': loginPage({ form: null }), 'theme.page': gap('unsupported', 'no form', true) }).is).toBe(
      'skip',
    );
    expect(judgement(broken, { 'http.login': loginPage(), 'theme.page': gap('absent') }).is).toBe('pass');
  });
});

describe('policies', () => {
  const csp = (directives: ContentPolicy['directives'], changes: Partial<ContentPolicy> = {}): ContentPolicy => ({
    from: 'header',
    after: 0,
    directives,
    ...changes,
  });
  const open = {
    'script-src': ["'self'", "'unsafe-inline'", 'https://accounts.google.com'],
    'frame-src': ['https://accounts.google.com/gsi/'],
  };
  const found = (changes: Partial<LintedPage>) =>
    judgements(policy, withPage(linted(changes))).map((one) => ('cause' in one ? `${one.is} ${one.cause}` : one.is));
  const blocked = 'content-security-policy-blocks-provider';

  it.each<[string, Partial<LintedPage>, readonly string[]]>([
    ['none', {}, ['pass']],
    ['one that allows all', { policies: [csp(open)] }, ['pass']],
    ['one about something else', { policies: [csp({ 'frame-ancestors': ["'self'"], 'upgrade-insecure-requests': [] })] }, ['pass']],
    ['no script of Google', { policies: [csp({ 'script-src': ["'self'", "'unsafe-inline'"] })] }, [`fail ${blocked}`]],
    ['no inline script', { policies: [csp({ 'script-src': ['https:'] })] }, [`fail ${blocked}`]],
    ['no frame', { policies: [csp({ ...open, 'frame-src': ["'none'"] })] }, [`fail ${blocked}`]],
    ['no request to the site', { policies: [csp({ ...open, 'connect-src': ['https://accounts.google.com/gsi/'] })] }, [`fail ${blocked}`]],
    ['no request to Google', { policies: [csp({ ...open, 'connect-src': ["'self'"] })] }, [`warn ${blocked}`]],
    ['two, of which one blocks', { policies: [csp(open), csp({ 'default-src': ["'self'"] })] }, [`fail ${blocked}`]],
    ['a meta element after the scripts', { policies: [csp({ 'script-src': ["'self'"] }, { from: 'meta', after: 4 })] }, ['pass']],
    [
      'nonces on every script',
      {
        policies: [csp({ 'script-src': ["'strict-dynamic'", "'nonce'"] })],
        scripts: linted().scripts.map((one) => ({ ...one, trustedBy: [0] })),
      },
      ['pass'],
    ],
    ['nonces, and none on the page', { policies: [csp({ 'script-src': ["'unsafe-inline'", "'nonce'", 'https:'] })] }, [`fail ${blocked}`]],
    ['an opener that is cut off', { openerPolicy: 'same-origin' }, ['fail opener-policy-blocks-provider']],
    ['an opener that is left', { openerPolicy: 'same-origin-allow-popups' }, ['pass']],
    ['no window at all', { openerPolicy: 'same-origin', googleOpens: 'redirect' }, ['pass']],
    ['the browser does it', { openerPolicy: 'same-origin', fedcm: true }, ['pass']],
    ['no referrer', { referrerPolicy: { value: 'no-referrer', from: 'header' } }, ['fail referrer-policy-hides-origin']],
    ['same origin only', { referrerPolicy: { value: 'same-origin', from: 'meta' } }, ['fail referrer-policy-hides-origin']],
    ['the usual referrer', { referrerPolicy: { value: 'strict-origin', from: 'header' } }, ['pass']],
    ['no Google', { referrerPolicy: { value: 'no-referrer', from: 'header' }, scripts: [variables, bundle], googleOpens: null }, ['pass']],
    ['no button', { block: false, openerPolicy: 'same-origin', policies: [csp({ 'default-src': [] })] }, ['pass']],
  ])('%s', (_, changes, expected) => {
    expect(found(changes)).toEqual(expected);
  });
});

describe('the order form', () => {
  const with_ = (name: string, more: Recorded = {}): Recorded => ({
    ...withPage(linted()),
    'database.settings': settings([], {
      signInProviders: { google_signin: 3 },
      orderForm: { present: true, value: name, key: 'OrderFormTemplate' },
    }),
    ...more,
  });
  it.each<[string, Recorded, string]>([
    ['standard_cart', with_('standard_cart'), 'pass'],
    ['premium_comparison', with_('premium_comparison'), 'pass'],
    ['modern', with_('modern'), 'fail likely'],
    ['boxes', with_('Boxes'), 'fail likely'],
    [
      'modern, made anew from standard_cart',
      with_('modern', { 'theme.files': themeFiles(undefined, releasedTheme('standard_cart', '8.11.2')) }),
      'pass',
    ],
    ['modern, and no provider', with_('modern', withPage(linted({ block: false }))), 'pass'],
  ])('%s', (_, recorded, expected) => {
    expect(said(orderForm, recorded)).toEqual([expected]);
  });
});
