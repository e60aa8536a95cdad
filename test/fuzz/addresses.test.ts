/** The algebra of addresses against a second implementation: every address as a number, every set as a test of one number, and node:net's BlockList. */
import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddress, parseAddress, type Family } from '../../src/logic/address.js';
import { addressClass, isInside } from '../../src/logic/address-class.js';
import {
  addressSet,
  coverage,
  covers,
  isEmpty,
  isIn,
  noAddresses,
  overlaps,
  parseEntry,
  pieces,
  sizeOf,
  subtract,
  union,
  type AddressSet,
} from '../../src/logic/address-set.js';
import { bans } from '../../src/logic/ban-pattern.js';
import { holds } from './harness.js';

/** Near the edges of everything: few different numbers, so that ranges meet. */
const edges4 = [0n, 1n, 0x7f00_0001n, 0x0a00_0000n, 0x0a00_00ffn, 0xc0a8_0101n, 0xac10_0000n, 0xac1f_ffffn, 0xe000_0000n, 0xffff_ffffn];
const edges6 = [
  0n,
  1n,
  0xfe80n << 112n,
  (0xfe80n << 112n) + 1n,
  0x2001_0db8n << 96n,
  0xfc00n << 112n,
  0xffff_ffff_ffffn,
  (1n << 128n) - 1n,
  0x1_0000_0000_0000n,
];

function near(edges: readonly bigint[], bits: number): fc.Arbitrary<bigint> {
  const top = (1n << BigInt(bits)) - 1n;
  const inside = (value: bigint): bigint => (value < 0n ? 0n : value > top ? top : value);
  return fc.oneof(
    fc.tuple(fc.constantFrom(...edges), fc.integer({ min: -3, max: 300 })).map(([edge, by]) => inside(edge + BigInt(by))),
    fc.bigInt({ min: 0n, max: top }),
  );
}

interface One {
  readonly family: Family;
  readonly value: bigint;
}
const one: fc.Arbitrary<One> = fc.oneof(
  near(edges4, 32).map((value) => ({ family: 4, value }) as const),
  // ::ffff:0:0/96 is IPv4
  near(edges6, 128)
    .filter((value) => value >> 32n !== 0xffffn)
    .map((value) => ({ family: 6, value }) as const),
);

const groupsOf = (value: bigint): readonly bigint[] => Array.from({ length: 8 }, (_, at) => (value >> BigInt(112 - 16 * at)) & 0xffffn);
const dotted = (value: bigint): string => [24n, 16n, 8n, 0n].map((by) => (value >> by) & 255n).join('.');

/** The ways in which people write an address. */
const ways: Readonly<Record<string, (given: One) => string>> = {
  plain: ({ family, value }) =>
    family === 4
      ? dotted(value)
      : groupsOf(value)
          .map((part) => part.toString(16))
          .join(':'),
  capitals: ({ family, value }) =>
    family === 4
      ? dotted(value)
      : groupsOf(value)
          .map((part) => part.toString(16).toUpperCase().padStart(4, '0'))
          .join(':'),
  mapped: ({ family, value }) =>
    family === 4
      ? `::ffff:${dotted(value)}`
      : groupsOf(value)
          .map((part) => part.toString(16))
          .join(':'),
  'mapped in hexadecimal': ({ family, value }) =>
    family === 4
      ? `0:0:0:0:0:FFFF:${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`
      : groupsOf(value)
          .map((part) => part.toString(16))
          .join(':'),
  'with dots at the end': ({ family, value }) =>
    family === 4
      ? dotted(value)
      : `${groupsOf(value)
          .slice(0, 6)
          .map((part) => part.toString(16))
          .join(':')}:${dotted(value & 0xffff_ffffn)}`,
};
const way = fc.constantFrom(...Object.values(ways));

interface Range extends One {
  readonly high: bigint;
  readonly text: string;
}
const bits = (family: Family): number => (family === 4 ? 32 : 128);
const prefix: fc.Arbitrary<Range> = fc.tuple(one, fc.nat(128), way, fc.boolean()).map(([given, wish, write, mask]) => {
  const width = bits(given.family);
  const length = wish % (width + 1);
  const host = (1n << BigInt(width - length)) - 1n;
  const low = given.value & ~host;
  const written = write(given);
  const isMapped = given.family === 4 && written.includes(':');
  const suffix = isMapped ? String(length + 96) : mask && given.family === 4 ? dotted(0xffff_ffffn & ~host) : String(length);
  return { family: given.family, value: low, high: low + host, text: `${written}/${suffix}` };
});
const span: fc.Arbitrary<Range> = fc
  .tuple(one, near(edges4, 16), way, way)
  .map(([given, by, from, to]) => {
    const top = (1n << BigInt(bits(given.family))) - 1n;
    const high = given.value + by > top ? top : given.value + by;
    return { family: given.family, value: given.value, high, text: `${from(given)}-${to({ family: given.family, value: high })}` };
  })
  .filter(({ family, value, high }) => family === 4 || (value >> 32n !== 0xffffn && high >> 32n !== 0xffffn));
const range = fc.oneof(
  { weight: 3, arbitrary: prefix },
  { weight: 1, arbitrary: span },
  one.map((given) => ({ ...given, high: given.value, text: ways['plain']?.(given) ?? '' })),
);
const ranges = fc.array(range, { maxLength: 6 });

const has = (list: readonly Range[], { family, value }: One): boolean =>
  list.some((each) => each.family === family && each.value <= value && value <= each.high);
const setOf = (list: readonly Range[]): AddressSet => addressSet(list.map(({ text }) => text));
const inSet = (set: AddressSet, given: One): boolean => isIn(set, formatAddress(given.family, given.value));

/** Addresses at which anything can change: the ends of all ranges and what lies beside them. */
function places(...lists: readonly (readonly Range[])[]): readonly One[] {
  return lists.flat().flatMap(({ family, value, high }) => {
    const top = (1n << BigInt(bits(family))) - 1n;
    return [value - 1n, value, value + 1n, high - 1n, high, high + 1n]
      .filter((each) => each >= 0n && each <= top && !(family === 6 && each >> 32n === 0xffffn))
      .map((each) => ({ family, value: each }));
  });
}

describe('one address', () => {
  it('is read from every way of writing it, and printed so that node reads the same', async () => {
    await holds('address: written', 70, [one, way], (given, write) => {
      expect(parseAddress(write(given))).toMatchObject({ family: given.family, value: given.value });
      const shown = formatAddress(given.family, given.value);
      expect(isIP(shown)).toBe(given.family);
      expect(parseAddress(shown)).toEqual({ family: given.family, value: given.value, mapped: false });
      // RFC 5952 as WHATWG's parser writes it
      if (given.family === 6) expect(new URL(`http://[${shown}]/`).hostname).toBe(`[${shown}]`);
    });
  });

  it('is one exactly where node says so', async () => {
    const part = fc.constantFrom(
      '1',
      '01',
      '0x7f',
      '255',
      '256',
      '.',
      '.',
      ':',
      ':',
      '::',
      'ffff',
      'FFFF',
      '0',
      'g',
      '12345',
      '1.2.3.4',
      '%eth0',
      ' ',
      '/',
      '[',
      ']',
      '-',
    );
    await holds('address: or none', 100, [fc.array(part, { maxLength: 17 }).map((parts) => parts.join(''))], (text) => {
      const found = parseAddress(text);
      // no zone is read here: it is of one machine
      expect(found !== null, text).toBe((isIPv4(text) || isIPv6(text)) && !text.includes('%'));
      if (found !== null && isIPv4(text)) expect(found.family).toBe(4);
    });
  });

  it('is none in octal, hexadecimal or with fewer parts, which programs read differently', async () => {
    const other = (given: bigint): readonly string[] => [
      String(given),
      `0x${given.toString(16)}`,
      dotted(given)
        .split('.')
        .map((part) => `0${Number(part).toString(8)}`)
        .join('.'),
      dotted(given)
        .split('.')
        .map((part) => `0x${Number(part).toString(16)}`)
        .join('.'),
      dotted(given).split('.').slice(0, 3).join('.'),
      `${dotted(given)}.`,
    ];
    await holds('address: octal and hexadecimal', 100, [near(edges4, 32)], (given) => {
      for (const text of other(given)) {
        expect(parseAddress(text), text).toBeNull();
        expect(parseEntry(text).ok, text).toBe(false);
        expect(addressClass(text), text).toBeNull();
        expect(isIn(addressSet(['0.0.0.0/0', '::/0']), text), text).toBe(false);
      }
    });
  });

  it('has the class of its network, with and without a zone', async () => {
    const inside = new BlockList();
    for (const [network, length] of [
      ['127.0.0.0', 8],
      ['10.0.0.0', 8],
      ['172.16.0.0', 12],
      ['192.168.0.0', 16],
      ['169.254.0.0', 16],
      ['100.64.0.0', 10],
      ['0.0.0.0', 8],
    ] as const)
      inside.addSubnet(network, length, 'ipv4');
    for (const [network, length] of [
      ['::1', 128],
      ['fc00::', 7],
      ['fe80::', 10],
      ['::', 128],
    ] as const)
      inside.addSubnet(network, length, 'ipv6');
    await holds('address: class', 70, [one, way, fc.constantFrom('', '%eth0', '%1', '%en-0.1')], (given, write, zone) => {
      const shown = formatAddress(given.family, given.value);
      const text = write(given);
      expect(isInside(text + (text.includes(':') ? zone : '')), text).toBe(inside.check(shown, given.family === 4 ? 'ipv4' : 'ipv6'));
      expect(addressClass(text)).toBe(addressClass(shown));
    });
  });
});

describe('sets', () => {
  it('read each entry as its numbers', async () => {
    await holds('entries', 100, [range], ({ family, value, high, text }) => {
      expect(parseEntry(` ${text}\t`)).toMatchObject({ ok: true, family, low: value, high });
    });
  });

  it('hold what one of their ranges holds, in any order, whatever is printed and read again', async () => {
    await holds('sets: holds', 70, [ranges, fc.array(one, { maxLength: 8 })], (list, more) => {
      const set = setOf(list);
      for (const given of [...places(list), ...more])
        expect(inSet(set, given), formatAddress(given.family, given.value)).toBe(has(list, given));
      expect(setOf([...list].reverse())).toEqual(set);
      expect(setOf([...list, ...list])).toEqual(set);
      expect(addressSet(pieces(set))).toEqual(set);
    });
  });

  it('hold what a BlockList holds', async () => {
    await holds('sets: BlockList', 50, [fc.array(prefix, { maxLength: 5 }), fc.array(one, { maxLength: 8 })], (list, more) => {
      const block = new BlockList();
      for (const { family, value, high, text } of list) {
        expect(text).toContain('/');
        const length = bits(family) - ((high - value + 1n).toString(2).length - 1);
        block.addSubnet(formatAddress(family, value), length, family === 4 ? 'ipv4' : 'ipv6');
      }
      const set = setOf(list);
      for (const given of [...places(list), ...more]) {
        // For a BlockList ::/0 holds IPv4, in its mapped form, too. Proxies' lists do not: nginx, Apache and PHP compare within a family.
        if (given.family === 4 && list.some((each) => each.family === 6 && each.value <= 0xffffn << 32n && each.high >= 0xffff_ffff_ffffn))
          continue;
        expect(inSet(set, given)).toBe(block.check(formatAddress(given.family, given.value), given.family === 4 ? 'ipv4' : 'ipv6'));
      }
    });
  });

  it('add and subtract as numbers do', async () => {
    await holds('sets: algebra', 80, [ranges, ranges], (left, right) => {
      const [a, b] = [setOf(left), setOf(right)];
      const [both, rest] = [union(a, b), subtract(a, b)];
      let anyMissing = false;
      let anyShared = false;
      for (const given of places(left, right)) {
        const [inLeft, inRight] = [has(left, given), has(right, given)];
        expect(inSet(both, given)).toBe(inLeft || inRight);
        expect(inSet(rest, given)).toBe(inLeft && !inRight);
        anyMissing ||= inRight && !inLeft;
        anyShared ||= inLeft && inRight;
      }
      // every difference and every common part has an end among the places
      expect(covers(a, b)).toBe(!anyMissing);
      expect(overlaps(a, b)).toBe(anyShared);
      expect(union(a, b)).toEqual(union(b, a));
      expect(union(rest, b)).toEqual(both);
      expect(subtract(rest, b)).toEqual(rest);
      expect(subtract(a, a)).toEqual(noAddresses);
      expect(sizeOf(both)).toBe(sizeOf(rest) + sizeOf(b));
      for (const { v4, v6 } of [both, rest])
        for (const family of [v4, v6])
          for (const [at, { low, high }] of family.entries()) {
            expect(low <= high).toBe(true);
            // sorted, and neither touching nor overlapping
            expect(at === 0 || (family[at - 1]?.high ?? 0n) + 1n < low).toBe(true);
          }
    });
  });

  it('are covered exactly where nothing is missing, and have in excess what nobody wants', async () => {
    await holds('sets: coverage', 70, [ranges, ranges, ranges], (list, wanted, allowed) => {
      const found = coverage(
        setOf(list),
        wanted.map(({ text }) => text),
        setOf(allowed),
      );
      const missing = addressSet([...found.missingV4, ...found.missingV6]);
      expect(missing).toEqual(subtract(setOf(wanted), setOf(list)));
      expect(isEmpty(missing)).toBe(covers(setOf(list), setOf(wanted)));
      for (const given of places(list, wanted, allowed))
        expect(inSet(found.excess, given)).toBe(has(list, given) && !has(wanted, given) && !has(allowed, given));
      expect(found.none).toBe(!overlaps(setOf(wanted), setOf(list)));
      expect(found.missingV4.every((text) => !text.includes(':')) && found.missingV6.every((text) => text.includes(':'))).toBe(true);
    });
  });
});

it('a ban of a whole address bans it and nobody else', async () => {
  await holds('bans', 50, [near(edges4, 32), near(edges4, 32)], (banned, other) => {
    expect(bans(dotted(banned), dotted(other))).toBe(banned === other);
  });
});
