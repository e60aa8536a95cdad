/** Keys of reset links, invitations and sessions in an address: as good as a password. */

/** Long, and with a digit. */
const tokenLike = /^(?=[^/]*\d)[A-Za-z0-9_.~%=-]{16,}$/;

export function isTokenLike(part: string): boolean {
  return part.length >= 16 && part.length <= 4096 && tokenLike.test(part);
}

/** A path or route without the token of a redeem link and without any part that could be one. */
export function routeWithoutToken(path: string): string {
  const parts = path.split('/');
  const redeem = parts.indexOf('redeem');
  const kept = redeem < 0 ? parts : parts.slice(0, redeem + 1);
  const first = kept.findIndex((part) => part.length > 4096 || isTokenLike(part));
  return (first < 0 ? kept : kept.slice(0, first)).join('/');
}
