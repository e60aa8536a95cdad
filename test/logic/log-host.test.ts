import { expect, test } from 'vitest';
import { ownerOf } from '../../src/logic/log-host.js';

const plain = '/var/log/nginx/error.log';

test.each([
  ['host: "billing.example.com"', plain, 'own'],
  ['host: "WWW.Billing.example.com:443"', plain, 'own'],
  ['host: "billing.example.com:8"', plain, 'own'],
  ['host: "shop.example.com"', plain, 'other'],
  ['host: "billing.www.example.com"', plain, 'other'],
  ['host: "x"', plain, 'other'],
  // a port has digits
  ['host: "billing.example.com:x"', plain, 'other'],
  ['host: "8.billing.example.com"', plain, 'other'],
  // asked by another name, though the server is the same
  ['server: billing.example.com, host: "shop.example.com"', plain, 'other'],
  // what was hidden tells nothing
  ['host: "…"', plain, 'unnamed'],
  ['server: billing.example.com, host: "…"', plain, 'own'],
  ['server: billing.example.com, request: "GET /"', plain, 'own'],
  ['server: Billing.example.com, request: "GET /"', plain, 'own'],
  ['server: shop.example.com, request: "GET /"', plain, 'unnamed'],
  ['myserver: billing.example.com, x', plain, 'unnamed'],
  ['vhost: "shop.example.com"', plain, 'unnamed'],
  ['nothing', plain, 'unnamed'],
  // a log of the site alone
  ['nothing', '/var/log/billing.example.com/error.log', 'own'],
  ['nothing', '/var/log/Billing.example.com.error.log', 'own'],
  ['nothing', '/var/log/billing.example.com.err', 'own'],
  ['nothing', '/var/log/billing.example.com.log', 'own'],
  ['nothing', '/var/log/billing.example.com.ssl_error', 'own'],
  ['nothing', '/var/log/billing.example.com-ssl_log', 'own'],
  ['nothing', '/var/log/billing.example.com_log', 'own'],
  ['nothing', '/home/www.billing.example.com/logs/error.log', 'own'],
  ['nothing', '/var/log/billing.example.com.au/error.log', 'unnamed'],
  ['nothing', '/var/log/billing.example.community/error.log', 'unnamed'],
  ['nothing', '/var/log/billing.example.com.au-error.log', 'unnamed'],
  ['nothing', '/var/log/my-billing.example.com/error.log', 'unnamed'],
] as const)('%s in %s: %s', (sample, source, owner) => {
  expect(ownerOf({ sample, source }, 'billing.example.com')).toBe(owner);
});

test('a one-letter site is one, too', () => {
  expect(ownerOf({ sample: 'host: "x"', source: plain }, 'x')).toBe('own');
  expect(ownerOf({ sample: 'server: x, y', source: plain }, 'X')).toBe('own');
});

test('nothing is known where the site has no host', () => {
  expect(ownerOf({ sample: 'host: "billing.example.com"', source: plain }, null)).toBe('unnamed');
});
