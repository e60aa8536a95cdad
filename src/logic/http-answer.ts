/** Small readings of an HTTP answer. */

/** Values that a response repeats are joined with ", ", as HTTP allows for all but Set-Cookie. */
export function headerOf(headers: readonly (readonly [string, string])[], name: string): string | null {
  const values = headers.filter(([key]) => key === name).map(([, value]) => value);
  return values.length === 0 ? null : values.join(', ');
}

const cacheHits: ReadonlySet<string> = new Set(['HIT', 'STALE', 'UPDATING', 'REVALIDATED', 'EXPIRED']);

/** Headers whose value says "hit" for an answer out of a shared cache: CDNs, hosts, and nginx as it is mostly set up. */
const hitHeaders = [
  'x-cache',
  'x-proxy-cache', // SiteGround, many nginx set-ups
  'x-cache-status', // nginx: add_header X-Cache-Status $upstream_cache_status
  'x-fastcgi-cache',
  'x-nginx-cache',
  'x-nginx-cache-status',
  'x-srcache-fetch-status', // OpenResty
  'x-litespeed-cache', // https://docs.litespeedtech.com/lscache/devguide/
  'x-lsadc-cache',
  'x-qc-cache', // QUIC.cloud
  'x-sucuri-cache',
  'x-hcdn-cache-status', // Hostinger
  'x-kinsta-cache',
  'x-cdn-cache',
  'x-cdn-cache-status',
  'cdn-cache', // bunny.net
  'x-edge-cache',
  'x-rack-cache',
  'x-drupal-cache',
  'cache-status', // https://www.rfc-editor.org/rfc/rfc9211
] as const;

/** Headers by which a cache shows itself. */
export const cacheHeaders: readonly string[] = ['age', 'cf-cache-status', 'x-varnish', ...hitHeaders];

/**
 * Why this answer is taken from a shared cache; null: nothing says so. DYNAMIC, MISS and BYPASS of Cloudflare are the healthy values of a
 * page: https://developers.cloudflare.com/cache/concepts/cache-responses/
 */
export function cacheSign(headers: Readonly<Record<string, string>>): string | null {
  const status = headers['cf-cache-status'];
  if (status !== undefined && cacheHits.has(status.trim().toUpperCase())) return `cf-cache-status: ${status}`;
  for (const name of hitHeaders) {
    const cache = headers[name];
    // LiteSpeed's "hit,private" is the visitor's own copy.
    if (cache !== undefined && /(?:^|[\s,:;_])(?:hit|stale|updating)(?![\w-])/i.test(cache) && !/\bprivate\b/i.test(cache))
      return `${name}: ${cache}`;
  }
  // Varnish adds the number of the request that filled the cache: https://varnish-cache.org/docs/trunk/reference/vcl-var.html
  const varnish = headers['x-varnish'];
  if (varnish !== undefined && /^\s*\d{1,20}[ ,]+\d{1,20}\s*$/.test(varnish)) return `x-varnish: ${varnish}`;
  const age = headers['age'];
  if (age !== undefined && /^\s*[1-9]\d{0,9}\s*$/.test(age)) return `age: ${age}`;
  return null;
}

/**
 * A server in front says that what stands behind it does not answer; 520 to 530 are Cloudflare's own:
 * https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/
 */
export function isGatewayError(status: number): boolean {
  return status === 502 || status === 504 || (status >= 520 && status <= 530);
}

/** There is nothing at this address, or nothing that answers behind it. */
export function isNoPage(status: number | null): boolean {
  return status === null || status === 404 || status === 410 || isGatewayError(status);
}

/** 301, 302, 303, 307 and 308: the answers whose Location a browser follows. */
export function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

/** One printable line of at most `most` characters: what a server sends can hold line ends and terminal escapes. */
export function printable(text: string, most = 300): string {
  const clean = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, ' ').trim();
  return clean.length > most ? `${clean.slice(0, most - 1)}…` : clean;
}
