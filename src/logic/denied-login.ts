/** Lines of the web server's error log in which ModSecurity refused a request for a log-in. */
import { parseAddress } from './address.js';
import type { LogEvidence, LogHit } from '../model.js';

const daySeconds = 86_400;

/** Paths of log-ins, as such lines quote them: [uri "/index.php"] does not tell which page it was. */
const loginPath = /\/(?:dologin|login|clientarea)(?:\.php)?\b|rp=\/login|\/auth\/provider\//;

/** One log may hold the lines of many sites: those that name another one than these hosts are left out. */
export function deniedLogins({ hits }: LogEvidence, adminFolder: string, hosts: readonly string[]): readonly LogHit[] {
  return hits.filter(
    (hit) =>
      hit.message === 'modsecurity-denied' &&
      (loginPath.test(hit.sample) || hit.sample.includes(`/${adminFolder}/`)) &&
      isOfSite(hit, hosts) !== false,
  );
}

/**
 * Whether a line is about one of these hosts; null: it does not say. nginx ends with host: "billing.example.com" and names its server before it,
 * Apache has [hostname "billing.example.com"]; with nginx ModSecurity writes the server's own address there.
 */
export function isOfSite({ sample }: LogHit, hosts: readonly string[]): boolean | null {
  const named =
    /\bhost: "([^"]+)"/.exec(sample)?.[1] ?? /\bserver: ([^,\s]+),/.exec(sample)?.[1] ?? /\[hostname "([^"]+)"\]/.exec(sample)?.[1];
  const host = named === undefined ? '' : bare(named);
  // nginx's server without a name is "_".
  if (!/[a-z]/.test(host) || host.includes(':')) return null;
  return hosts.some((own) => bare(own) === host);
}

function bare(host: string): string {
  return host
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/\.$/, '')
    .replace(/^www\./, '');
}

/** Older lines speak of another state of the machine. */
export function isRecent({ lastAgeSeconds }: LogHit): boolean {
  return lastAgeSeconds !== null && lastAgeSeconds < 7 * daySeconds;
}

export function isToday({ lastAgeSeconds }: LogHit): boolean {
  return lastAgeSeconds !== null && lastAgeSeconds < daySeconds;
}

/** Whether a line names the address itself and not one that only begins as it does. A port may follow an IPv4 address, and a bundle's mark for one. */
export function namesAddress({ sample }: LogHit, address: string): boolean {
  const isV6 = parseAddress(address)?.family === 6;
  for (let at = sample.indexOf(address); at !== -1; at = sample.indexOf(address, at + 1)) {
    const before = sample.charAt(at - 1);
    const after = sample.slice(at + address.length);
    if (!/[\da-f.:]/i.test(before) && !/^(?:[\da-f]|\.\d)/i.test(after) && !(isV6 && after.startsWith(':'))) return true;
  }
  return false;
}
