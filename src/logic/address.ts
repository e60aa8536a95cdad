/**
 * One address of either family as a number. IPv4-mapped IPv6 (::ffff:a.b.c.d) is folded into IPv4, because that is how dual-stack sockets
 * report IPv4 peers. Octets with a leading zero are rejected: programs disagree whether they are octal.
 */
export type Family = 4 | 6;

export interface Address {
  readonly family: Family;
  readonly value: bigint;
  /** It was written as IPv4-mapped IPv6. */
  readonly mapped: boolean;
}

export const bitsOf: Readonly<Record<Family, number>> = { 4: 32, 6: 128 };

const octet = /^(?:0|[1-9]\d{0,2})$/;
const group = /^[0-9a-f]{1,4}$/i;
/** The longest text of an address: eight groups with an embedded IPv4 part. */
const longest = 45;
const mappedPrefix = 0xffffn;

function parseV4(text: string): bigint | null {
  const octets = text.split('.');
  if (octets.length !== 4) return null;
  let value = 0n;
  for (const part of octets) {
    if (!octet.test(part) || Number(part) > 255) return null;
    value = (value << 8n) | BigInt(part);
  }
  return value;
}

/** Groups of one side of "::", with a closing IPv4 part as two groups; null: not groups. */
function parseGroups(text: string, last: boolean): readonly bigint[] | null {
  if (text === '') return [];
  const parts = text.split(':');
  const groups: bigint[] = [];
  for (const [index, part] of parts.entries()) {
    if (last && index === parts.length - 1 && part.includes('.')) {
      const v4 = parseV4(part);
      if (v4 === null) return null;
      groups.push(v4 >> 16n, v4 & 0xffffn);
    } else {
      if (!group.test(part)) return null;
      groups.push(BigInt(`0x${part}`));
    }
  }
  return groups;
}

function parseV6(text: string): bigint | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [left = '', right] = halves;
  const head = parseGroups(left, right === undefined);
  const tail = right === undefined ? [] : parseGroups(right, true);
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (right === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => 0n), ...tail];
  return groups.reduce((value, part) => (value << 16n) | part, 0n);
}

/** The address that this text is, without spaces, brackets or zone; null: it is none. */
export function parseAddress(text: string): Address | null {
  if (text.length > longest) return null;
  if (!text.includes(':')) {
    const value = parseV4(text);
    return value === null ? null : { family: 4, value, mapped: false };
  }
  const value = parseV6(text);
  if (value === null) return null;
  return value >> 32n === mappedPrefix ? { family: 4, value: value & 0xffff_ffffn, mapped: true } : { family: 6, value, mapped: false };
}

function formatV6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => (value >> BigInt(16 * (7 - index))) & 0xffffn);
  let best = { start: 0, length: 0 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0n) length++;
    if (length > best.length) best = { start, length };
  }
  const hex = groups.map((part) => part.toString(16));
  if (best.length < 2) return hex.join(':');
  return `${hex.slice(0, best.start).join(':')}::${hex.slice(best.start + best.length).join(':')}`;
}

/** Dotted decimal, or the shortest lower-case form of RFC 5952. */
export function formatAddress(family: Family, value: bigint): string {
  if (family === 6) return formatV6(value);
  return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
}
