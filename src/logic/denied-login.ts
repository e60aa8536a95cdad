/** Lines of the web server's error log in which ModSecurity refused a request for a log-in. */
import type { LogEvidence, LogHit } from '../model.js';

const daySeconds = 86_400;

/** Paths of log-ins, as such lines quote them: [uri "/index.php"] does not tell which page it was. */
const loginPath = /\/(?:dologin|login|clientarea)(?:\.php)?\b|rp=\/login|\/auth\/provider\//;

export function deniedLogins({ hits }: LogEvidence, adminFolder: string): readonly LogHit[] {
  return hits.filter(
    ({ message, sample }) => message === 'modsecurity-denied' && (loginPath.test(sample) || sample.includes(`/${adminFolder}/`)),
  );
}

/** Older lines speak of another state of the machine. */
export function isRecent({ lastAgeSeconds }: LogHit): boolean {
  return lastAgeSeconds !== null && lastAgeSeconds < 7 * daySeconds;
}

export function isToday({ lastAgeSeconds }: LogHit): boolean {
  return lastAgeSeconds !== null && lastAgeSeconds < daySeconds;
}

/** Whether a line names the address itself and not one that only begins as it does. A port may follow an IPv4 address. */
export function namesAddress({ sample }: LogHit, address: string): boolean {
  for (let at = sample.indexOf(address); at !== -1; at = sample.indexOf(address, at + 1)) {
    const before = sample.charAt(at - 1);
    const after = sample.slice(at + address.length);
    if (!/[\da-f.:]/i.test(before) && !/^(?:[\da-f]|\.\d)/i.test(after) && (!address.includes(':') || !/^:/.test(after))) return true;
  }
  return false;
}
