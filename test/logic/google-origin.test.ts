import fc from 'fast-check';
import { expect, test } from 'vitest';
import { googleClientId, originRefused } from '../../src/logic/google-origin.js';

test.each([
  ['https://x.com', true],
  ['https://x.com/', false],
  ['https://x.com/whmcs', false],
  ['http://x.com', false],
  ['https://*.x.com', false],
  ['https://1.2.3.4', false],
  ['https://[2001:db8::1]', false],
  ['https://x.com:8443', true],
  ['https://x.local', false],
  ['https://intranet', false],
  ['http://localhost', true],
  ['http://localhost:8080', true],
  ['nonsense', false],
])('%s may be registered: %s', (origin, may) => {
  expect(originRefused(origin) === null).toBe(may);
});

test('never throws, and takes no path', () => {
  fc.assert(fc.property(fc.string(), (text) => void originRefused(text)));
  fc.assert(fc.property(fc.webUrl(), (url) => originRefused(url) !== null || new URL(url).origin === url));
});

test.each([
  ['123456789012-abc123def.apps.googleusercontent.com', true],
  ['abc-def.apps.googleusercontent.com', false],
  ['123-ABC.apps.googleusercontent.com', false],
  ['123-abc.apps.googleusercontent.com.example.com', false],
  ['GOCSPX-xyz', false],
])('client id %s: %s', (id, good) => {
  expect(googleClientId.test(id)).toBe(good);
});
