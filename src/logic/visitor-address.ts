/**
 * Does the visitor's address reach WHMCS through the proxy in front? Two ways are right: the web server restores it before PHP, or WHMCS
 * trusts the proxy's addresses and reads its header. What PHP or WHMCS really saw weighs more than either setting.
 */
import { insideAddresses, isInside } from './address-class.js';
import { byText } from './by-text.js';
import { addressSet, coverage, covers, isIn, type AddressSet, type Coverage } from './address-set.js';
import type {
  Fact,
  Personal,
  PhpRequest,
  PublishedRanges,
  RecordedAddress,
  RecordedAddresses,
  Restoration,
  TrustedProxies,
  WebServer,
} from '../model.js';

/** Whose address was seen: the proxy's, one of the inside (loopback, private), or another, which is a visitor's. */
export type Whose = 'proxy' | 'inside' | 'visitor';

export function whose(address: Personal, proxy: AddressSet): Whose {
  if (isIn(proxy, address.value) || address.class === 'cloudflare') return 'proxy';
  // In a bundle the address is a token, and its class is all there is.
  return isInside(address.value) || ['loopback', 'private', 'link-local'].includes(address.class) ? 'inside' : 'visitor';
}

export interface Recorded {
  /** visitors: the newest few are all visitors'; proxy: the newest is the proxy's; mixed: an older one of the newest few is. */
  readonly verdict: 'visitors' | 'proxy' | 'mixed' | 'inside' | 'none';
  /** The newest few, newest first. */
  readonly newest: readonly RecordedAddress[];
}

/** Older ones may be from before a repair. */
const few = 3;

/** The newest recorded addresses of log-ins, and of the activity log where they are not the machine's own. */
export function recordedBy(recorded: RecordedAddresses, proxy: AddressSet): Recorded {
  const outside = recorded.activity.filter(({ address }) => whose(address, proxy) !== 'inside');
  const all = [...recorded.adminLogins, ...recorded.users, ...outside];
  const newest = all.toSorted((a, b) => byText(b.at ?? '', a.at ?? '')).slice(0, few);
  const kinds = newest.map(({ address }) => whose(address, proxy));
  const verdict =
    kinds.length === 0
      ? 'none'
      : kinds[0] === 'proxy'
        ? 'proxy'
        : kinds.includes('proxy')
          ? 'mixed'
          : kinds.includes('visitor')
            ? 'visitors'
            : 'inside';
  return { verdict, newest };
}

/** "CF-Connecting-IP" and "HTTP_CF_CONNECTING_IP" as PHP names it, without HTTP_: "CF_CONNECTING_IP". */
export function headerName(written: string): string {
  return written
    .trim()
    .toUpperCase()
    .replaceAll('-', '_')
    .replace(/^HTTP_/, '');
}

/** Restoration by the web server, as its configuration promises it. */
export type Restores =
  | { readonly is: 'works' }
  /** `by`: something else that restores it where its own settings let it, as mod_rpaf (file:line); none: the configuration could not be read. */
  | { readonly is: 'unseen'; readonly by?: string }
  | { readonly is: 'absent' }
  /** `relayed`: it believes machines of the inside alone, which is right where one of them stands between the proxy and it: a tunnel, a balancer. */
  | { readonly is: 'incomplete'; readonly missing: readonly string[]; readonly relayed?: true }
  | { readonly is: 'wrong-header'; readonly header: string };

/**
 * nginx does nothing without set_real_ip_from, and reads X-Real-IP where no header is named; Apache with a header and no list believes
 * everybody. https://nginx.org/en/docs/http/ngx_http_realip_module.html https://httpd.apache.org/docs/2.4/mod/mod_remoteip.html
 */
export function restores(restoration: Restoration | null, required: readonly string[], sent: readonly string[]): Restores {
  if (restoration === null) return { is: 'absent' };
  const { server, from } = restoration;
  if (server === 'nginx' ? from.length === 0 : restoration.header === null) return { is: 'absent' };
  const header = headerName(restoration.header ?? 'X-Real-IP');
  if (sent.length > 0 && !sent.includes(header)) return { is: 'wrong-header', header };
  if (from.length === 0) return { is: 'works' };
  const { missingV4, missingV6, none } = coverage(addressSet(from), required);
  if (missingV4.length === 0 && !none) return { is: 'works' };
  const relayed = none && covers(insideAddresses, addressSet(from));
  return { is: 'incomplete', missing: [...missingV4, ...missingV6], ...(relayed ? { relayed } : {}) };
}

/**
 * The same for two servers in a row. The one behind need only believe the one in front where that one restores, or where the header holds a
 * single address, which the one in front passes on as it came.
 */
export function restoresThrough(web: WebServer, required: readonly string[], sent: readonly string[]): Restores {
  const back = restores(web.restoration, required, sent);
  if (web.frontRestoration === undefined || web.restoration === null || back.is === 'works') return back;
  if (!isIn(addressSet(web.restoration.from), '127.0.0.1')) return back;
  const front = restores(web.frontRestoration, required, sent);
  if (front.is === 'works') return front;
  const header = headerName(web.restoration.header ?? 'X-Real-IP');
  if (header !== 'X_FORWARDED_FOR' && sent.includes(header)) return { is: 'works' };
  return front.is === 'absent' ? back : front;
}

export interface Arrival {
  readonly server: Restores;
  /** Whose address REMOTE_ADDR was when a visitor's request was made; null: not tried, or it did not come through the proxy. */
  readonly php: Whose | null;
  readonly recorded: Recorded;
  /** WHMCS's own list against the proxy's ranges; null: it could not be read, which says nothing about trust. */
  readonly listed: Coverage | null;
}

export interface Seen {
  /** Ranges from which the proxy connects, and the headers that it sends. */
  readonly ranges: readonly string[];
  readonly sends: readonly string[];
  readonly web: Fact<WebServer>;
  readonly request: Fact<PhpRequest>;
  readonly addresses: Fact<RecordedAddresses>;
  readonly trusted: TrustedProxies | null;
}

export function arrivalOf(seen: Seen): Arrival {
  const proxy = addressSet(seen.ranges);
  const readable = seen.trusted !== null && seen.trusted.shape !== 'undecodable';
  return {
    server: seen.web.ok ? promised(seen.web.value, seen) : { is: 'unseen' },
    php: seen.request.ok ? arrived(seen.request.value, proxy) : null,
    recorded: seen.addresses.ok ? recordedBy(seen.addresses.value, proxy) : { verdict: 'none', newest: [] },
    listed: readable ? coverage(addressSet(seen.trusted.entries), seen.ranges) : null,
  };
}

/** Where the known restoration falls short, the other may do all that is needed: it works on its own. */
function promised(web: WebServer, { ranges, sends }: Seen): Restores {
  const found = restoresThrough(web, ranges, sends);
  return found.is !== 'works' && web.otherRestoration !== undefined ? { is: 'unseen', by: web.otherRestoration } : found;
}

/** A visitor's address proves a restoration only where the request bears the marks of a proxy. */
function arrived(request: PhpRequest, proxy: AddressSet): Whose | null {
  const found = whose(request.remoteAddr, proxy);
  if (found === 'proxy') return 'proxy';
  // The asking machine may itself be of the inside: then the header names it as the visitor.
  if (Object.values(request.forwardedFor).some(({ value }) => value === request.remoteAddr.value)) return 'visitor';
  return request.forwardingHeaders.length > 0 ? found : null;
}

/**
 * The web server hands PHP the visitor's address: seen, or promised by its configuration and not disproved. Where the proxy comes through a
 * machine of the inside (https://developers.cloudflare.com/cloudflare-one/connections/connect-networks/), believing that one is enough.
 * A restoration that cannot be judged from here is believed where the newest log-ins bear visitors' addresses.
 */
export function serverRestores({ php, server, recorded }: Arrival): boolean {
  if (php !== null) return php === 'visitor';
  if (server.is === 'works') return true;
  const borneOut = (server.is === 'incomplete' && server.relayed === true) || (server.is === 'unseen' && server.by !== undefined);
  return borneOut && recorded.verdict === 'visitors';
}

export function allRanges({ ipv4, ipv6 }: PublishedRanges): readonly string[] {
  return [...ipv4, ...ipv6];
}
