import fc from 'fast-check';
import { isIP } from 'node:net';
import { describe, expect, it } from 'vitest';
import { cloudflareRanges } from '../../src/knowledge/cloudflare-ranges.js';
import { formatAddress, parseAddress } from '../../src/logic/address.js';
import {
  addressSet,
  coverage,
  covers,
  isEmpty,
  isIn,
  overlaps,
  parseEntry,
  pieces,
  sizeOf,
  subtract,
  union,
} from '../../src/logic/address-set.js';

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

describe('an entry', () => {
  const low = (text: string) => {
    const entry = parseEntry(text);
    return entry.ok
      ? [formatAddress(entry.family, entry.low), formatAddress(entry.family, entry.high), entry.length, entry.notes]
      : entry.why;
  };

  it.each<[string, unknown]>([
    ['192.0.2.7', ['192.0.2.7', '192.0.2.7', 32, []]],
    ['192.0.2.7/32', ['192.0.2.7', '192.0.2.7', 32, []]],
    ['192.0.2.0/31', ['192.0.2.0', '192.0.2.1', 31, []]],
    ['192.0.2.1/31', ['192.0.2.0', '192.0.2.1', 31, ['host-bits']]],
    ['0.0.0.0/0', ['0.0.0.0', '255.255.255.255', 0, []]],
    ['2001:db8::/32', ['2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', 32, []]],
    ['::1', ['::1', '::1', 128, []]],
    ['::/0', ['::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 0, []]],
    // a mapped one counts its 96 leading bits, too
    ['::ffff:10.0.0.0/104', ['10.0.0.0', '10.255.255.255', 8, ['mapped']]],
    ['::ffff:10.0.0.1/96', ['0.0.0.0', '255.255.255.255', 0, ['mapped', 'host-bits']]],
    ['::ffff:10.0.0.1/128', ['10.0.0.1', '10.0.0.1', 32, ['mapped']]],
    ['10.0.0.0/255.0.0.0', ['10.0.0.0', '10.255.255.255', 8, ['netmask']]],
    ['10.0.0.1/255.255.255.255', ['10.0.0.1', '10.0.0.1', 32, ['netmask']]],
    ['10.0.0.1/255.255.255.254', ['10.0.0.0', '10.0.0.1', 31, ['netmask', 'host-bits']]],
    ['10.0.0.1/0.0.0.0', ['0.0.0.0', '255.255.255.255', 0, ['netmask', 'host-bits']]],
    ['10.0.0.1-10.0.0.1', ['10.0.0.1', '10.0.0.1', null, ['span']]],
    [' 10.0.0.1 - 10.0.0.9 ', ['10.0.0.1', '10.0.0.9', null, ['span']]],
    ['::ffff:10.0.0.1-10.0.0.9', ['10.0.0.1', '10.0.0.9', null, ['span', 'mapped']]],
    ['10.0.0.1-::ffff:10.0.0.9', ['10.0.0.1', '10.0.0.9', null, ['span', 'mapped']]],
    ['2001:db8::1-2001:db8::9', ['2001:db8::1', '2001:db8::9', null, ['span']]],
    ['10.0.0.0/33', 'its prefix length is not between 0 and 32'],
    ['2001:db8::/129', 'its prefix length is not between 0 and 128'],
    ['::ffff:10.0.0.0/95', 'its prefix length is not between 96 and 128'],
    ['::ffff:10.0.0.0/129', 'its prefix length is not between 96 and 128'],
    ['10.0.0.0/08', 'what follows the slash is neither a prefix length nor a netmask'],
    ['10.0.0.0/0008', 'what follows the slash is neither a prefix length nor a netmask'],
    ['2001:db8::/1000', 'what follows the slash is neither a prefix length nor a netmask'],
    ['10.0.0.0/8x', 'what follows the slash is neither a prefix length nor a netmask'],
    ['10.0.0.0/', 'what follows the slash is neither a prefix length nor a netmask'],
    ['10.0.0.0/0.255.255.255', 'what follows the slash is neither a prefix length nor a netmask'],
    ['10.0.0.0/::ffff:255.0.0.0', 'what follows the slash is neither a prefix length nor a netmask'],
    ['10.0.0.0/ffff::', 'what follows the slash is neither a prefix length nor a netmask'],
    ['2001:db8::/255.0.0.0', 'what follows the slash is neither a prefix length nor a netmask'],
    ['::ffff:10.0.0.0/255.0.0.0', 'what follows the slash is neither a prefix length nor a netmask'],
    ['10.0.0.0/8/8', 'it has more than one slash'],
    ['billing.test', 'it is not an address'],
    ['/8', 'it is not an address'],
    ['10.0.0.1-x', 'one end of the range is not an address'],
    ['x-10.0.0.1', 'one end of the range is not an address'],
    ['-', 'one end of the range is not an address'],
    ['10.0.0.1-::1', 'the ends of the range are of different families'],
    ['10.0.0.2-10.0.0.1', 'the range ends before it begins'],
    ['1-2-3', 'it is not an address'],
    ['x'.repeat(100), 'it is not an address'],
    ['x'.repeat(101), 'it is too long for an address'],
  ])('%j', (text, read) => {
    expect(low(text)).toEqual(read);
  });

  it('that is too long is quoted up to 100 characters', () => {
    expect(parseEntry('12345'.repeat(30))).toEqual({ ok: false, text: '12345'.repeat(20), why: 'it is too long for an address' });
  });
});

describe('sets', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['what touches is one', ['10.0.0.2-10.0.0.3', '10.0.0.0-10.0.0.1'], ['10.0.0.0/30']],
    ['what overlaps is one', ['10.0.0.0/24', '10.0.0.128-10.0.1.255'], ['10.0.0.0/23']],
    ['what lies within is no more', ['10.0.0.0/24', '10.0.0.7'], ['10.0.0.0/24']],
    ['what begins alike is as long as the longer one', ['10.0.0.0/25', '10.0.0.0/24'], ['10.0.0.0/24']],
    ['a gap of one address stays', ['10.0.0.0', '10.0.0.2'], ['10.0.0.0', '10.0.0.2']],
    ['what is no prefix is written from low to high', ['10.0.0.1-10.0.0.2'], ['10.0.0.1-10.0.0.2']],
    ['three addresses are no prefix', ['10.0.0.0-10.0.0.2'], ['10.0.0.0-10.0.0.2']],
    ['IPv4 comes first', ['::1', '10.0.0.1'], ['10.0.0.1', '::1']],
    ['what cannot be read is left out', ['x', '10.0.0.1', '10.0.0.0/99'], ['10.0.0.1']],
    ['nothing', [], []],
  ])('%s', (_, entries, written) => {
    expect(pieces(addressSet(entries))).toEqual(written);
  });

  it('are united and taken from each other in both families', () => {
    const a = addressSet(['10.0.0.0/24', '2001:db8::/64']);
    const b = addressSet(['10.0.1.0/24', '2001:db8:0:1::/64']);
    expect(pieces(union(a, b))).toEqual(['10.0.0.0/23', '2001:db8::/63']);
    expect(pieces(subtract(union(a, b), a))).toEqual(['10.0.1.0/24', '2001:db8:0:1::/64']);
    expect(pieces(subtract(addressSet(['10.0.0.0/29']), addressSet(['10.0.0.0', '10.0.0.3', '10.0.0.7'])))).toEqual([
      '10.0.0.1-10.0.0.2',
      '10.0.0.4-10.0.0.6',
    ]);
    expect(pieces(subtract(addressSet(['10.0.0.0/30', '10.0.1.0/30']), addressSet(['10.0.0.0/16'])))).toEqual([]);
  });

  it('are empty where both families are', () => {
    expect([isEmpty(addressSet([])), isEmpty(addressSet(['::1'])), isEmpty(addressSet(['10.0.0.1']))]).toEqual([true, false, false]);
  });

  it.each([
    ['10.0.0.0', true],
    [' 10.0.0.255 ', true],
    ['::ffff:10.0.0.1', true],
    ['10.0.1.0', false],
    ['9.255.255.255', false],
    ['2001:db8::1', true],
    ['2001:db9::', false],
    ['::a00:1', false],
    ['x', false],
  ])('%j is in one: %s', (address, within) => {
    expect(isIn(addressSet(['10.0.0.0/24', '2001:db8::/32']), address)).toBe(within);
  });
});
