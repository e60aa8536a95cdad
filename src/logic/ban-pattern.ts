/**
 * What an entry of the banned addresses stands for. Documented are single addresses and asterisks in the last blocks of an IPv4 address
 * (https://docs.whmcs.com/Ban_Control); asterisks at the end of an IPv6 address are read alike, CIDR and low-high for what they would mean.
 */
import { bitsOf, formatAddress, parseAddress } from './address.js';
import { addressSet, isIn, overlaps, parseEntry, type AddressSet } from './address-set.js';
import type { Ban } from '../model.js';

export interface BanPattern {
  readonly form: Ban['form'];
  readonly addresses: AddressSet;
  /** The lowest address, by which the pattern is classed. */
  readonly first: string;
}

const longest = 100;

/** null: the text names no address. */
export function parseBan(stored: string): BanPattern | null {
  const text = stored.trim();
  if (text === '' || text.length > longest) return null;
  if (text.includes('*')) return wildcard(text);
  const entry = parseEntry(text);
  if (!entry.ok) return null;
  const single = entry.low === entry.high && !text.includes('/') && !text.includes('-');
  const whole = entry.high - entry.low + 1n === 1n << BigInt(bitsOf[entry.family]);
  const form = single ? 'address' : whole ? 'everybody' : 'range';
  return { form, addresses: addressSet([entry]), first: formatAddress(entry.family, entry.low) };
}

function wildcard(text: string): BanPattern | null {
  if (/^\*(?:[.:]\*){0,7}$/.test(text)) return { form: 'everybody', addresses: addressSet(['0.0.0.0/0', '::/0']), first: '0.0.0.0' };
  return text.includes(':') ? wildcardV6(text) : wildcardV4(text);
}

/** "192.0.2.*", "192.0.*.*", and "192.0.*" for the same. */
function wildcardV4(text: string): BanPattern | null {
  const blocks = text.split('.');
  const fixed = blocks.findIndex((block) => block === '*');
  if (fixed < 1 || blocks.length > 4 || blocks.slice(fixed).some((block) => block !== '*')) return null;
  const first = [...blocks.slice(0, fixed), '0', '0', '0'].slice(0, 4).join('.');
  return network(first, fixed * 8);
}

/** "2001:db8:*", "2001:db8:*:*", and "2001:db8::*", whose asterisk is the last group. */
function wildcardV6(text: string): BanPattern | null {
  if (text.includes('::')) return /^[^*]*:\*$/.test(text) ? network(`${text.slice(0, -1)}0`, 112) : null;
  const head = text.replace(/(?::\*){1,8}$/, '');
  const groups = head.split(':');
  return head === text || head === '' || groups.length > 7 ? null : network(`${head}::`, groups.length * 16);
}

function network(first: string, length: number): BanPattern | null {
  if (parseAddress(first) === null) return null;
  return { form: 'wildcard', addresses: addressSet([`${first}/${length}`]), first };
}

/** Whether the ban meets this address. In a bundle both are tokens, and equal ones are the same address. */
export function bans(stored: string, address: string): boolean {
  const pattern = parseBan(stored);
  return pattern === null ? stored === address : isIn(pattern.addresses, address);
}

/** Whether the ban meets any address of these ranges. */
export function bansAny(stored: string, ranges: readonly string[]): boolean {
  const pattern = parseBan(stored);
  return pattern !== null && overlaps(pattern.addresses, addressSet(ranges));
}
