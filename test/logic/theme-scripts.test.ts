import { describe, expect, it } from 'vitest';
import { allSeen, authnScript, brokenScript, wrongOrder } from '../../src/logic/theme-scripts.js';
import type { FetchedScript, PageScript } from '../../src/model.js';
import { bundleUrl, fetched, linted, officialScript, script } from '../support/theme.js';

const site = 'https://billing.example.com';
const page = (...scripts: readonly PageScript[]) => linted({ scripts });
const plain = { ...officialScript, authn: false, jquery: [] };

it('the script with the module behind the buttons is the first that has it', () => {
  const [one, two] = [fetched({ src: `${site}/1.js` }), fetched({ src: `${site}/2.js` })];
  expect(authnScript({ pages: [], scripts: [fetched({ features: plain }), one, two] })).toBe(one);
  expect(authnScript({ pages: [], scripts: [fetched({ features: null }), fetched({ features: plain })] })).toBeNull();
});

describe('browsers cannot run a script', () => {
  it.each<[string, Partial<FetchedScript>, ReturnType<typeof brokenScript>]>([
    ['that is gone', { status: 404 }, { saw: 'HTTP 404', sure: true }],
    ['that is gone for good', { status: 410 }, { saw: 'HTTP 410', sure: true }],
    ['that is refused, perhaps only to programs', { status: 403 }, { saw: 'HTTP 403', sure: false }],
    ['that is asked for wrongly', { status: 400 }, { saw: 'HTTP 400', sure: false }],
    ['of a server that fails', { status: 503 }, { saw: 'HTTP 503', sure: false }],
    ['that is a page', { html: true, contentType: 'text/html' }, { saw: 'a page (text/html)', sure: true }],
    ['that is a page of no type', { html: true, contentType: null }, { saw: 'a page (no Content-Type)', sure: true }],
    [
      'of another type',
      { refusedType: true, contentType: 'text/plain' },
      { saw: 'text/plain with X-Content-Type-Options: nosniff', sure: true },
    ],
    ['of no type', { refusedType: true, contentType: null }, { saw: 'no Content-Type with X-Content-Type-Options: nosniff', sure: true }],
  ])('%s', (_, differs, broken) => {
    expect(brokenScript(fetched(differs))).toEqual(broken);
  });

  it.each<[string, Partial<FetchedScript>]>([
    ['a script', {}],
    ['no answer', { status: null, html: true }],
    ['too many requests', { status: 429, html: true }],
    ['a redirect that was not followed', { status: 300, html: true }],
    ['another', { status: 399, refusedType: true }],
  ])('not where there is %s', (_, differs) => {
    expect(brokenScript(fetched(differs))).toBeNull();
  });
});

describe('every script that could hold the module was looked at', () => {
  const own = script(`${site}/templates/acme/js/own.js`);

  it.each<[string, PageScript, boolean]>([
    ['an inline one', script(null), true],
    ['jQuery of a known version', { ...own, jquery: { version: '3.7.1', slim: false } }, true],
    ['not jQuery of an unknown version, which may hold more', { ...own, jquery: { version: null, slim: false } }, false],
    ['jQuery Migrate', { ...own, migrate: true }, true],
    ['not one of the theme', own, false],
    ['WHMCS’s own', script(`${site}/assets/js/jquery.payment.min.js`), true],
    ['WHMCS’s own in a folder', script(`${site}/billing/assets/js/a.js`), true],
    ['not one without a name', script(`${site}/assets/js/.js`), false],
    ['not one in a folder of its own', script(`${site}/assets/js/own/a.js`), false],
    ['not one that only begins so', script(`${site}/assets/js/a.js.php`), false],
    ['not one with other characters', script(`${site}/assets/js/a%20b.js`), false],
    ['not one of another host', script('https://cdn.example.net/a.js'), false],
    ['not one whose address is none', script('blob:x'), false],
  ])('%s', (_, one, seen) => {
    expect(allSeen(page(one), [])).toBe(seen);
  });

  it.each([
    'google.com',
    'googleapis.com',
    'gstatic.com',
    'googletagmanager.com',
    'google-analytics.com',
    'facebook.net',
    'twitter.com',
    'x.com',
    'hcaptcha.com',
    'cloudflare.com',
    'cloudflareinsights.com',
    'recaptcha.net',
    'jquery.com',
    'bootstrapcdn.com',
    'maxcdn.com',
    'fontawesome.com',
    'tawk.to',
    'intercom.io',
    'crisp.chat',
    'livechatinc.com',
  ])('those of %s hold nothing of WHMCS’s', (host) => {
    expect(allSeen(page(script(`https://${host}/a.js`), script(`https://cdn.${host}/a.js`)), [])).toBe(true);
    expect(allSeen(page(script(`https://my-${host}/a.js`)), [])).toBe(false);
    expect(allSeen(page(script(`https://${host}.example.net/a.js`)), [])).toBe(false);
  });

  it('not where there are more, or one was not read', () => {
    const seen = fetched({ src: `${site}/templates/acme/js/own.js`, features: plain });
    expect(allSeen(page(own), [seen])).toBe(true);
    expect(allSeen({ ...page(own), more: true }, [seen])).toBe(false);
    expect(allSeen(page(own), [{ ...seen, features: null }])).toBe(false);
    expect(allSeen(page(own, script(bundleUrl)), [seen])).toBe(false);
  });
});

describe('an inline script uses what comes only after it', () => {
  const uses = (...names: readonly string[]) => script(null, { uses: names });
  const jquery = script(`${site}/jquery-3.7.1.js`, { jquery: { version: '3.7.1', slim: false } });
  const bundle = script(bundleUrl);
  const known = [fetched({ features: { ...officialScript, jquery: [] } })];
  const deferred = (one: PageScript): PageScript => ({ ...one, when: 'deferred' });
  const async = (one: PageScript): PageScript => ({ ...one, when: 'async' });
  const wrong = (name: string, { src }: PageScript) => ({ uses: name, broughtBy: src });

  it.each<[string, readonly PageScript[], ReturnType<typeof wrong> | null]>([
    ['jQuery', [uses('jQuery'), jquery], wrong('jQuery', jquery)],
    ['jQuery by its short name', [uses('$'), jquery], wrong('$', jquery)],
    ['WHMCS', [uses('WHMCS'), bundle], wrong('WHMCS', bundle)],
    ['WHMCS, and jQuery alone before it', [jquery, uses('WHMCS'), bundle], wrong('WHMCS', bundle)],
    ['the second of two', [jquery, uses('jQuery', 'WHMCS'), bundle], wrong('WHMCS', bundle)],
    [
      'the first of two that bring it',
      [uses('jQuery'), jquery, script(`${site}/jquery.js`, { jquery: { version: null, slim: false } })],
      wrong('jQuery', jquery),
    ],
    ['a deferred one, wherever it stands', [deferred(jquery), uses('jQuery')], wrong('jQuery', jquery)],
    [
      'behind a provider’s script, which brings neither',
      [script('https://apis.google.com/js/api.js'), uses('jQuery'), jquery],
      wrong('jQuery', jquery),
    ],
    ['behind an inline one', [script(null), uses('jQuery'), jquery], wrong('jQuery', jquery)],
    ['not what came before', [jquery, uses('jQuery')], null],
    ['not what came before and comes again', [jquery, uses('jQuery'), jquery], null],
    ['not what nobody brings', [uses('jQuery')], null],
    ['not what may have come at any time', [uses('jQuery'), async(jquery)], null],
    ['not behind a script that was not read', [script(`${site}/own.js`), uses('jQuery'), jquery], null],
    ['not behind a script whose address is none', [script('blob:x'), uses('jQuery'), jquery], null],
    ['though an unread one may come at any time', [async(script(`${site}/own.js`)), uses('jQuery'), jquery], wrong('jQuery', jquery)],
    ['nothing', [script(null), jquery], null],
  ])('%s', (_, scripts, found) => {
    expect(wrongOrder(page(...scripts), known)).toEqual(found);
  });

  it('behind a script that was read and brings neither', () => {
    const read = [...known, fetched({ src: `${site}/own.js`, features: plain })];
    expect(wrongOrder(page(script(`${site}/own.js`), uses('jQuery'), jquery), read)).toEqual(wrong('jQuery', jquery));
    expect(wrongOrder(page(script(`${site}/own.js`), uses('WHMCS'), bundle), read)).toEqual(wrong('WHMCS', bundle));
  });

  it('not behind a bundle that has jQuery inside', () => {
    expect(wrongOrder(page(bundle, uses('jQuery', 'WHMCS'), jquery), [fetched()])).toBeNull();
    expect(wrongOrder(page(uses('jQuery'), bundle), [fetched()])).toEqual(wrong('jQuery', bundle));
  });
});
