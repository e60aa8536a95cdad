import { expect, test } from 'vitest';
import { appDomainCovers } from '../../src/logic/facebook-domain.js';

test.each([
  ['example.com', 'example.com', true],
  ['example.com', 'billing.example.com', true],
  ['example.com', 'notexample.com', false],
  ['billing.example.com', 'example.com', false],
  [' Example.COM ', 'example.com', true],
  ['https://example.com', 'example.com', true],
  ['http://example.com/whmcs', 'example.com', true],
  ['HTTPS://example.com', 'example.com', true],
  ['example.com:8443', 'example.com', true],
  ['example.com/', 'billing.example.com', true],
  ['.example.com', 'billing.example.com', true],
  ['example.com.', 'example.com', true],
  ['..example.com', 'example.com', false],
  ['see https://example.com', 'example.com', false],
  ['ftp://example.com', 'example.com', false],
  ['', 'example.com', false],
  ['/', 'example.com', false],
  ['.', 'example.com', false],
  ['.', 'example.com.', false],
])('the app domain %j covers %s: %s', (domain, host, covers) => {
  expect(appDomainCovers(domain, host)).toBe(covers);
});
