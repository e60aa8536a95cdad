import { describe, expect, test } from 'vitest';
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
