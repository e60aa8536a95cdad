/**
 * Sets of addresses of both families, as sorted intervals that neither touch nor overlap. Answers the question behind every
 * trusted-proxies check: which of the required addresses are missing, and what is trusted beyond them?
 */
import { bitsOf, formatAddress, parseAddress, type Family } from './address.js';

export interface Interval {
  readonly low: bigint;
  readonly high: bigint;
}

export interface AddressSet {
  readonly v4: readonly Interval[];
  readonly v6: readonly Interval[];
}

/** What is odd about an entry that can be read nevertheless. */
export type EntryNote = 'host-bits' | 'mapped' | 'netmask' | 'span';

export type Entry =
  | {
      readonly ok: true;
      /** As written, without surrounding spaces. */
      readonly text: string;
      readonly family: Family;
      readonly low: bigint;
      readonly high: bigint;
      /** Bits of the prefix; null: written as low-high. */
      readonly length: number | null;
      readonly notes: readonly EntryNote[];
    }
  | { readonly ok: false; readonly text: string; readonly why: string };

const digits = /^(?:0|[1-9]\d{0,2})$/;

function lengthOfMask(mask: bigint): number | null {
  const inverted = mask ^ 0xffff_ffffn;
  return (inverted & (inverted + 1n)) === 0n ? 32 - inverted.toString(2).replace(/^0$/, '').length : null;
}

function refuse(text: string, why: string): Entry {
  return { ok: false, text, why };
}

function parseSpan(text: string, from: string, to: string): Entry {
  const low = parseAddress(from);
  const high = parseAddress(to);
  if (low === null || high === null) return refuse(text, 'one end of the range is not an address');
  if (low.family !== high.family) return refuse(text, 'the ends of the range are of different families');
  if (low.value > high.value) return refuse(text, 'the range ends before it begins');
  const notes: readonly EntryNote[] = low.mapped || high.mapped ? ['span', 'mapped'] : ['span'];
  return { ok: true, text, family: low.family, low: low.value, high: high.value, length: null, notes };
}

/** Every check about a proxy asks of the same published ranges. */
const parsed = new Map<string, Entry>();
const mostParsed = 1000;

/** One entry of a list of addresses: a single one, address/length, address/netmask or low-high. */
export function parseEntry(raw: string): Entry {
  const known = parsed.get(raw);
  if (known !== undefined) return known;
  const entry = parse(raw);
  if (parsed.size < mostParsed && raw.length <= 100) parsed.set(raw, entry);
  return entry;
}

function parse(raw: string): Entry {
  const text = raw.trim();
  if (text.length > 100) return refuse(text.slice(0, 100), 'it is too long for an address');
  const span = text.split('-');
  if (span.length === 2) return parseSpan(text, (span[0] ?? '').trim(), (span[1] ?? '').trim());
  const [written = '', suffix, ...rest] = text.split('/');
  const address = parseAddress(written);
  if (address === null) return refuse(text, 'it is not an address');
  if (rest.length > 0) return refuse(text, 'it has more than one slash');
  const notes: EntryNote[] = address.mapped ? ['mapped'] : [];
  const bits = bitsOf[address.family];
  let length = bits;
  if (suffix !== undefined && digits.test(suffix)) {
    // A mapped entry counts its 96 leading bits too; a shorter prefix would reach beyond the mapped addresses.
    length = Number(suffix) - (address.mapped ? 96 : 0);
    if (length < 0 || length > bits)
      return refuse(text, `its prefix length is not between ${address.mapped ? 96 : 0} and ${address.mapped ? 128 : bits}`);
  } else if (suffix !== undefined) {
    const mask = address.family === 4 && !address.mapped ? parseAddress(suffix) : null;
    const masked = mask === null || mask.family !== 4 || mask.mapped ? null : lengthOfMask(mask.value);
    if (masked === null) return refuse(text, 'what follows the slash is neither a prefix length nor a netmask');
    length = masked;
    notes.push('netmask');
  }
  const host = (1n << BigInt(bits - length)) - 1n;
  if ((address.value & host) !== 0n) notes.push('host-bits');
  const low = address.value - (address.value & host);
  return { ok: true, text, family: address.family, low, high: low + host, length, notes };
}

function merged(intervals: readonly Interval[]): readonly Interval[] {
  const sorted = [...intervals].sort((a, b) => (a.low < b.low ? -1 : a.low > b.low ? 1 : 0));
  const out: Interval[] = [];
  for (const next of sorted) {
    const last = out.at(-1);
    if (last !== undefined && next.low <= last.high + 1n) {
      if (next.high > last.high) out[out.length - 1] = { low: last.low, high: next.high };
    } else out.push(next);
  }
  return out;
}

function without(from: readonly Interval[], taken: readonly Interval[]): readonly Interval[] {
  const out: Interval[] = [];
  for (const { low: start, high } of from) {
    let low = start;
    for (const cut of taken) {
      if (cut.high < low || cut.low > high) continue;
      if (cut.low > low) out.push({ low, high: cut.low - 1n });
      low = cut.high + 1n;
      if (low > high) break;
    }
    if (low <= high) out.push({ low, high });
  }
  return out;
}

export const noAddresses: AddressSet = { v4: [], v6: [] };

/** The set of these entries; entries that cannot be read are left out. */
export function addressSet(entries: readonly (string | Entry)[]): AddressSet {
  const read = entries.map((entry) => (typeof entry === 'string' ? parseEntry(entry) : entry)).filter((entry) => entry.ok);
  const family = (wanted: Family) => merged(read.filter((entry) => entry.family === wanted).map(({ low, high }) => ({ low, high })));
  return { v4: family(4), v6: family(6) };
}

export function union(a: AddressSet, b: AddressSet): AddressSet {
  return { v4: merged([...a.v4, ...b.v4]), v6: merged([...a.v6, ...b.v6]) };
}

export function subtract(from: AddressSet, taken: AddressSet): AddressSet {
  return { v4: without(from.v4, taken.v4), v6: without(from.v6, taken.v6) };
}

export function isEmpty(set: AddressSet): boolean {
  return set.v4.length === 0 && set.v6.length === 0;
}

/** Whether every address of the second set is in the first. */
export function covers(set: AddressSet, required: AddressSet): boolean {
  return isEmpty(subtract(required, set));
}

export function overlaps(a: AddressSet, b: AddressSet): boolean {
  return sizeOf(subtract(a, b)) !== sizeOf(a);
}

export function sizeOf(set: AddressSet): bigint {
  return [...set.v4, ...set.v6].reduce((sum, { low, high }) => sum + (high - low) + 1n, 0n);
}

/** Whether this address is in the set; text that is no address is in none. */
export function isIn(set: AddressSet, address: string): boolean {
  const parsed = parseAddress(address.trim());
  if (parsed === null) return false;
  const family = parsed.family === 4 ? set.v4 : set.v6;
  return family.some(({ low, high }) => low <= parsed.value && parsed.value <= high);
}

function printed(family: Family, { low, high }: Interval): string {
  if (low === high) return formatAddress(family, low);
  const size = high - low + 1n;
  const isPrefix = (size & (size - 1n)) === 0n && low % size === 0n;
  if (!isPrefix) return `${formatAddress(family, low)}-${formatAddress(family, high)}`;
  return `${formatAddress(family, low)}/${bitsOf[family] - (size.toString(2).length - 1)}`;
}

/** The set as text: a single address, a prefix where it is one, else low-high. IPv4 first. */
export function pieces(set: AddressSet): readonly string[] {
  return [...set.v4.map((interval) => printed(4, interval)), ...set.v6.map((interval) => printed(6, interval))];
}

export interface Coverage {
  /** What of the required ranges is not in the list, range by range, so that a wholly missing one reads as it is published. */
  readonly missingV4: readonly string[];
  readonly missingV6: readonly string[];
  /** What the list holds beyond the required and the allowed. */
  readonly excess: AddressSet;
  /** The list holds none of the required addresses. */
  readonly none: boolean;
}

/** Compares a list with what it must hold; what is `allowed` may be in it besides. */
export function coverage(listed: AddressSet, required: readonly string[], allowed: AddressSet = noAddresses): Coverage {
  const missing = required.map((range) => subtract(addressSet([range]), listed));
  const wanted = addressSet(required);
  return {
    missingV4: missing.flatMap(({ v4 }) => pieces({ v4, v6: [] })),
    missingV6: missing.flatMap(({ v6 }) => pieces({ v4: [], v6 })),
    excess: subtract(listed, union(wanted, allowed)),
    none: !overlaps(wanted, listed),
  };
}
