import fc from 'fast-check';
import { isIP } from 'node:net';
import { describe, expect, it } from 'vitest';
import { cloudflareRanges } from '../../src/knowledge/cloudflare-ranges.js';
import { formatAddress, parseAddress } from '../../src/logic/address.js';
import { addressSet, coverage, covers, isIn, overlaps, parseEntry, pieces, sizeOf, subtract, union } from '../../src/logic/address-set.js';

const published = [...cloudflareRanges.ipv4, ...cloudflareRanges.ipv6];
const against = (listed: readonly string[]) => coverage(addressSet(listed), published);
const replaced = (range: string, ...by: string[]) => published.flatMap((entry) => (entry === range ? by : [entry]));

describe('the published list', () => {
  it('has 15 and 7 prefixes and 1,524,736 IPv4 addresses', () => {
    expect([cloudflareRanges.ipv4.length, cloudflareRanges.ipv6.length]).toEqual([15, 7]);
    expect(sizeOf(addressSet(cloudflareRanges.ipv4))).toBe(1_524_736n);
  });
});

describe('coverage of the published ranges', () => {
  const whole: readonly (readonly [string, readonly string[]])[] = [
    ['the exact list', published],
    ['a prefix split in two', replaced('162.158.0.0/15', '162.158.0.0/16', '162.159.0.0/16')],
    ['IPv4-mapped entries', replaced('131.0.72.0/22', '::ffff:131.0.72.0/118')],
    ['low-high', replaced('131.0.72.0/22', '131.0.72.0-131.0.75.255')],
    ['a netmask', replaced('131.0.72.0/22', '131.0.72.0/255.255.252.0')],
    ['host bits', replaced('131.0.72.0/22', '131.0.73.9/22')],
    ['everything', ['0.0.0.0/0', ...cloudflareRanges.ipv6]],
    ['everything, written as mapped', ['::ffff:0:0/96', ...cloudflareRanges.ipv6]],
  ];
  it.each(whole)('%s covers it', (_, listed) => {
    expect(against(listed)).toMatchObject({ missingV4: [], missingV6: [], none: false });
  });

  it('every IPv4 entry written as mapped covers it', () => {
    const mapped = cloudflareRanges.ipv4.map((range) => {
      const [address, length] = range.split('/');
      return `::ffff:${address}/${Number(length) + 96}`;
    });
    expect(against([...mapped, ...cloudflareRanges.ipv6])).toMatchObject({ missingV4: [], missingV6: [] });
  });

  it('names what is missing', () => {
    expect(against(cloudflareRanges.ipv4)).toMatchObject({ missingV4: [], missingV6: cloudflareRanges.ipv6 });
    expect(against(replaced('104.24.0.0/14')).missingV4).toEqual(['104.24.0.0/14']);
    expect(against(replaced('162.158.0.0/15', '162.158.0.0/16', '162.159.0.0/17')).missingV4).toEqual(['162.159.128.0/17']);
    const one = against(['104.16.0.1']);
    expect(one.missingV4.length + one.missingV6.length).toBe(23);
    expect(one.missingV4).toContain('104.16.0.2-104.23.255.255');
    expect(against([]).none).toBe(true);
    expect(one.none).toBe(false);
  });

  it('names what is beyond it', () => {
    expect(pieces(against(replaced('104.16.0.0/13', '104.16.0.0/12')).excess)).toEqual(['104.28.0.0/14']);
    expect(pieces(against([...published, '10.0.0.0/8']).excess)).toEqual(['10.0.0.0/8']);
  });
});

describe('parseEntry', () => {
  it.each([
    '1.2.3.4/33',
    '01.2.3.4',
    '1.2.3',
    'abc',
    '',
    '1.2.3.4/',
    '1.2.3.4/255.0.255.0',
    '::/129',
    '1.2.3.4/8/8',
    '2.2.2.2-1.1.1.1',
    '::1-1.1.1.1',
  ])('rejects %j', (text) => {
    expect(parseEntry(text)).toMatchObject({ ok: false, text });
  });
  it.each([
    ['131.0.73.9/22', ['host-bits']],
    ['131.0.72.0/255.255.252.0', ['netmask']],
    ['1.1.1.1-1.1.1.9', ['span']],
    ['::ffff:1.2.3.4', ['mapped']],
    [' 10.0.0.0/8 ', []],
  ])('remarks on %j', (text, notes) => {
    expect(parseEntry(text)).toMatchObject({ ok: true, notes });
  });
  it('never throws', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200, unit: 'binary' }), (text) => typeof parseEntry(text).ok === 'boolean'));
  });
});

describe('parseAddress', () => {
  it('agrees with the standard library', () => {
    const near = fc
      .array(fc.constantFrom('0', '1', '25', '255', '256', 'ff', 'ffff', '::', ':', '.', '00'), { maxLength: 17 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(near, fc.ipV4(), fc.ipV6()), (text) => (parseAddress(text) !== null) === (isIP(text) !== 0)),
      { numRuns: 2000 },
    );
  });
  it('prints what it read', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const read = parseAddress(text);
        if (read === null) throw new Error(text);
        const again = parseAddress(formatAddress(read.family, read.value));
        return again?.value === read.value && again.family === read.family;
      }),
    );
    expect(formatAddress(6, 0x20010db8000000000000000000000001n)).toBe('2001:db8::1');
    expect(formatAddress(6, 0n)).toBe('::');
    expect(formatAddress(6, 1n << 112n)).toBe('1::');
  });
});

// A second, naive implementation: one byte of the address space, as a set of numbers.
const small = fc.array(fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 })), { maxLength: 8 });
type Spans = readonly (readonly [number, number])[];
const textOf = (spans: Spans) => spans.map(([a, b]) => `192.0.2.${Math.min(a, b)}-192.0.2.${Math.max(a, b)}`);
const naive = (spans: Spans): ReadonlySet<number> =>
  new Set(spans.flatMap(([a, b]) => Array.from({ length: Math.abs(a - b) + 1 }, (_, index) => Math.min(a, b) + index)));
const every = Array.from({ length: 256 }, (_, index) => index);

describe('the algebra against a naive one', () => {
  it('agrees on membership, union, difference, size and cover', () => {
    fc.assert(
      fc.property(small, small, (first, second) => {
        const [a, b] = [addressSet(textOf(first)), addressSet(textOf(second))];
        const [x, y] = [naive(first), naive(second)];
        for (const last of every) {
          const address = `192.0.2.${last}`;
          expect(isIn(a, address)).toBe(x.has(last));
          expect(isIn(union(a, b), address)).toBe(x.has(last) || y.has(last));
          expect(isIn(subtract(a, b), address)).toBe(x.has(last) && !y.has(last));
        }
        expect(sizeOf(a)).toBe(BigInt(x.size));
        expect(covers(a, b)).toBe([...y].every((value) => x.has(value)));
        expect(overlaps(a, b)).toBe([...y].some((value) => x.has(value)));
        expect(addressSet(pieces(a))).toEqual(a);
      }),
    );
  });

  it('keeps IPv6 apart and exact', () => {
    const set = subtract(addressSet(['2a06:98c0::/29']), addressSet(['2a06:98c3::/32']));
    expect(isIn(set, '2a06:98c0:3600::103')).toBe(true);
    expect(isIn(set, '2a06:98c3::1')).toBe(false);
    expect(addressSet(pieces(set))).toEqual(set);
  });
});
