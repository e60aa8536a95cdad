/** How the visitor's address arrives behind the proxy that was found: what the checks of trusted proxies and headers have in common. */
import { addressClass } from '../logic/address-class.js';
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
  readonly hop: {
    readonly address: string;
    readonly behind: boolean;
    readonly php: boolean;
    readonly recorded: boolean;
    /** No person can have the recorded address: it is the machine's own. */
    readonly own: boolean;
  } | null;
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
  const { newest } = arrival.recorded;
  const hop = request.ok && arrival.php === 'inside' ? request.value.remoteAddr.value : (newest[0]?.address.value ?? '127.0.0.1');
  const trusted = facts['database.settings'].trustedProxies?.entries ?? [];
  const restoration = web.ok ? web.value.restoration : null;
  const believed = addressSet([...trusted, ...(restoration?.from ?? [])]);
  // Where the machine itself is believed, a private address came through it and is a person's.
  const handled = isIn(believed, hop) || isIn(believed, '127.0.0.1') || (restoration?.server === 'apache' && restoration.from.length === 0);
  const php = arrival.php === 'inside';
  const behind = web.ok && web.value.behind !== null;
  // A hop has one address; several of a private network are people in it.
  const same = newest.every(({ address }) => address.value === hop);
  const own = newest.every(({ address }) => address.class === 'loopback' || addressClass(address.value) === 'loopback');
  const recorded = arrival.recorded.verdict === 'inside' && (same || own);
  const proxied = facts['proxy.front'].state === 'proxied' || facts['proxy.front'].state === 'mixed';
  // What PHP saw weighs more than log-ins, which may have come through an SSH tunnel.
  if (arrival.php === 'visitor' || arrival.php === 'proxy' || (handled && !php)) return null;
  const found = { address: hop, behind, php, recorded, own };
  // What PHP sees is after the web server's restoration: then only WHMCS's own list can help.
  if (php) return isIn(addressSet(trusted), hop) ? null : found;
  return recorded && (behind || proxied) ? found : null;
}
