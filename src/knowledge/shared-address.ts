/** Banned addresses that stand for everybody, or for the server itself: a ban on one of these cannot be meant. */
import { bans, bansAny } from '../logic/ban-pattern.js';
import { serverRestores } from '../logic/visitor-address.js';
import type { Ban, Confidence, Fact, Facts } from '../model.js';
import { arrivalBehind, type Behind } from './arrival.js';

type Wanted =
  | 'proxy.front'
  | 'proxy.ranges'
  | 'database.settings'
  | 'web.server'
  | 'php.request'
  | 'database.addresses'
  | 'net.public-address'
  | 'proxy.dns';
export type SharedFacts = { readonly [K in Wanted]: Fact<Facts[K]> };

export interface Shared {
  /** Whose address it is, to complete "the address of …". */
  readonly of: string;
  /** locked: visitors arrive with it. */
  readonly effect: 'locked' | 'harm';
  readonly confidence: Confidence;
}

export interface SharedView {
  /** How visitors arrive; null: it could not be seen. */
  readonly behind: Behind | null;
  readonly front: Facts['proxy.front'] | null;
  /** Addresses of the server, as it and its visitors know them. */
  readonly own: readonly string[];
  readonly trusted: readonly string[];
}

export function sharedView(facts: SharedFacts): SharedView {
  const { 'proxy.front': front, 'proxy.ranges': ranges, 'database.settings': settings, 'proxy.dns': dns } = facts;
  const request = facts['php.request'];
  const web = facts['web.server'];
  const address = facts['net.public-address'];
  const direct = front.ok && front.value.state === 'direct';
  const named = direct && dns.ok ? [...dns.value.local, ...(dns.value.visitors ?? [])] : [];
  return {
    behind:
      front.ok && ranges.ok && settings.ok
        ? arrivalBehind({
            'proxy.front': front.value,
            'proxy.ranges': ranges.value,
            'database.settings': settings.value,
            'web.server': web,
            'php.request': request,
            'database.addresses': facts['database.addresses'],
          })
        : null,
    front: front.ok ? front.value : null,
    own: [
      ...(request.ok && request.value.serverAddr !== null ? [request.value.serverAddr] : []),
      ...(address.ok ? [address.value.address] : []),
      ...(web.ok ? web.value.listens.flatMap(listenAddress) : []),
      ...named,
    ],
    trusted: settings.ok ? (settings.value.trustedProxies?.entries ?? []) : [],
  };
}

/** "192.0.2.1:443", "[2001:db8::1]:443 ssl": the address in it; a listener on all of them names none. */
function listenAddress(listen: string): readonly string[] {
  const address = /^\[([0-9a-f:.]+)\]/i.exec(listen)?.[1] ?? /^(\d{1,3}(?:\.\d{1,3}){3})(?::|\s|$)/.exec(listen)?.[1];
  return address === undefined || address === '0.0.0.0' || address === '::' ? [] : [address];
}

/** null: nothing says that it is anybody's but one visitor's. */
export function sharedBy(ban: Ban, view: SharedView): Shared | null {
  if (ban.form === 'everybody') return { of: 'everybody', effect: 'locked', confidence: 'likely' };
  const { behind, front } = view;
  const stored = ban.pattern.value;
  const hop = behind?.hop ?? null;
  if (hop !== null && bans(stored, hop.address)) {
    return { of: 'a proxy of this machine or network, with which visitors arrive', effect: 'locked', confidence: 'likely' };
  }
  const newest = behind?.recorded.newest ?? [];
  const restored = behind !== null && (serverRestores(behind) || behind.recorded.verdict === 'visitors');
  const proxied = front !== null && (front.state === 'proxied' || front.state === 'mixed');
  const ranges = behind?.ranges ?? [];
  if (proxied && (bansAny(stored, ranges) || (ban.pattern.class === 'cloudflare' && front.product === 'cloudflare'))) {
    const of = behind?.product?.name ?? 'the proxy in front of the site';
    return restored ? { of, effect: 'harm', confidence: 'possible' } : { of, effect: 'locked', confidence: 'likely' };
  }
  const inside = ['loopback', 'private', 'link-local', 'cgnat'].includes(ban.pattern.class);
  // One address for the newest log-ins of all people is a hop's, where no person of the internet can have it.
  if (inside && behind?.recorded.verdict === 'inside' && newest.length > 1 && newest.every(({ address }) => bans(stored, address.value))) {
    return { of: 'the proxy or router through which the newest log-ins came', effect: 'locked', confidence: 'possible' };
  }
  if (ban.pattern.class === 'loopback') return { of: 'this machine itself', effect: 'harm', confidence: 'likely' };
  if (view.own.some((address) => bans(stored, address))) return { of: 'this server', effect: 'harm', confidence: 'likely' };
  if (inside && bansAny(stored, view.trusted)) return { of: 'a trusted proxy', effect: 'harm', confidence: 'possible' };
  return null;
}
