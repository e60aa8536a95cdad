import { describe, expect, it } from 'vitest';
import { addressClass, insideAddresses, isInside } from '../../src/logic/address-class.js';
import { isIn } from '../../src/logic/address-set.js';

describe('addressClass', () => {
  it.each([
    ['127.0.0.1', 'loopback', true],
    ['::1', 'loopback', true],
    ['10.1.2.3', 'private', true],
    ['172.31.255.255', 'private', true],
    // Cloudflare's 172.64.0.0/13 is public and often mistaken for a private range.
    ['172.64.0.1', 'public', false],
    ['::ffff:192.168.0.1', 'private', true],
    ['fd00::1', 'private', true],
    ['169.254.169.254', 'link-local', true],
    ['fe80::1%eth0', 'link-local', true],
    ['100.64.0.1', 'carrier-nat', true],
    ['0.0.0.0', 'unspecified', true],
    ['203.0.113.9', 'documentation', false],
    ['240.1.2.3', 'pseudo-ipv4', false],
    ['2606:4700::1', 'public', false],
    ['8.8.8.8', 'public', false],
    ['224.0.0.1', 'public', false],
    ['not an address', null, false],
  ])('%s is %s', (address, found, inside) => {
    expect([addressClass(address), isInside(address)]).toEqual([found, inside]);
  });
});

// both ends of every range, and what lies beside it
it.each([
  ['126.255.255.255', 'public'],
  ['127.0.0.0', 'loopback'],
  ['127.255.255.255', 'loopback'],
  ['9.255.255.255', 'public'],
  ['10.0.0.0', 'private'],
  ['11.0.0.0', 'public'],
  ['172.15.255.255', 'public'],
  ['172.16.0.0', 'private'],
  ['172.32.0.0', 'public'],
  ['192.168.255.255', 'private'],
  ['192.169.0.0', 'public'],
  ['fbff::', 'public'],
  ['fc00::', 'private'],
  ['fdff::', 'private'],
  ['fe00::', 'public'],
  ['169.253.255.255', 'public'],
  ['169.254.0.0', 'link-local'],
  ['169.255.0.0', 'public'],
  ['fe80::', 'link-local'],
  ['febf::', 'link-local'],
  ['fec0::', 'public'],
  ['100.63.255.255', 'public'],
  ['100.64.0.0', 'carrier-nat'],
  ['100.127.255.255', 'carrier-nat'],
  ['100.128.0.0', 'public'],
  ['0.255.255.255', 'unspecified'],
  ['1.0.0.0', 'public'],
  ['::', 'unspecified'],
  ['::2', 'public'],
  ['192.0.2.0', 'documentation'],
  ['192.0.3.0', 'public'],
  ['198.51.100.255', 'documentation'],
  ['198.51.101.0', 'public'],
  ['203.0.113.0', 'documentation'],
  ['203.0.114.0', 'public'],
  ['2001:db8::', 'documentation'],
  ['2001:db9::', 'public'],
  ['3fff::', 'documentation'],
  ['3fff:1000::', 'public'],
  ['239.255.255.255', 'public'],
  ['255.255.255.255', 'pseudo-ipv4'],
  [' 10.0.0.1 ', 'private'],
  ['fe80::1%br-1.2_3', 'link-local'],
  ['fe80::1%', null],
  ['fe80::1%eth0 x', null],
  ['', null],
])('%j is %s', (address, found) => {
  expect(addressClass(address)).toBe(found);
});

it.each([
  ['127.0.0.1', true],
  ['::1', true],
  ['10.0.0.1', true],
  ['172.16.0.1', true],
  ['192.168.0.1', true],
  ['fd00::1', true],
  ['169.254.0.1', true],
  ['fe80::1', true],
  ['100.64.0.1', true],
  ['0.0.0.0', false],
  ['192.0.2.1', false],
  ['8.8.8.8', false],
  ['2606:4700::1', false],
])('a list of proxies may hold %s without harm: %s', (address, may) => {
  expect(isIn(insideAddresses, address)).toBe(may);
});
