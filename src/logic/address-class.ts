/** What kind of address this is, by the registries of special-purpose addresses: https://www.iana.org/assignments/iana-ipv4-special-registry */
import { addressSet, isIn, type AddressSet } from './address-set.js';
import { parseAddress } from './address.js';

export type AddressClass =
  | 'loopback'
  | 'private'
  | 'link-local'
  | 'carrier-nat'
  | 'unspecified'
  | 'documentation'
  /** 240.0.0.0/4: what Cloudflare's Pseudo IPv4 puts in the place of an IPv6 visitor's address. */
  | 'pseudo-ipv4'
  | 'public';

const classes: readonly (readonly [AddressClass, ReturnType<typeof addressSet>])[] = [
  ['loopback', addressSet(['127.0.0.0/8', '::1'])],
  ['private', addressSet(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'])],
  ['link-local', addressSet(['169.254.0.0/16', 'fe80::/10'])],
  ['carrier-nat', addressSet(['100.64.0.0/10'])],
  ['unspecified', addressSet(['0.0.0.0/8', '::'])],
  ['documentation', addressSet(['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '3fff::/20'])],
  ['pseudo-ipv4', addressSet(['240.0.0.0/4'])],
];

/** null: the text is no address. A zone (fe80::1%eth0) is ignored. */
export function addressClass(address: string): AddressClass | null {
  const plain = address.trim().replace(/%[\w.-]+$/, '');
  if (parseAddress(plain) === null) return null;
  return classes.find(([, set]) => isIn(set, plain))?.[0] ?? 'public';
}

const inside: ReadonlySet<AddressClass> = new Set(['loopback', 'private', 'link-local', 'carrier-nat', 'unspecified']);

/** Whether no visitor from the internet can have this address. */
export function isInside(address: string): boolean {
  const found = addressClass(address);
  return found !== null && inside.has(found);
}

/** Addresses of a machine or its own network: a list of proxies may hold them without harm. */
export const insideAddresses: AddressSet = addressSet([
  '127.0.0.0/8',
  '::1',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  'fc00::/7',
  '169.254.0.0/16',
  'fe80::/10',
  '100.64.0.0/10',
]);
