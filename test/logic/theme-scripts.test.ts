import { describe, expect, it } from 'vitest';
import { allSeen, authnScript, brokenScript, wrongOrder } from '../../src/logic/theme-scripts.js';
import type { FetchedScript, LintedPage, PageScript, ThemePage } from '../../src/model.js';

const base = 'https://billing.test/templates/six/js/';
const named = (src: string | null, more: Partial<PageScript> = {}): PageScript => ({
  src: src === null || src.includes(':') ? src : `${base}${src}`,
  when: 'now',
  jquery: null,
  migrate: false,
  uses: [],
  defines: [],
  restoresJquery: false,
  trustedBy: [],
  ...more,
});
const inline = (...uses: readonly string[]): PageScript => named(null, { uses });
const jquery = (more: Partial<PageScript> = {}, version: string | null = '1.12.4'): PageScript =>
  named('jquery.js', { jquery: { version, slim: false }, ...more });
const page = (scripts: readonly PageScript[], more = false): LintedPage => ({ scripts, more }) as unknown as LintedPage;

type Features = NonNullable<FetchedScript['features']>;
const features = (more: Partial<Features> = {}): Features => ({ authn: false, jquery: [], ...more }) as unknown as Features;
const fetched = (src: string, more: Partial<FetchedScript> = {}): FetchedScript => ({
  src: `${base}${src}`,
  status: 200,
  failure: null,
  contentType: 'application/javascript',
  refusedType: false,
  html: false,
  features: features(),
  ...more,
});
const bundle = fetched('scripts.min.js', { features: features({ authn: true, jquery: ['3.6.0'] as never }) });

describe('the script behind the buttons', () => {
  it('is the first that brings the module', () => {
    const of = (...scripts: readonly FetchedScript[]) => authnScript({ pages: [], scripts } satisfies ThemePage);
    const second = fetched('second.js', { features: features({ authn: true }) });
    expect(of(fetched('a.js'), fetched('b.js', { features: null }), bundle, second)).toBe(bundle);
    expect(of(fetched('a.js'))).toBeNull();
  });
});

describe('a script that browsers cannot run', () => {
  it.each([
    [null, 'no answer', { status: null, html: true }],
    [null, 'too many requests of ours', { status: 429, html: true }],
    [null, 'a redirect', { status: 300, html: true }],
    [null, 'a redirect', { status: 399, html: true }],
    [{ saw: 'HTTP 400', sure: false }, 'an error', { status: 400 }],
    [{ saw: 'HTTP 403', sure: false }, 'perhaps closed to us alone', { status: 403 }],
    [{ saw: 'HTTP 404', sure: true }, 'gone', { status: 404 }],
    [{ saw: 'HTTP 410', sure: true }, 'gone', { status: 410 }],
    [{ saw: 'HTTP 500', sure: false }, 'an error', { status: 500 }],
    [{ saw: 'a page (text/html)', sure: true }, 'a page', { html: true, contentType: 'text/html' }],
    [{ saw: 'a page (no Content-Type)', sure: true }, 'a page', { status: 299, html: true, contentType: null }],
    [
      { saw: 'text/plain with X-Content-Type-Options: nosniff', sure: true },
      'a type that is refused',
      { refusedType: true, contentType: 'text/plain' },
    ],
    [
      { saw: 'no Content-Type with X-Content-Type-Options: nosniff', sure: true },
      'a type that is refused',
      { refusedType: true, contentType: null },
    ],
    [null, 'a script', {}],
  ])('%j: %s', (expected, _, more) => {
    expect(brokenScript(fetched('scripts.min.js', more))).toEqual(expected);
  });
});

describe('every script that could hold the module was looked at', () => {
  it.each([
    [true, 'none', []],
    [true, 'one inside the page', [inline()]],
    [true, 'jQuery by its name', [jquery()]],
    [false, 'jQuery without a version may be anything', [jquery({}, null)]],
    [true, 'its migration', [named('jquery-migrate.js', { migrate: true })]],
    [true, 'one that was read', [named('scripts.min.js')]],
    [false, 'one that could not be read', [named('closed.js')]],
    [false, 'one that was not fetched', [named('other.js')]],
    [false, 'the second was not', [named('scripts.min.js'), named('other.js')]],
    [true, "WHMCS's own", [named('https://billing.test/assets/js/AdminDropdown.min-2.js')]],
    [false, 'a folder within it', [named('https://billing.test/assets/js/own/x.js')]],
    [false, 'no name', [named('https://billing.test/assets/js/.js')]],
    [false, 'something else there', [named('https://billing.test/assets/js/x.js.php')]],
    [false, 'no address', [named('data:text/javascript,1')]],
  ])('%s: %s', (expected, _, scripts) => {
    expect(allSeen(page(scripts), [bundle, fetched('closed.js', { features: null })])).toBe(expected);
  });

  it('not where the page has more than were looked at', () => {
    expect(allSeen(page([], true), [])).toBe(false);
  });

  it.each([
    'google.com',
    'maps.googleapis.com',
    'www.gstatic.com',
    'www.googletagmanager.com',
    'www.google-analytics.com',
    'connect.facebook.net',
    'platform.twitter.com',
    'platform.x.com',
    'js.hcaptcha.com',
    'challenges.cloudflare.com',
    'static.cloudflareinsights.com',
    'www.recaptcha.net',
    'code.jquery.com',
    'stackpath.bootstrapcdn.com',
    'maxcdn.com',
    'kit.fontawesome.com',
    'embed.tawk.to',
    'widget.intercom.io',
    'client.crisp.chat',
    'cdn.livechatinc.com',
  ])('%s holds nothing of WHMCS’s', (host) => {
    expect(allSeen(page([named(`https://${host}/x.js`)]), [])).toBe(true);
    expect(allSeen(page([named(`https://not${host.split('.').slice(-2).join('.')}/x.js`)]), [])).toBe(false);
    expect(allSeen(page([named(`https://${host}.example/x.js`)]), [])).toBe(false);
    expect(allSeen(page([named(`https://${host.replaceAll('.', '-')}/x.js`)]), [])).toBe(false);
  });
});

describe('a script that uses what comes only behind it', () => {
  const own = named('scripts.min.js');
  const late = { uses: '$', broughtBy: `${base}jquery.js` };
  it.each([
    ['jQuery behind it', [inline('$'), jquery()], late],
    ['jQuery in front of it', [jquery(), inline('$')], null],
    ['jQuery in front of it, but deferred', [jquery({ when: 'deferred' }), inline('$')], late],
    ['jQuery in front of it, whenever it comes', [jquery({ when: 'async' }), inline('$')], null],
    ['jQuery behind it, whenever it comes', [inline('$'), jquery({ when: 'async' })], null],
    ['jQuery nowhere', [inline('$')], null],
    ['jQuery in the page itself', [inline('$'), named(null, { jquery: { version: '3.0.0', slim: false } })], null],
    ['WHMCS behind it', [inline('WHMCS'), own], { uses: 'WHMCS', broughtBy: own.src }],
    ['WHMCS in front of it', [own, inline('WHMCS')], null],
    ['jQuery in the same script as WHMCS', [own, inline('$')], null],
    ['jQuery does not bring WHMCS', [jquery(), inline('WHMCS'), own], { uses: 'WHMCS', broughtBy: own.src }],
    ['a script without either in front', [named('plain.js'), inline('$'), jquery()], late],
    ['a script that nobody read in front', [named('closed.js'), inline('$'), jquery()], null],
    ['a script that nobody fetched in front', [named('other.js'), inline('$'), jquery()], null],
    ['one of another house in front', [named('https://www.google.com/recaptcha/api.js'), inline('$'), jquery()], late],
    ['one without a readable address in front', [named('data:text/javascript,1'), inline('$'), jquery()], null],
    ['the second use', [jquery(), inline('$'), inline('WHMCS'), own], { uses: 'WHMCS', broughtBy: own.src }],
    ['the first that brings it', [inline('$'), own, jquery()], { uses: '$', broughtBy: own.src }],
    ['nothing is used', [inline(), jquery()], null],
    [
      'jQuery of the page itself does not come before it',
      [named(null, { jquery: { version: null, slim: false }, uses: ['$'] }), jquery()],
      late,
    ],
  ])('%s', (_, scripts, expected) => {
    expect(wrongOrder(page(scripts), [bundle, fetched('plain.js'), fetched('closed.js', { features: null })])).toEqual(expected);
  });
});
