/** Whose address a recorded visitor's address is: what it says about the way of the request. */
import { addressClass } from './address-class.js';
import { addressSet, isIn } from './address-set.js';
import { printable } from './http-answer.js';
import { masked } from './masked.js';

export type VisitorClass = 'cloudflare' | 'loopback' | 'private' | 'link-local' | 'cgnat' | 'public' | 'invalid';

/** A recorded address as a fact may hold it: what stands in the column need not be one. */
export function shownAddress(recorded: string): string {
  const isAddress = /^[\da-f.:/, ]{1,64}$/i.test(recorded) && /[.:]/.test(recorded);
  return isAddress ? recorded : printable(masked(recorded), 64);
}

/**
 * A classifier with Cloudflare's ranges built in once. Documentation prefixes count as public: to the programs that see them they are
 * ordinary addresses. IPv4 written as IPv6 is judged as IPv4.
 */
export function visitorClassifier(cloudflare: {
  readonly ipv4: readonly string[];
  readonly ipv6: readonly string[];
}): (address: string) => VisitorClass {
  const edge = addressSet([...cloudflare.ipv4, ...cloudflare.ipv6]);
  return (address) => {
    if (isIn(edge, address)) return 'cloudflare';
    const found = addressClass(address);
    switch (found) {
      case 'carrier-nat':
        return 'cgnat';
      case null:
      case 'unspecified':
        return 'invalid';
      case 'documentation':
      case 'pseudo-ipv4':
        return 'public';
      case 'loopback':
      case 'private':
      case 'link-local':
      case 'public':
        return found;
    }
  };
}
