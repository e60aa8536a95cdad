/** Keys of reset links, invitations and sessions in an address: as good as a password. */
import { routeStart } from './whmcs-routes.js';

const longest = 4096;

/** Long, and with a digit. */
const tokenLike = /^(?=[^/]*\d)[A-Za-z0-9_.~%=-]{16,}$/;

export function isTokenLike(part: string): boolean {
  return part.length >= 16 && part.length <= longest && tokenLike.test(part);
}

/** Members, WHMCS9, v8, 2024 */
const namedWord = /^(?:[A-Z]?[a-z]*|[A-Z]*)\d*$/;

/** A token in the place of a folder: long, of letters and digits. Names of folders have no digits, or words between hyphens or dots. */
export function isTokenAmongFolders(part: string): boolean {
  if (!/^[\w%=~.+-]{20,}$/.test(part) || !/\d/.test(part) || !/[a-z]/i.test(part)) return false;
  if (/^[\w%=~]+$/.test(part)) return true;
  return /[a-z]/.test(part) && /[A-Z]/.test(part) && part.split(/[.+-]/).some((word) => !namedWord.test(word));
}

/** Which segments of the path of an address may be tokens: in front of WHMCS's files and routes stand names of folders. */
export function tokensOfPath(segments: readonly string[]): readonly boolean[] {
  const start = routeStart(segments);
  return segments.map(
    (part, at) =>
      part.length > longest || segments[at - 1] === 'redeem' || (start < 0 || at < start ? isTokenAmongFolders(part) : isTokenLike(part)),
  );
}

/** The path of an address up to its first token. */
export function pathWithoutToken(path: string): string {
  const segments = path.split('/');
  const first = tokensOfPath(segments).indexOf(true);
  return (first < 0 ? segments : segments.slice(0, first)).join('/');
}

/** A route, or what was typed in the place of an address, without the token of a redeem link and without any part that could be one. */
export function routeWithoutToken(path: string): string {
  const parts = path.split('/');
  const redeem = parts.indexOf('redeem');
  const kept = redeem < 0 ? parts : parts.slice(0, redeem + 1);
  const first = kept.findIndex((part) => part.length > longest || isTokenLike(part));
  return (first < 0 ? kept : kept.slice(0, first)).join('/');
}
