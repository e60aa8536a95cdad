/** Reads Set-Cookie lines. tough-cookie knows the date forms and the public suffix list; the verdict is logic/cookie-rules'. */
import type { CookieLine } from '../logic/cookie-rules.js';

const longestLine = 8192;

export interface ReadCookie extends CookieLine {
  /** A secret: it stays inside the jar. */
  readonly value: string;
}

/** The cookie that this line sets, seen at `now` (ms since 1970); null: no browser would read it as one. */
export async function parseSetCookie(line: string, now: number): Promise<ReadCookie | null> {
  if (line.length > longestLine) return null;
  const { Cookie, getPublicSuffix } = await import('tough-cookie');
  const cookie = Cookie.parse(line, { loose: true });
  if (cookie === undefined || cookie.key === '') return null;
  const domain = cookie.domain === null ? null : cookie.domain.replace(/^\./, '').toLowerCase();
  return {
    name: cookie.key,
    value: cookie.value,
    domain,
    path: cookie.path,
    secure: cookie.secure,
    httpOnly: cookie.httpOnly,
    // Values other than Strict, Lax and None are left out by the parser, as browsers ignore them.
    sameSite: cookie.sameSite ?? null,
    expiresAt: expiryOf(cookie, now),
    domainIsPublicSuffix: domain !== null && domain !== '' && getPublicSuffix(domain, { ignoreError: true }) === undefined,
  };
}

/** Max-Age wins over Expires. */
function expiryOf(
  cookie: { readonly maxAge: number | 'Infinity' | '-Infinity' | null; readonly expires: Date | 'Infinity' | null },
  now: number,
): number | null {
  if (cookie.maxAge === 'Infinity') return null;
  if (cookie.maxAge === '-Infinity') return 0;
  if (typeof cookie.maxAge === 'number') return cookie.maxAge <= 0 ? 0 : now + cookie.maxAge * 1000;
  if (cookie.expires === null || cookie.expires === 'Infinity') return null;
  const at = cookie.expires.getTime();
  return Number.isNaN(at) ? null : at;
}
