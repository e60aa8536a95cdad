import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  defaultPath,
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
