/** What the web PHP's own curl says about a server. */
import type { LicenseFromPhp, PhpView, WebCurl } from '../model.js';
import { refuses } from './reachability.js';

export function curlReached(seen: WebCurl): boolean {
  return seen.errno === 0 && !refuses(seen.httpStatus);
}

export function reachedByPhp(seen: readonly WebCurl[], url: string): boolean {
  return seen.some((one) => one.url === url && curlReached(one));
}

/**
 * PHP's store of authorities is the fault: the file is missing (77), or it does not know an authority (60, verify result 20) that this program's
 * own store knows. https://curl.se/libcurl/c/libcurl-errors.html
 */
export function isBundleFault({ errno, sslVerifyResult }: WebCurl): boolean {
  return errno === 77 || (errno === 60 && sslVerifyResult === 20);
}

/** "Could not resolve host (6)", "HTTP 503". */
export function describeCurl({ errno, message, httpStatus }: WebCurl): string {
  return errno === 0 ? `HTTP ${httpStatus}` : `${message.slice(0, 160)} (${errno})`;
}

/** Functions without which WHMCS cannot ask anybody, and those that others stand in for. */
const vital = ['curl_exec', 'curl_init', 'curl_setopt', 'curl_setopt_array'];
const useful = ['curl_multi_exec', 'curl_multi_init'];

export function disabledCurl(functions: readonly string[]): { readonly vital: readonly string[]; readonly useful: readonly string[] } {
  const disabled = new Set(functions.map((name) => name.trim().toLowerCase()));
  return { vital: vital.filter((name) => disabled.has(name)), useful: useful.filter((name) => disabled.has(name)) };
}

export type PhpReachCause =
  'php-ca-bundle-broken' | 'license-hosts-file-override' | 'license-proxy-variables' | 'php-tls-outdated' | 'license-unreachable-from-php';

/**
 * What in PHP's own surroundings keeps it from servers that this machine's shell reaches. `certain`: curl itself says so; else it is only
 * what differs from the shell.
 */
export function phpBlame(
  failing: readonly WebCurl[],
  php: LicenseFromPhp,
  curl: PhpView['curl'],
): { readonly cause: PhpReachCause; readonly certain: boolean } {
  if (failing.every(isBundleFault)) return { cause: 'php-ca-bundle-broken', certain: true };
  const pinned = failing.every(({ url }) => (php.hostsFile ?? []).some(({ host }) => host === hostName(url)));
  if (pinned) return { cause: 'license-hosts-file-override', certain: true };
  if ((php.proxyVariables ?? []).length > 0) return { cause: 'license-proxy-variables', certain: failing.every(speaksOfProxy) };
  const old = curl !== null && lacksTls12(curl.ssl);
  if (failing.every(({ errno, message }) => errno === 35 && (old || versionRefused.test(message))))
    return { cause: 'php-tls-outdated', certain: true };
  return { cause: 'license-unreachable-from-php', certain: true };
}

/** 5 and 97 are curl's own words for a proxy; else the message names a proxy, its tunnel (CONNECT, in capitals), or another host than the address does. */
function speaksOfProxy({ errno, message, url }: WebCurl): boolean {
  if (errno === 5 || errno === 97 || /\bproxy\b/i.test(message) || /\bCONNECT\b/.test(message)) return true;
  const tried = /Failed to connect to (\S+) port/.exec(message)?.[1];
  return tried !== undefined && tried !== hostName(url);
}

/** OpenSSL's words where the two sides have no version of TLS in common. */
const versionRefused = /alert protocol version|unsupported protocol|no protocols available|legacy sigalg|wrong ssl version/i;

/**
 * Whether a TLS library, as curl_version() names it, is older than TLS 1.2: OpenSSL before 1.0.1, NSS before 3.15.1, GnuTLS before 1.7
 * (https://curl.se/docs/ssl-compared.html). Unknown libraries are taken to be new enough.
 */
export function lacksTls12(library: string): boolean {
  const found = /(OpenSSL|NSS|GnuTLS)\/(\d+)\.(\d+)(?:\.(\d+))?/.exec(library);
  if (!found) return false;
  const version = Number(found[2]) * 10_000 + Number(found[3]) * 100 + Number(found[4] ?? 0);
  return version < { OpenSSL: 10_001, NSS: 31_501, GnuTLS: 10_700 }[found[1] as 'OpenSSL' | 'NSS' | 'GnuTLS'];
}

function hostName(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : url;
}
