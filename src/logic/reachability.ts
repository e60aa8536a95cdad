/** Which stage keeps a license server out of reach, and whether it is this machine's network or only the way to that server. */
import { isInside } from './address-class.js';
import type { CertificateSeen, Reach, ServerReach, Stage } from '../model.js';

export type Reachability =
  | { readonly reached: true; readonly by: Reach }
  | {
      readonly reached: false;
      readonly stage: Stage;
      /** Node's or OpenSSL's code, or "HTTP 503". */
      readonly code: string;
      readonly address: string | null;
      readonly certificate: CertificateSeen | null;
    };

export type Unreached = Reachability & { readonly reached: false };

/** How far a connection comes before it fails. */
const depth: Readonly<Record<Stage, number>> = { dns: 0, tcp: 1, tls: 2, http: 3 };

/** One server over whichever family works; where none does, the one that came furthest (IPv4 first). */
export function reachabilityOf(server: ServerReach): Reachability {
  const tried = [server.ipv4, server.ipv6].filter((reach) => reach !== null);
  const reached = tried.find((reach) => reach.reached && !refuses(reach.httpStatus));
  if (reached) return { reached: true, by: reached };
  const failures = tried.map(failureOf).sort((a, b) => depth[b.stage] - depth[a.stage]);
  return (
    failures[0] ?? {
      reached: false,
      stage: 'dns',
      code: server.lookup.ipv4 ?? server.lookup.ipv6 ?? 'ENODATA',
      address: null,
      certificate: null,
    }
  );
}

export function failureOf(reach: Reach): Unreached {
  const { address, certificate } = reach;
  if (reach.failure) return { reached: false, stage: reach.failure.stage, code: reach.failure.code, address, certificate };
  return { reached: false, stage: 'http', code: `HTTP ${reach.httpStatus ?? 0}`, address, certificate };
}

/** Answers of something that does not let this machine through, or of a server that cannot serve. A 404 still comes from a server that was reached. */
export function refuses(status: number | null): boolean {
  return status !== null && (status >= 500 || [401, 403, 407, 429, 451].includes(status));
}

export type UnreachedCause =
  | 'license-name-unresolvable'
  | 'license-hosts-file-override'
  | 'license-connection-refused'
  | 'license-connection-timeout'
  | 'license-tls-failing'
  | 'license-intercepted'
  | 'license-http-refused'
  | 'outbound-blocked';

/** The blame for a server that was not reached; `controls` are unrelated servers, tried at the same time. */
export function blame(server: ServerReach, failure: Unreached, controls: readonly ServerReach[]): UnreachedCause {
  const others = controls.map(reachabilityOf);
  // somebody who stands in the way of all names does so at the same stage or before it
  const alike = others.length > 0 && others.every((other) => !other.reached && depth[other.stage] <= depth[failure.stage]);
  if (server.hostsFile !== null && !alike) return 'license-hosts-file-override';
  // A public name with an address of the inside: a resolver that filters or answers in the servers' place.
  if (failure.address !== null && isInside(failure.address) && !alike) return 'license-intercepted';
  if (isForeignAuthority(failure) || (alike && untrusted(failure) && others.every(untrusted))) return 'license-intercepted';
  if (alike && !isClockFault(failure)) return 'outbound-blocked';
  switch (failure.stage) {
    case 'dns':
      return 'license-name-unresolvable';
    case 'tcp':
      return failure.code === 'ECONNREFUSED' || failure.code === 'ECONNRESET' ? 'license-connection-refused' : 'license-connection-timeout';
    case 'tls':
      return 'license-tls-failing';
    case 'http':
      return 'license-http-refused';
  }
}

/** OpenSSL's verdicts on a chain that ends at an authority nobody knows. An incomplete chain has a code of its own. */
const unknownAuthority: ReadonlySet<string> = new Set([
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_GET_ISSUER_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
]);

function untrusted(of: Reachability): boolean {
  return !of.reached && unknownAuthority.has(of.code);
}

/** Not in the stores, and not by its name a public authority whose root is only missing here: a proxy or scanner that opens connections. */
function isForeignAuthority(failure: Unreached): boolean {
  return untrusted(failure) && failure.certificate !== null && !publicAuthority.test(failure.certificate.issuer);
}

const publicAuthority =
  /Let'?s Encrypt|ISRG|DigiCert|GeoTrust|Thawte|RapidSSL|Sectigo|USERTRUST|COMODO|ZeroSSL|GlobalSign|Google Trust|GTS |Amazon|Starfield|GoDaddy|Entrust|IdenTrust|SSL\.com|Certum|Asseco|Buypass|Actalis|QuoVadis|HARICA|Telia|SwissSign|T-Systems|D-TRUST|Baltimore|VeriSign|Microsoft|Cloudflare|Certigna|SECOM|TWCA|WISeKey/i;

/** Certificates that look expired or not yet valid everywhere point at this machine's clock, not at the network. */
function isClockFault(failure: Unreached): boolean {
  return /CERT_(?:HAS_EXPIRED|NOT_YET_VALID)/.test(failure.code);
}

/** Codes of a machine without IPv6: programs notice at once and use IPv4, so nothing is broken. */
const withoutIpv6: ReadonlySet<string> = new Set([
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'EAFNOSUPPORT',
  'EPROTONOSUPPORT',
  'EINVAL',
  'EACCES',
  'EPERM',
]);

/** IPv6 that is announced and does not work while IPv4 does: programs wait for it before they fall back. */
export function brokenIpv6(server: ServerReach): Unreached | null {
  const { ipv4, ipv6 } = server;
  if (!ipv4?.reached || ipv6 === null || ipv6.reached) return null;
  const failure = failureOf(ipv6);
  return failure.stage === 'tcp' && withoutIpv6.has(failure.code) ? null : failure;
}

/** The hosts file gives the name an address that does not answer; another family, which it leaves alone, may still do. */
export function isLedAstray({ hostsFile, ipv4, ipv6 }: ServerReach): boolean {
  return [ipv4, ipv6].some(
    (reach) => reach !== null && !reach.reached && reach.address !== null && hostsFile?.includes(reach.address) === true,
  );
}
