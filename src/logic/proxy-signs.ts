/** From signs to a verdict: does a proxy stand in front of the site, and which? */
import { addressSet, isIn } from './address-set.js';
import { isInside } from './address-class.js';
import type { ProxyFront } from '../model.js';

/** What is known of a proxy, as far as it can be recognised: the shape of knowledge/proxies. */
export interface Recognisable {
  readonly id: string;
  readonly marks: readonly { readonly header: string; readonly value: RegExp }[];
  readonly cookie: RegExp | null;
  readonly ranges: readonly string[];
}

export interface Signs {
  readonly addresses: readonly string[];
  /** The addresses are what visitors' resolvers say, and not only what this machine sees. */
  readonly asVisitors: boolean;
  /** Headers of an answer that came the visitors' way; null: none came. */
  readonly headers: Readonly<Record<string, string>> | null;
  readonly cookies: readonly string[];
}

export interface Recognised {
  readonly id: string;
  /** "cf-ray: …" */
  readonly headers: readonly string[];
  readonly dns: ProxyFront['dns'];
}

/** The first of the proxies of which any sign is seen; null: none. */
export function recognise(signs: Signs, proxies: readonly Recognisable[]): Recognised | null {
  for (const proxy of proxies) {
    const dns = shareOf(signs.addresses, proxy.ranges);
    const headers = proxy.marks.flatMap(({ header, value }) => {
      const seen = signs.headers?.[header];
      return seen !== undefined && value.test(seen) ? [`${header}: ${seen}`] : [];
    });
    const cookies =
      proxy.cookie === null ? [] : signs.cookies.filter((name) => proxy.cookie?.test(name) === true).map((name) => `set-cookie: ${name}`);
    if (headers.length + cookies.length > 0 || dns === 'all' || dns === 'some')
      return { id: proxy.id, headers: [...headers, ...cookies], dns };
  }
  return null;
}

function shareOf(addresses: readonly string[], ranges: readonly string[]): ProxyFront['dns'] {
  if (addresses.length === 0) return 'not-seen';
  const set = addressSet(ranges);
  const inside = addresses.filter((address) => isIn(set, address)).length;
  return inside === 0 ? 'none' : inside === addresses.length ? 'all' : 'some';
}

/** The verdict. `trace`: /cdn-cgi/trace answered as only Cloudflare does. */
export function frontOf(signs: Signs, found: Recognised | null, trace: boolean): ProxyFront {
  if (found === null) {
    const dns = signs.addresses.length === 0 ? 'not-seen' : 'none';
    const front = { product: null, dns, headers: [], trace } as const;
    // Without the visitors' view a name that leads inside (hosts file, split DNS) hides whatever stands outside.
    const hidden = !signs.asVisitors && signs.addresses.every(isInside);
    if (hidden || (signs.addresses.length === 0 && signs.headers === null)) return { ...front, state: 'undetermined', confidence: 'low' };
    return { ...front, state: 'direct', confidence: signs.asVisitors && signs.headers !== null ? 'high' : 'medium' };
  }
  const front = { product: found.id, dns: found.dns, headers: found.headers, trace };
  const answered = found.headers.length > 0 || trace;
  // Orange and grey records under one name: some visitors pass the proxy by.
  if (found.dns === 'some') return { ...front, state: 'mixed', confidence: answered ? 'high' : 'medium' };
  if (found.dns === 'all') return { ...front, state: 'proxied', confidence: answered ? 'high' : signs.headers === null ? 'medium' : 'low' };
  return { ...front, state: 'proxied', confidence: found.id === 'generic' ? 'low' : 'medium' };
}
