/**
 * Would a browser keep this cookie, and send it back? The rules of RFC 6265 and its revision:
 * https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html
 * A loopback host is treated like any other: what curl and some browsers allow there says nothing about visitors.
 */

/** A Set-Cookie line, read. */
export interface CookieLine {
  readonly name: string;
  /** As written, without a leading dot, lower case; null: none. */
  readonly domain: string | null;
  readonly path: string | null;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  /** Lower case; null: none. */
  readonly sameSite: string | null;
  /** Milliseconds since 1970; null: ends with the browser. */
  readonly expiresAt: number | null;
  /** Domain names a public suffix, as "co.uk". */
  readonly domainIsPublicSuffix: boolean;
}

/** Where a kept cookie goes. */
export interface CookieScope {
  readonly name: string;
  readonly host: string;
  readonly hostOnly: boolean;
  readonly path: string;
  readonly secure: boolean;
  readonly expiresAt: number | null;
}

export type Kept = { readonly kept: true; readonly scope: CookieScope } | { readonly kept: false; readonly why: string };

function isAddress(host: string): boolean {
  return host.startsWith('[') || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host);
}

export function domainMatches(host: string, domain: string): boolean {
  return host === domain || (!isAddress(host) && host.endsWith(`.${domain}`));
}

/** Folder of the page that sets the cookie, without its closing slash. */
export function defaultPath(pathname: string): string {
  const end = pathname.lastIndexOf('/');
  return end <= 0 ? '/' : pathname.slice(0, end);
}

export function pathMatches(requested: string, path: string): boolean {
  return requested === path || (requested.startsWith(path) && (path.endsWith('/') || requested[path.length] === '/'));
}

/** The browser's verdict on a cookie that the page at this address sets. */
export function keepCookie(cookie: CookieLine, url: URL): Kept {
  const host = url.hostname.replace(/\.$/, '');
  const why = refusal(cookie, url, host);
  if (why !== null) return { kept: false, why };
  const hostOnly = cookie.domain === null || cookie.domain === '' || (cookie.domainIsPublicSuffix && cookie.domain === host);
  return {
    kept: true,
    scope: {
      name: cookie.name,
      host: hostOnly ? host : (cookie.domain ?? host),
      hostOnly,
      path: cookie.path?.startsWith('/') ? cookie.path : defaultPath(url.pathname),
      secure: cookie.secure,
      expiresAt: cookie.expiresAt,
    },
  };
}

function refusal(cookie: CookieLine, url: URL, host: string): string | null {
  const { domain } = cookie;
  if (cookie.secure && url.protocol !== 'https:') return 'Secure, but the page came over http';
  if (domain !== null && domain !== '') {
    if (!domainMatches(host, domain)) return `Domain=${domain} is not the domain of ${host}`;
    if (cookie.domainIsPublicSuffix && domain !== host) return `Domain=${domain} is a public suffix`;
  }
  if (cookie.sameSite === 'none' && !cookie.secure) return 'SameSite=None without Secure';
  const name = cookie.name.toLowerCase();
  if (name.startsWith('__secure-') && !cookie.secure) return 'its name begins with __Secure- and it is not Secure';
  if (name.startsWith('__host-') && (!cookie.secure || (domain !== null && domain !== '') || cookie.path !== '/')) {
    return 'its name begins with __Host-, which needs Secure, Path=/ and no Domain';
  }
  return null;
}

/** Whether a kept cookie goes along with a request for this address. */
export function isSent(scope: CookieScope, url: URL, now: number): boolean {
  const host = url.hostname.replace(/\.$/, '');
  if (scope.expiresAt !== null && scope.expiresAt <= now) return false;
  if (scope.secure && url.protocol !== 'https:') return false;
  if (scope.hostOnly ? host !== scope.host : !domainMatches(host, scope.host)) return false;
  return pathMatches(url.pathname, scope.path);
}

/** One cookie per name, host and path: a later one replaces an earlier one. */
export function sameCookie(a: CookieScope, b: CookieScope): boolean {
  return a.name === b.name && a.host === b.host && a.hostOnly === b.hostOnly && a.path === b.path;
}
