/** How the visitor's address arrives behind the proxy that was found: what the checks of trusted proxies and headers have in common. */
import { addressSet, isIn } from '../logic/address-set.js';
import { allRanges, arrivalOf, headerName, type Arrival } from '../logic/visitor-address.js';
import type { Fact, Facts } from '../model.js';
import { knownProxy, type KnownProxy } from './proxies.js';

/** The facts that such a check declares. */
export type ArrivalFacts = { readonly [K in 'proxy.front' | 'proxy.ranges' | 'database.settings']: Facts[K] } & {
  readonly [K in 'web.server' | 'php.request' | 'database.addresses']: Fact<Facts[K]>;
};

export interface Behind extends Arrival {
  readonly product: KnownProxy | null;
  /** From where the proxy connects; []: not published. */
  readonly ranges: readonly string[];
  /** Forwarding headers of a visitor's request as it arrived in PHP; []: not seen. */
  readonly arriving: readonly string[];
  /** Why the address of a proxy on this machine or in its network stands for all visitors; null: nothing says so. */
  readonly hop: { readonly behind: boolean; readonly php: boolean; readonly recorded: boolean } | null;
}

export function arrivalBehind(facts: ArrivalFacts): Behind {
  const front = facts['proxy.front'];
  const request = facts['php.request'];
  const product = knownProxy(front.product);
  const ranges = front.product === 'cloudflare' ? allRanges(facts['proxy.ranges']) : (product?.ranges ?? []);
  const arriving = request.ok ? request.value.forwardingHeaders.map(headerName) : [];
  const arrival = arrivalOf({
    ranges,
    sends: [...(product?.sends ?? []), ...arriving],
    web: facts['web.server'],
    request,
    addresses: facts['database.addresses'],
    trusted: facts['database.settings'].trustedProxies,
  });
  return { ...arrival, product, ranges, arriving, hop: localHop(arrival, facts) };
}

function localHop(arrival: Arrival, facts: ArrivalFacts): Behind['hop'] {
  const request = facts['php.request'];
  const web = facts['web.server'];
  const hop = request.ok && arrival.php === 'inside' ? request.value.remoteAddr.value : '127.0.0.1';
  const trusted = facts['database.settings'].trustedProxies?.entries ?? [];
  const restoration = web.ok ? web.value.restoration : null;
  const handled =
    isIn(addressSet([...trusted, ...(restoration?.from ?? [])]), hop) ||
    (restoration?.server === 'apache' && restoration.from.length === 0);
  const php = arrival.php === 'inside';
  const behind = web.ok && web.value.behind !== null;
  const recorded = arrival.recorded.verdict === 'inside';
  const proxied = facts['proxy.front'].state === 'proxied' || facts['proxy.front'].state === 'mixed';
  if (arrival.php === 'visitor' || (handled && !php)) return null;
  // What PHP sees is after the web server's restoration: then only WHMCS's own list can help.
  if (php) return isIn(addressSet(trusted), hop) ? null : { behind, php, recorded };
  return recorded && (behind || proxied) ? { behind, php, recorded } : null;
}
