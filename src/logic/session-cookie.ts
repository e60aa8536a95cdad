/** What is wrong with a session cookie, by the attributes a visitor gets. */
import type { CookieSeen, LoginPage } from '../model.js';
import { defaultPath, domainMatches, pathMatches } from './cookie-rules.js';

export interface CookieFault {
  readonly cause: string;
  readonly attribute: string;
  readonly saw: string;
  readonly want: string;
  /** The PHP directive behind it. */
  readonly directive: string;
  /** The visitor loses it later, not at once. */
  readonly later?: true;
}

/** Cookies of WHMCS that outlive the session or have other purposes: https://docs.whmcs.com/Cookies */
const others: ReadonlySet<string> = new Set(['WHMCSUser', 'WHMCSAffiliateID', 'WHMCSLinkID', 'WHMCSUID', 'WHMCSPW']);

/** The session cookie of the login page: the last one set that is not a deletion. */
export function sessionCookieOf(page: LoginPage): CookieSeen | null {
  const own = page.cookies.filter((cookie) =>
    page.sessionCookie === null
      ? /^WHMCS[A-Za-z0-9]{1,64}$/.test(cookie.name) && !others.has(cookie.name)
      : cookie.name === page.sessionCookie,
  );
  return own.findLast((cookie) => (cookie.lifetimeSeconds ?? 1) > 0) ?? own.at(-1) ?? null;
}

/** Whether the page sets the session cookie of WHMCS itself: another program's PHPSESSID on a page without a log-in form says nothing. */
export function ofWhmcs({ sessionCookie }: LoginPage): boolean {
  return sessionCookie?.startsWith('WHMCS') === true;
}

/** Every reason why a browser would not bring this cookie back to this address, or would lose it soon. */
export function cookieFaults(cookie: CookieSeen, url: URL, shortestSeconds: number): readonly CookieFault[] {
  const host = url.hostname.replace(/\.$/, '');
  const domain = cookie.domain?.replace(/^\./, '').toLowerCase() ?? '';
  const faults: CookieFault[] = [];
  if (cookie.secure && url.protocol === 'http:') {
    faults.push({
      cause: 'cookie-secure-over-http',
      attribute: 'Secure',
      saw: 'Secure, over http',
      want: 'https, or not Secure',
      directive: 'session.cookie_secure',
    });
  }
  // Which domains are public suffixes the probe knows.
  if (domain !== '' && (!domainMatches(host, domain) || cookie.refused?.includes('public suffix') === true)) {
    faults.push({
      cause: 'cookie-domain-foreign',
      attribute: 'Domain',
      saw: domain,
      want: `none, or ${host}`,
      directive: 'session.cookie_domain',
    });
  }
  if (cookie.path?.startsWith('/') && !pathMatches(url.pathname, cookie.path)) {
    faults.push({
      cause: 'cookie-path-foreign',
      attribute: 'Path',
      saw: cookie.path,
      want: `a folder above ${url.pathname}`,
      directive: 'session.cookie_path',
    });
  }
  if (cookie.sameSite?.toLowerCase() === 'none' && !cookie.secure) {
    faults.push({
      cause: 'cookie-samesite-none-insecure',
      attribute: 'SameSite',
      saw: 'None without Secure',
      want: 'Lax',
      directive: 'session.cookie_samesite',
    });
  }
  if (cookie.lifetimeSeconds !== null && cookie.lifetimeSeconds < shortestSeconds) {
    faults.push({
      cause: 'cookie-lifetime-short',
      attribute: 'Lifetime in seconds',
      saw: String(Math.round(cookie.lifetimeSeconds)),
      want: 'none: until the browser is closed',
      directive: 'session.cookie_lifetime',
      later: true,
    });
  }
  return faults;
}

/** Providers on the login page that send the visitor away and back by a redirect. */
export function returningProviders(page: LoginPage): readonly string[] {
  return page.providers.filter((provider) => provider === 'facebook' || provider === 'twitter');
}

/** The cookies of this name that a browser holds after the page: each path and domain has one of its own, and a deletion removes it. */
export function scopesOf(
  page: LoginPage,
  name: string,
): readonly { readonly domain: string; readonly path: string; readonly value: string }[] {
  const kept = new Map<string, { readonly domain: string; readonly path: string; readonly value: string }>();
  for (const cookie of page.cookies) {
    if (cookie.name !== name || cookie.refused !== null) continue;
    const domain = cookie.domain?.replace(/^\./, '').toLowerCase() ?? '';
    const path = cookie.path?.startsWith('/') === true ? cookie.path : defaultPath(new URL(page.url).pathname);
    const key = `${domain} ${path}`;
    if (cookie.lifetimeSeconds !== null && cookie.lifetimeSeconds <= 0) kept.delete(key);
    else kept.set(key, { domain, path, value: cookie.value });
  }
  return [...kept.values()];
}
