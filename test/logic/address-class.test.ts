import { describe, expect, it } from 'vitest';
import { addressClass, isInside } from '../../src/logic/address-class.js';

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
