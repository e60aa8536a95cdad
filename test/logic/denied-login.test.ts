import { describe, expect, it, test } from 'vitest';
import { deniedLogins, isOfSite, isRecent, isToday, namesAddress } from '../../src/logic/denied-login.js';
import type { LogHit } from '../../src/model.js';

const hosts = ['billing.example.com'];

function line(sample: string, more: Partial<LogHit> = {}): LogHit {
  return { message: 'modsecurity-denied', source: '/log', count: 1, first: null, last: null, lastAgeSeconds: null, sample, ...more };
}

function isDenied(hit: LogHit): boolean {
  return deniedLogins({ logs: [], hits: [hit] }, 'office', hosts).length === 1;
}

describe('a refused log-in', () => {
  test.each([
    '"POST /dologin.php HTTP/1.1"',
    '"POST /login HTTP/1.1"',
    '"POST /whmcs/login.php HTTP/1.1"',
    '"GET /clientarea.php HTTP/1.1"',
    '"GET /clientarea/details HTTP/1.1"',
    '"POST /index.php?rp=/login HTTP/1.1"',
    '"POST /index.php?rp=/login"',
    'rp=/login/cart',
    '"POST /index.php/auth/provider/google_signin/finalize HTTP/1.1"',
    '[uri "/office/dashboard"]',
  ])('%s', (sample) => {
    expect(isDenied(line(sample))).toBe(true);
  });

  test.each([
    '"GET /loginpage HTTP/1.1"',
    '"GET /dologins.php HTTP/1.1"',
    '"GET /xlogin HTTP/1.1"',
    '"GET /cart.php HTTP/1.1"',
    '[uri "/index.php"]',
    '[uri "/office.php"]',
    '[uri "/backoffice/"]',
    'auth/provider',
  ])('not %s', (sample) => {
    expect(isDenied(line(sample))).toBe(false);
  });

  it('is one of ModSecurity', () => {
    expect(isDenied(line('"POST /login"', { message: 'php-memory' }))).toBe(false);
  });

  it('is left out where the line names another site, and stays where it names none', () => {
    expect(isDenied(line('"POST /login", host: "shop.example.com"'))).toBe(false);
    expect(isDenied(line('"POST /login", host: "billing.example.com"'))).toBe(true);
    expect(isDenied(line('"POST /login", host: "203.0.113.9"'))).toBe(true);
  });
});

describe('the site that a line is about', () => {
  test.each([
    ['host: "billing.example.com"', true],
    ['host: "BILLING.example.com."', true],
    ['host: "www.billing.example.com:8443"', true],
    ['host: "billing.example.com:8"', true],
    ['host: "shop.example.com"', false],
    ['host: "billing.www.example.com"', false],
    ['host: "x"', false],
    ['server: billing.example.com, request: "GET /"', true],
    ['server: s, request: "GET /"', false],
    ['server: shop.example.com, host: "billing.example.com"', true],
    ['[hostname "billing.example.com"] [uri "/"]', true],
    ['[hostname "h"] [uri "/"]', false],
    ['[hostname "10.0.0.1"], host: "shop.example.com"', false],
    // no name
    ['server: _, request: "GET /"', null],
    ['host: "203.0.113.9"', null],
    ['host: "203.0.113.9:8080"', null],
    ['host: "[2001:db8::a]"', null],
    ['[hostname "2001:db8::a"]', null],
    ['host: ""', null],
    ['vhost: "shop.example.com"', null],
    ['myserver: shop.example.com, x', null],
    ['nothing', null],
  ])('%s: %s', (sample, own) => {
    expect(isOfSite(line(sample), hosts)).toBe(own);
  });

  it('is one of several, however they are written', () => {
    expect(isOfSite(line('host: "billing.example.com"'), ['shop.example.com', 'WWW.Billing.Example.com:443'])).toBe(true);
    expect(isOfSite(line('host: "billing.example.com"'), [])).toBe(false);
  });
});

const day = 86_400;
test.each([
  [null, false, false],
  [0, true, true],
  [day - 1, true, true],
  [day, true, false],
  [7 * day - 1, true, false],
  [7 * day, false, false],
])('a line of %s s is recent: %s, of today: %s', (lastAgeSeconds, recent, today) => {
  const hit = line('', { lastAgeSeconds });
  expect([isRecent(hit), isToday(hit)]).toEqual([recent, today]);
});

test.each([
  ['client: 203.0.113.9, server', '203.0.113.9', true],
  ['203.0.113.9', '203.0.113.9', true],
  ['[client 203.0.113.9:51000]', '203.0.113.9', true],
  ['from 203.0.113.9.', '203.0.113.9', true],
  ['client: 203.0.113.90', '203.0.113.9', false],
  ['client: 1203.0.113.9', '203.0.113.9', false],
  ['client: 9.203.0.113.9', '203.0.113.9', false],
  ['client: 203.0.113.9.1', '203.0.113.9', false],
  ['client: 203.0.113.9a', '203.0.113.9', false],
  ['client: 203.0.113.9F', '203.0.113.9', false],
  ['client: ::ffff:203.0.113.9', '203.0.113.9', false],
  ['not 203.0.113.90 but 203.0.113.9', '203.0.113.9', true],
  ['203.0.113.9 but not 203.0.113.90', '203.0.113.9', true],
  ['client: 2001:db8::9, server', '2001:db8::9', true],
  ['client: 2001:db8::9:1', '2001:db8::9', false],
  ['client: 2001:db8::9:', '2001:db8::9', false],
  ['client: 2001:db8::9f', '2001:db8::9', false],
  ['client: a2001:db8::9', '2001:db8::9', false],
  ['client: A2001:db8::9', '2001:db8::9', false],
  ['client: ::1', '::1', true],
  ['client: 2001::1', '::1', false],
  ['client: 2001:DB8::9:', '2001:DB8::9', false],
  // a bundle's mark
  ['client: address-1:51000', 'address-1', true],
  ['nothing', '203.0.113.9', false],
])('%s names %s: %s', (sample, address, names) => {
  expect(namesAddress(line(sample), address)).toBe(names);
});
