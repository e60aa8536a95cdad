import { describe, expect, test } from 'vitest';
import { pieces } from '../../src/logic/address-set.js';
import { bans, bansAny, parseBan } from '../../src/logic/ban-pattern.js';

describe('forms', () => {
  test.each([
    ['203.0.113.9', 'address'],
    [' 203.0.113.9 ', 'address'],
    ['2001:db8::9', 'address'],
    ['189.123.*.*', 'wildcard'],
    ['189.123.4.*', 'wildcard'],
    ['189.123.*', 'wildcard'],
    ['2001:db8:*', 'wildcard'],
    ['2001:db8:*:*', 'wildcard'],
    ['2001:db8::*', 'wildcard'],
    ['192.0.2.0/24', 'range'],
    ['192.0.2.1-192.0.2.9', 'range'],
    ['192.0.2.7/32', 'range'],
    ['*', 'everybody'],
    ['*.*.*.*', 'everybody'],
    ['0.0.0.0/0', 'everybody'],
  ])('%s is %s', (text, form) => {
    expect(parseBan(text)?.form).toBe(form);
  });

  test.each([
    '',
    'localhost',
    '189.*.4.5',
    '*.1.2.3',
    '1.2.3.4.*',
    '300.1.*.*',
    '2001:*:db8::',
    'a:b:c:d:e:f:1:2:*',
    '010.1.2.3',
    'x'.repeat(200),
    '1.2.3.4*',
  ])('%s names no address', (text) => {
    expect(parseBan(text)).toBeNull();
  });
});

test.each([
  ['203.0.113.9', '203.0.113.9', true],
  ['203.0.113.9', '203.0.113.90', false],
  ['203.0.113.9', '::ffff:203.0.113.9', true],
  ['2001:DB8:0:0::9', '2001:db8::9', true],
  ['203.0.*.*', '203.0.113.9', true],
  ['203.0.113.*', '203.0.114.9', false],
  ['2001:db8:*', '2001:db8:1::9', true],
  ['2001:db8::*', '2001:db8::9', true],
  ['2001:db8::*', '2001:db8:1::9', false],
  ['*', '2001:db8::9', true],
  // in a bundle both are tokens
  ['address-1', 'address-1', true],
  ['address-1', 'address-2', false],
])('%s meets %s: %s', (stored, address, meets) => {
  expect(bans(stored, address)).toBe(meets);
});

test('meets ranges in part', () => {
  expect(bansAny('104.16.*.*', ['104.16.0.0/13'])).toBe(true);
  expect(bansAny('104.16.1.1', ['104.16.0.0/13'])).toBe(true);
  expect(bansAny('203.0.113.*', ['104.16.0.0/13'])).toBe(false);
  expect(bansAny('not an address', ['0.0.0.0/0'])).toBe(false);
});

test.each([
  ['203.0.113.9', 'address', ['203.0.113.9'], '203.0.113.9'],
  ['189.*', 'wildcard', ['189.0.0.0/8'], '189.0.0.0'],
  ['189.123.*', 'wildcard', ['189.123.0.0/16'], '189.123.0.0'],
  ['189.*.*.*', 'wildcard', ['189.0.0.0/8'], '189.0.0.0'],
  ['189.123.4.*', 'wildcard', ['189.123.4.0/24'], '189.123.4.0'],
  ['2001:db8:*', 'wildcard', ['2001:db8::/32'], '2001:db8::'],
  ['2001:*:*:*:*:*:*:*', 'wildcard', ['2001::/16'], '2001::'],
  ['1:2:3:4:5:6:7:*', 'wildcard', ['1:2:3:4:5:6:7:0/112'], '1:2:3:4:5:6:7::'],
  ['2001:db8::*', 'wildcard', ['2001:db8::/112'], '2001:db8::0'],
  ['2001:db8::1:*', 'wildcard', ['2001:db8::1:0/112'], '2001:db8::1:0'],
  ['*', 'everybody', ['0.0.0.0/0', '::/0'], '0.0.0.0'],
  ['*.*', 'everybody', ['0.0.0.0/0', '::/0'], '0.0.0.0'],
  ['*:*:*:*:*:*:*:*', 'everybody', ['0.0.0.0/0', '::/0'], '0.0.0.0'],
  ['::/0', 'everybody', ['::/0'], '::'],
  ['0.0.0.0-255.255.255.255', 'everybody', ['0.0.0.0/0'], '0.0.0.0'],
  ['0.0.0.0-255.255.255.254', 'range', ['0.0.0.0-255.255.255.254'], '0.0.0.0'],
  ['192.0.2.7/32', 'range', ['192.0.2.7'], '192.0.2.7'],
  ['192.0.2.7-192.0.2.7', 'range', ['192.0.2.7'], '192.0.2.7'],
  ['192.0.2.9/24', 'range', ['192.0.2.0/24'], '192.0.2.0'],
  [' 192.0.2.* ', 'wildcard', ['192.0.2.0/24'], '192.0.2.0'],
  [`192.0.2.7${' '.repeat(200)}`, 'address', ['192.0.2.7'], '192.0.2.7'],
] as const)('%j: %s of %j, from %s', (text, form, all, first) => {
  const pattern = parseBan(text);
  expect(pattern).toMatchObject({ form, first });
  expect(pattern && pieces(pattern.addresses)).toEqual(all);
});

test.each([
  '*:*:*:*:*:*:*:*:*',
  '*.x',
  'x*',
  '*a',
  '.*',
  ':*',
  '189.*.*.*.*',
  '189.123.4.5.*',
  '*.189.*',
  '2001:db8:*:9',
  '2001:db8::*:*',
  '2001::db8::*',
  '2001:db8::9*',
  '*::',
  '::*:1',
  '1:2:3:4:5:6:7:8:*',
  'g:*',
  '  ',
  `192.0.2.${'*'.repeat(93)}`,
])('%j names no address', (text) => {
  expect(parseBan(text)).toBeNull();
});
