/** What the web PHP's own curl says about a server. */
import type { WebCurl } from '../model.js';
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
