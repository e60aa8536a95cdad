import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isResetLink, linkedSite } from '../../src/parse/reset-link.js';

test.each([
  ['<a href="https://www.billing.test/index.php?rp=', 'https://www.billing.test/'],
  ['visit https://www.billing.test/members/index.php?rp=', 'https://www.billing.test/members/'],
  ['<a href="https://www.billing.test/members/index.php', 'https://www.billing.test/members/'],
  ['<a href="https://www.billing.test', 'https://www.billing.test/'],
  ['<a href="https://www.billing.test/store', 'https://www.billing.test/store/'],
  ['http://a.test/ and https://b.test:8443/x/', 'https://b.test:8443/x/'],
  ['http://user:secret@a.test/', 'http://a.test/'],
  ['https://a.test/ and then more', null],
  ['password/reset', null],
  ['https://', null],
  ['', null],
])('%s leads to %s', (before, site) => {
  expect(linkedSite(before)).toBe(site);
});

test.each([
  ['https://a.test/index.php?rp=/password/reset/redeem/abc', true],
  ['https://a.test/index.php?rp=%2Fpassword%2Freset%2Fredeem%2Fabc', true],
  ['https://a.test/password/reset/redeem/abc', true],
  ['https://a.test/pwreset.php?key=abc', true],
  ['https://a.test/index.php?rp=/password/reset/redeem', true],
  ['https://a.test/password/reset/redeem', true],
  ['https://a.test/pwreset.php', true],
  ['https://a.test/index.php?rp=/login', false],
  ['https://a.test/password/reset/redeemer', false],
  ['https://a.test/index.php?rp=/password/reset', false],
])('%s is a reset link: %s', (address, is) => {
  expect(isResetLink(address)).toBe(is);
});

test('the root of all names is nobody’s site', () => {
  expect(linkedSite('https://./password/')).toBeNull();
});

test('survives anything', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 600 }), (text) => {
      const site = linkedSite(`https://${text}`);
      if (site === null) return;
      // an @ in the path is no user's name
      expect(new URL(site)).toMatchObject({ href: site, username: '', password: '', search: '', hash: '' });
      expect(site).toMatch(/^https?:\/\/[^?#]*\/$/);
    }),
  );
});
