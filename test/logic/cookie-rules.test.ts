import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  defaultPath,
  domainMatches,
  isSent,
  keepCookie,
  pathMatches,
  sameCookie,
  type CookieLine,
  type CookieScope,
} from '../../src/logic/cookie-rules.js';

const plain: CookieLine = {
  name: 'WHMCSabc',
  domain: null,
  path: '/',
  secure: false,
  httpOnly: true,
  sameSite: null,
  expiresAt: null,
  domainIsPublicSuffix: false,
};

describe('keepCookie', () => {
  const refused: readonly (readonly [string, Partial<CookieLine>, string, RegExp])[] = [
    ['Secure over http', { secure: true }, 'http://x.com/', /Secure, but the page came over http/],
    ['Secure over http on localhost too', { secure: true }, 'http://127.0.0.1/', /Secure/],
    ['a foreign domain', { domain: 'other.com' }, 'https://x.com/', /not the domain of x.com/],
    ['a sub-domain of the host', { domain: 'www.x.com' }, 'https://x.com/', /not the domain/],
    ['a suffix that is no label', { domain: 'ample.com' }, 'https://example.com/', /not the domain/],
    ['a public suffix', { domain: 'co.uk', domainIsPublicSuffix: true }, 'https://x.co.uk/', /public suffix/],
    ['a domain of an address', { domain: '0.2.1' }, 'https://192.0.2.1/', /not the domain/],
    ['SameSite=None without Secure', { sameSite: 'none' }, 'https://x.com/', /SameSite=None without Secure/],
    ['__Secure- without Secure', { name: '__Secure-a' }, 'https://x.com/', /__Secure-/],
    ['__Host- with a path', { name: '__Host-a', secure: true, path: '/b' }, 'https://x.com/', /__Host-/],
    ['__Host- with a domain', { name: '__Host-a', secure: true, domain: 'x.com' }, 'https://x.com/', /__Host-/],
  ];
  it.each(refused)('refuses %s', (_, change, url, why) => {
    const verdict = keepCookie({ ...plain, ...change }, new URL(url));
    expect(verdict).toMatchObject({ kept: false });
    if (!verdict.kept) expect(verdict.why).toMatch(why);
  });

  const sent: readonly (readonly [string, Partial<CookieLine>, string, string, boolean])[] = [
    ['host-only to its host', {}, 'https://x.com/', 'https://x.com/a', true],
    ['host-only not to www', {}, 'https://x.com/', 'https://www.x.com/', false],
    ['host-only of www not to the apex', {}, 'https://www.x.com/', 'https://x.com/', false],
    ['a domain cookie to its sub-domains', { domain: 'x.com' }, 'https://x.com/', 'https://www.x.com/', true],
    ['a domain cookie of www to the apex', { domain: 'x.com' }, 'https://www.x.com/', 'https://x.com/', true],
    ['Secure not to http', { secure: true }, 'https://x.com/', 'http://x.com/', false],
    ['whatever the port', {}, 'https://x.com/', 'https://x.com:8443/', true],
    ['a path to what is below', { path: '/whmcs/' }, 'https://x.com/', 'https://x.com/whmcs/login', true],
    ['a path not without its slash', { path: '/whmcs/' }, 'https://x.com/', 'https://x.com/whmcs', false],
    ['a path in its case only', { path: '/whmcs/' }, 'https://x.com/', 'https://x.com/WHMCS/', false],
    ['no path: the folder of the page', { path: null }, 'https://x.com/a/b.php', 'https://x.com/a/c', true],
    ['no path: not above the folder', { path: null }, 'https://x.com/a/b.php', 'https://x.com/', false],
    ['an expired one', { expiresAt: 500 }, 'https://x.com/', 'https://x.com/', false],
  ];
  it.each(sent)('sends %s', (_, change, from, to, goes) => {
    const verdict = keepCookie({ ...plain, ...change }, new URL(from));
    expect(verdict.kept && isSent(verdict.scope, new URL(to), 1000)).toBe(goes);
  });

  it('a kept cookie without expiry goes back to a folder-path page that set it', () => {
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ['http', 'https'] }), fc.boolean(), (text, secure) => {
        const url = new URL(text);
        const verdict = keepCookie({ ...plain, secure }, url);
        return verdict.kept ? isSent(verdict.scope, url, 0) : secure && url.protocol === 'http:';
      }),
    );
  });
});

describe('paths', () => {
  it.each([
    ['/', '/'],
    ['/a', '/'],
    ['/a/', '/a'],
    ['/a/b', '/a'],
    ['', '/'],
  ])('the default of %s is %s', (page, path) => expect(defaultPath(page)).toBe(path));
  it('matches whole segments', () => {
    expect([pathMatches('/ab', '/a'), pathMatches('/a/b', '/a'), pathMatches('/a', '/a')]).toEqual([false, true, true]);
  });
});

it('a cookie is replaced by one of the same name, host and path', () => {
  const scope: CookieScope = { name: 'a', host: 'x.com', hostOnly: true, path: '/', secure: false, expiresAt: null };
  expect([sameCookie(scope, { ...scope, secure: true }), sameCookie(scope, { ...scope, hostOnly: false })]).toEqual([true, false]);
});

describe('a kept cookie', () => {
  const scopeOf = (change: Partial<CookieLine>, url: string) => {
    const verdict = keepCookie({ ...plain, ...change }, new URL(url));
    return verdict.kept ? verdict.scope : verdict.why;
  };

  it.each<[string, Partial<CookieLine>, string, Partial<CookieScope>]>([
    ['without a domain', {}, 'https://x.com/', { host: 'x.com', hostOnly: true, path: '/' }],
    ['with an empty domain', { domain: '' }, 'https://x.com/', { host: 'x.com', hostOnly: true }],
    ['of a host with a closing dot', {}, 'https://x.com./', { host: 'x.com', hostOnly: true }],
    ['of its domain', { domain: 'x.com' }, 'https://www.x.com/', { host: 'x.com', hostOnly: false }],
    ['of its own host as domain', { domain: 'x.com' }, 'https://x.com/', { host: 'x.com', hostOnly: false }],
    [
      'of a public suffix that is the host',
      { domain: 'co.uk', domainIsPublicSuffix: true },
      'https://co.uk/',
      { host: 'co.uk', hostOnly: true },
    ],
    ['of an address', { domain: '192.0.2.1' }, 'https://192.0.2.1/', { host: '192.0.2.1', hostOnly: false }],
    ['with a path', { path: '/a' }, 'https://x.com/b/c', { path: '/a' }],
    ['with a path that is none', { path: 'a/' }, 'https://x.com/b/c', { path: '/b' }],
    ['with an empty path', { path: '' }, 'https://x.com/b/c', { path: '/b' }],
    ['with an end', { expiresAt: 7, secure: true }, 'https://x.com/', { expiresAt: 7, secure: true, name: 'WHMCSabc' }],
    ['SameSite=None and Secure', { sameSite: 'none', secure: true }, 'https://x.com/', { secure: true }],
    ['SameSite=Lax', { sameSite: 'lax' }, 'http://x.com/', { secure: false }],
    ['__Secure- and Secure', { name: '__Secure-a', secure: true }, 'https://x.com/', { name: '__Secure-a' }],
    ['__Host- as it must be', { name: '__Host-a', secure: true, domain: '' }, 'https://x.com/', { name: '__Host-a' }],
    ['__Host- as it must be, without a domain', { name: '__HOST-a', secure: true }, 'https://x.com/', { name: '__HOST-a' }],
  ])('%s', (_, change, url, scope) => {
    expect(scopeOf(change, url)).toMatchObject(scope);
  });

  const hostPrefix = 'its name begins with __Host-, which needs Secure, Path=/ and no Domain';
  it.each<[string, Partial<CookieLine>, string, string]>([
    ['of a part of an address', { domain: '0.2.1' }, 'https://192.0.2.1/', 'Domain=0.2.1 is not the domain of 192.0.2.1'],
    [
      'of a part of a long address',
      { domain: '168.100.200' },
      'https://192.168.100.200/',
      'Domain=168.100.200 is not the domain of 192.168.100.200',
    ],
    ['of a public suffix', { domain: 'co.uk', domainIsPublicSuffix: true }, 'https://x.co.uk/', 'Domain=co.uk is a public suffix'],
    ['__secure- in small letters', { name: '__secure-a' }, 'https://x.com/', 'its name begins with __Secure- and it is not Secure'],
    ['__Host- without Secure', { name: '__Host-a' }, 'https://x.com/', hostPrefix],
    ['__Host- without a path', { name: '__Host-a', secure: true, path: null }, 'https://x.com/', hostPrefix],
    ['__Host- with its own domain', { name: '__Host-a', secure: true, domain: 'x.com' }, 'https://x.com/', hostPrefix],
  ])('is not one %s', (_, change, url, why) => {
    expect(scopeOf(change, url)).toBe(why);
  });
});

describe('the domain of a host', () => {
  it.each([
    ['x.com', 'x.com', true],
    ['a.x.com', 'x.com', true],
    ['ax.com', 'x.com', false],
    ['x.com', 'a.x.com', false],
    ['1.2.3.4', '3.4', false],
    ['111.222.111.222', '111.222', false],
    ['[2001:db8::1]', '[2001:db8::1]', true],
    ['[x.com', 'com', false],
    ['a.1.2.3.4', '3.4', true],
    ['1.2.3.4.com', 'com', true],
    ['1.2.3.4000', '3.4000', true],
    ['1000.2.3.4', '3.4', true],
  ])('%s is within %s: %s', (host, domain, within) => {
    expect(domainMatches(host, domain)).toBe(within);
  });
});

describe('sending it back', () => {
  const scope: CookieScope = { name: 'a', host: 'x.com', hostOnly: true, path: '/', secure: false, expiresAt: null };
  const goes = (change: Partial<CookieScope>, url: string) => isSent({ ...scope, ...change }, new URL(url), 1000);

  it.each<[Partial<CookieScope>, string, boolean]>([
    [{}, 'https://x.com/', true],
    [{}, 'https://x.com./', true],
    [{}, 'https://y.com/', false],
    [{ expiresAt: 999 }, 'https://x.com/', false],
    [{ expiresAt: 1000 }, 'https://x.com/', false],
    [{ expiresAt: 1001 }, 'https://x.com/', true],
    [{ secure: true }, 'https://x.com/', true],
    [{ secure: true }, 'http://x.com/', false],
    [{ hostOnly: false }, 'https://a.x.com/', true],
    [{ hostOnly: false }, 'https://y.com/', false],
    [{ path: '/a' }, 'https://x.com/a', true],
    [{ path: '/a' }, 'https://x.com/ab', false],
  ])('%j to %s: %s', (change, url, sent) => {
    expect(goes(change, url)).toBe(sent);
  });

  it.each<[Partial<CookieScope>, boolean]>([
    [{}, true],
    [{ secure: true, expiresAt: 5 }, true],
    [{ name: 'b' }, false],
    [{ host: 'y.com' }, false],
    [{ hostOnly: false }, false],
    [{ path: '/a' }, false],
  ])('one with %j is the same cookie: %s', (change, same) => {
    expect(sameCookie(scope, { ...scope, ...change })).toBe(same);
  });

  it('has the folder of the page where no path is given', () => {
    expect([defaultPath('/a'), defaultPath('/a/'), defaultPath('/a/b/c'), defaultPath('/'), defaultPath('')]).toEqual([
      '/',
      '/a',
      '/a/b',
      '/',
      '/',
    ]);
  });
});
