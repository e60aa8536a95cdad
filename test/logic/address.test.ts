import { describe, expect, it, test } from 'vitest';
import { bitsOf, formatAddress, parseAddress } from '../../src/logic/address.js';

describe('an address of four octets', () => {
  test.each([
    ['0.0.0.0', 0n],
    ['1.2.3.4', 0x01020304n],
    ['255.255.255.255', 0xffff_ffffn],
    ['249.99.9.100', 0xf9630964n],
  ])('%s', (text, value) => {
    expect(parseAddress(text)).toEqual({ family: 4, value, mapped: false });
    expect(formatAddress(4, value)).toBe(text);
  });

  test.each([
    '256.0.0.0',
    '1.2.3',
    '1.2.3.4.5',
    '01.2.3.4',
    '1.2.3.00',
    '1.2.3.',
    '.1.2.3',
    '1.2.3.a',
    '1.2.3.-4',
    ' 1.2.3.4',
    '1.2.3.1000',
    '',
  ])('not %j', (text) => {
    expect(parseAddress(text)).toBeNull();
  });
});

describe('an address of eight groups', () => {
  test.each([
    ['::', 0n],
    ['::1', 1n],
    ['1::', 1n << 112n],
    ['1:2:3:4:5:6:7:8', 0x0001_0002_0003_0004_0005_0006_0007_0008n],
    ['1:2:3:4:5:6:7::', 0x0001_0002_0003_0004_0005_0006_0007_0000n],
    ['::2:3:4:5:6:7:8', 0x0002_0003_0004_0005_0006_0007_0008n],
    ['2001:DB8::9', 0x2001_0db8_0000_0000_0000_0000_0000_0009n],
    ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', (1n << 128n) - 1n],
    ['64:ff9b::192.0.2.1', 0x0064_ff9b_0000_0000_0000_0000_c000_0201n],
    ['1:2:3:4:5:6:1.2.3.4', 0x0001_0002_0003_0004_0005_0006_0102_0304n],
    // compatible, not mapped
    ['::1.2.3.4', 0x0102_0304n],
    ['::fffe:1.2.3.4', 0xfffe_0102_0304n],
    ['0000:0000:0000:0000:0000:fffe:255.255.255.255', 0xfffe_ffff_ffffn],
  ])('%s', (text, value) => {
    expect(parseAddress(text)).toEqual({ family: 6, value, mapped: false });
  });

  test.each([
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '1:2:3:4::5:6:7:8',
    '12345::',
    'g::',
    '1.2.3.4::',
    '1.2.3.4:1:2:3:4:5:6',
    '1:2:3:4:5:1.2.3.4',
    '1:2:3:4:5:6:7:1.2.3.4',
    '::1.2.3',
    '::1.2.3.4:5',
    '1:2:1.2.3.4:3:4:5:6',
    '[::1]',
    'fe80::1%eth0',
    // 46 characters
    '0000:0000:0000:0000:0000:fffe:255.255.255.2550',
    `${'0'.repeat(40)}1:2:3`,
  ])('not %j', (text) => {
    expect(parseAddress(text)).toBeNull();
  });

  it('is one of four octets where it is mapped', () => {
    expect(parseAddress('::ffff:1.2.3.4')).toEqual({ family: 4, value: 0x01020304n, mapped: true });
    expect(parseAddress('::FFFF:0102:0304')).toEqual({ family: 4, value: 0x01020304n, mapped: true });
    expect(parseAddress('1::ffff:1.2.3.4')).toMatchObject({ family: 6, mapped: false });
  });

  // RFC 5952: the longest run of zeros is left out, the first of several, and never a single one
  test.each([
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['1:0:0:0:0:0:0:0', '1::'],
    ['1:0:3:4:5:6:7:8', '1:0:3:4:5:6:7:8'],
    ['0:2:3:4:5:6:7:8', '0:2:3:4:5:6:7:8'],
    ['1:2:3:4:5:6:7:0', '1:2:3:4:5:6:7:0'],
    ['1:0:0:4:5:6:7:8', '1::4:5:6:7:8'],
    ['1:0:0:4:5:0:0:8', '1::4:5:0:0:8'],
    ['1:0:0:4:0:0:0:8', '1:0:0:4::8'],
    ['1:2:3:4:5:6:0:0', '1:2:3:4:5:6::'],
    ['0:0:3:4:5:6:7:8', '::3:4:5:6:7:8'],
    ['2001:0DB8:0:0:0:0:0:000A', '2001:db8::a'],
  ])('%s is written %s', (text, short) => {
    expect(formatAddress(6, parseAddress(text)?.value ?? -1n)).toBe(short);
  });
});

test('the families have 32 and 128 bits', () => {
  expect(bitsOf).toEqual({ 4: 32, 6: 128 });
});
