import { describe, expect, it } from 'vitest';
import { cookieFaults, ofWhmcs, returningProviders, scopesOf, sessionCookieOf } from '../../src/logic/session-cookie.js';
import type { CookieSeen } from '../../src/model.js';
import { cookie, login } from '../support/session-facts.js';

const own = 'WHMCSq7RkT2bXw9Lm';

describe('the session cookie of the page', () => {
  const found = (sessionCookie: string | null, ...cookies: readonly CookieSeen[]) => sessionCookieOf(login({ sessionCookie, cookies }));

  it('is the one whose name the page tells', () => {
    const [one, other] = [cookie(), cookie({ name: 'PHPSESSID' })];
    expect(found('PHPSESSID', one, other)).toBe(other);
    expect(found('another', one, other)).toBeNull();
  });

  it.each(['WHMCSUser', 'WHMCSAffiliateID', 'WHMCSLinkID', 'WHMCSUID', 'WHMCSPW'])('is not %s, which outlives the session', (name) => {
    expect(found(null, cookie({ name }))).toBeNull();
  });

  it.each([own, 'WHMCSa', 'WHMCSUser2', `WHMCS${'a'.repeat(64)}`])('may be %s', (name) => {
    expect(found(null, cookie({ name }))?.name).toBe(name);
  });

  it.each(['PHPSESSID', 'WHMCS', 'whmcsabc', `WHMCS${'a'.repeat(65)}`, 'WHMCS-a', 'xWHMCSa', 'WHMCSa_b'])('cannot be %s', (name) => {
    expect(found(null, cookie({ name }))).toBeNull();
  });

  it('is the last one set that is no deletion', () => {
    const [first, second] = [cookie({ value: 'a' }), cookie({ value: 'b' })];
    const [short, deletion] = [cookie({ value: 'c', lifetimeSeconds: 1 }), cookie({ value: 'd', lifetimeSeconds: 0 })];
    expect(found(own, first, second)).toBe(second);
    expect(found(own, first, short)).toBe(short);
    expect(found(own, first, second, deletion)).toBe(second);
    expect(found(own, cookie({ lifetimeSeconds: -1 }), deletion)).toBe(deletion);
    expect(found(own)).toBeNull();
  });

  it('is of WHMCS by its name', () => {
    expect(ofWhmcs(login())).toBe(true);
    expect(ofWhmcs(login({ sessionCookie: 'PHPSESSID' }))).toBe(false);
    expect(ofWhmcs(login({ sessionCookie: 'myWHMCS' }))).toBe(false);
    expect(ofWhmcs(login({ sessionCookie: null }))).toBe(false);
  });
});

describe('a browser would not bring it back', () => {
  const causes = (differs: Partial<CookieSeen>, url = 'https://www.billing.test/client/login', shortest = 900) =>
    cookieFaults(cookie(differs), new URL(url), shortest).map(({ cause }) => cause);

  it.each<[string, Partial<CookieSeen>, string, readonly string[]]>([
    ['nothing wrong', {}, 'https://www.billing.test/', []],
    ['Secure over http', {}, 'http://www.billing.test/', ['cookie-secure-over-http']],
    ['not Secure over http', { secure: false }, 'http://www.billing.test/', []],
    ['its own domain', { domain: 'www.billing.test' }, 'https://www.billing.test/', []],
    ['a domain above', { domain: '.billing.test' }, 'https://www.billing.test/', []],
    ['a domain above in capitals', { domain: '.Billing.TEST' }, 'https://www.billing.test/', []],
    ['the domain of a host with a closing dot', { domain: 'billing.test' }, 'https://www.billing.test./', []],
    ['no domain', { domain: '' }, 'https://www.billing.test/', []],
    ['another domain', { domain: 'other.test' }, 'https://www.billing.test/', ['cookie-domain-foreign']],
    ['another host of the domain', { domain: 'shop.billing.test' }, 'https://www.billing.test/', ['cookie-domain-foreign']],
    [
      'a public suffix',
      { domain: 'test', refused: 'its domain is a public suffix' },
      'https://www.billing.test/',
      ['cookie-domain-foreign'],
    ],
    ['refused for another reason', { domain: 'billing.test', refused: 'it is too long' }, 'https://www.billing.test/', []],
    ['the path of the page', { path: '/client/' }, 'https://www.billing.test/client/login', []],
    ['another path', { path: '/admin/' }, 'https://www.billing.test/client/login', ['cookie-path-foreign']],
    ['a path that is none', { path: 'admin/' }, 'https://www.billing.test/client/login', []],
    ['no path', { path: null }, 'https://www.billing.test/client/login', []],
    ['SameSite=None without Secure', { sameSite: 'None', secure: false }, 'https://www.billing.test/', ['cookie-samesite-none-insecure']],
    ['SameSite=None with Secure', { sameSite: 'None' }, 'https://www.billing.test/', []],
    ['SameSite=Lax without Secure', { sameSite: 'Lax', secure: false }, 'https://www.billing.test/', []],
    ['a life that is too short', { lifetimeSeconds: 899 }, 'https://www.billing.test/', ['cookie-lifetime-short']],
    ['a life that is just enough', { lifetimeSeconds: 900 }, 'https://www.billing.test/', []],
    [
      'all at once',
      { domain: 'other.test', path: '/admin/', lifetimeSeconds: 1 },
      'http://www.billing.test/client/login',
      ['cookie-secure-over-http', 'cookie-domain-foreign', 'cookie-path-foreign', 'cookie-lifetime-short'],
    ],
  ])('%s', (_, differs, url, found) => {
    expect(causes(differs, url)).toEqual(found);
  });

  it('says what it saw and wants', () => {
    expect(cookieFaults(cookie({ domain: '.Other.test' }), new URL('https://www.billing.test./'), 0)).toEqual([
      {
        cause: 'cookie-domain-foreign',
        attribute: 'Domain',
        saw: 'other.test',
        want: 'none, or www.billing.test',
        directive: 'session.cookie_domain',
      },
    ]);
    expect(cookieFaults(cookie({ lifetimeSeconds: 59.6 }), new URL('https://www.billing.test/'), 900)).toMatchObject([
      { saw: '60', directive: 'session.cookie_lifetime', later: true },
    ]);
  });
});

it('Facebook and Twitter send the visitor away and back', () => {
  expect(returningProviders(login({ providers: ['google', 'facebook', 'twitter'] }))).toEqual(['facebook', 'twitter']);
  expect(returningProviders(login({ providers: ['google'] }))).toEqual([]);
});

describe('cookies of one name that a browser holds', () => {
  const scopes = (...cookies: readonly CookieSeen[]) =>
    scopesOf(login({ cookies, url: 'https://www.billing.test/client/index.php' }), own).map(
      ({ domain, path, value }) => `${domain} ${path} ${value}`,
    );

  it.each<[string, readonly CookieSeen[], readonly string[]]>([
    ['none', [], []],
    ['one', [cookie()], [' / a']],
    ['of another name', [cookie({ name: 'PHPSESSID' })], []],
    ['that it refuses', [cookie({ refused: 'it is too long' })], []],
    ['one after another of the same place', [cookie(), cookie({ value: 'b' })], [' / b']],
    ['of two paths', [cookie(), cookie({ path: '/client/', value: 'b' })], [' / a', ' /client/ b']],
    ['of two domains', [cookie(), cookie({ domain: 'billing.test', value: 'b' })], [' / a', 'billing.test / b']],
    [
      'of one domain, however it is written',
      [cookie({ domain: '.Billing.test' }), cookie({ domain: 'billing.test', value: 'b' })],
      ['billing.test / b'],
    ],
    ['of the page’s own folder where it has no path', [cookie({ path: null })], [' /client a']],
    ['of the page’s own folder where its path is none', [cookie({ path: 'admin' })], [' /client a']],
    ['that a deletion removes', [cookie(), cookie({ lifetimeSeconds: 0 })], []],
    ['that a deletion of long ago removes', [cookie(), cookie({ lifetimeSeconds: -100 })], []],
    ['that ends in a second', [cookie({ lifetimeSeconds: 1 })], [' / a']],
    ['that a deletion of another path leaves', [cookie(), cookie({ path: '/client/', lifetimeSeconds: 0 })], [' / a']],
  ])('%s', (_, cookies, held) => {
    expect(scopes(...cookies)).toEqual(held);
  });
});
