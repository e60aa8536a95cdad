import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formerClientId, googleClientId, originRefused, originVerdict } from '../../src/logic/google-origin.js';

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

test.each([
  ['nonsense', 'it is not an address'],
  ['https://x.com/', 'an origin has no path and no closing slash'],
  ['http://x.com', 'only https is accepted'],
  ['http://127.0.0.1', null],
  ['http://127.0.0.1:8080', null],
  ['https://127.0.0.1', null],
  ['http://[::1]', null],
  ['https://[::1]:8443', null],
  ['ftp://localhost', 'only https is accepted'],
  ['https://localhost', null],
  ['https://*.x.com', 'wildcards are not accepted'],
  ['https://1.2.3.4', 'a bare IP address is not accepted'],
  ['https://255.255.255.255', 'a bare IP address is not accepted'],
  ['https://[2001:db8::1]', 'a bare IP address is not accepted'],
  ['https://v1.2.3.4.example.com', null],
  ['https://1.2.3.4.example.com', null],
  ['https://intranet', 'the name does not end in a public top-level domain'],
  ['https://x.local', 'the name does not end in a public top-level domain'],
  ['https://x.localdomain', 'the name does not end in a public top-level domain'],
  ['https://x.lan', 'the name does not end in a public top-level domain'],
  ['https://x.internal', 'the name does not end in a public top-level domain'],
  ['https://x.intranet', 'the name does not end in a public top-level domain'],
  ['https://x.home', 'the name does not end in a public top-level domain'],
  ['https://x.corp', 'the name does not end in a public top-level domain'],
  ['https://x.private', 'the name does not end in a public top-level domain'],
  ['https://x.home.example', null],
  ['https://x.homes', null],
  ['https://xhome.com', null],
])('Google of %s: %s', (origin, why) => {
  expect(originRefused(origin)).toBe(why);
});

const ending = '.apps.googleusercontent.com';
test.each([
  [`1-a${ending}`, true, false],
  [`${'1'.repeat(30)}-${'a'.repeat(64)}${ending}`, true, false],
  [`${'1'.repeat(31)}-a${ending}`, false, false],
  [`1-${'a'.repeat(65)}${ending}`, false, false],
  [`-a${ending}`, false, false],
  [`1-${ending}`, false, false],
  [`1${ending}`, false, true],
  [`${'1'.repeat(30)}${ending}`, false, true],
  [`${'1'.repeat(31)}${ending}`, false, false],
  [`x1${ending}`, false, false],
  [`1${ending}.example`, false, false],
  [ending, false, false],
])('%s has the form of today: %s, of the first years: %s', (id, today, former) => {
  expect([googleClientId.test(id), formerClientId.test(id)]).toEqual([today, former]);
});

const asked = { clientId: '', library: 'gis', origin: '', clientRefused: false, why: null, others: [] } as const;
test.each([
  [true, false, null, { registered: true, by: 'check' }],
  [false, false, null, { registered: false, by: 'check' }],
  // an answer that is the same for what cannot be registered proves nothing
  [true, true, null, null],
  [false, null, null, null],
  [null, false, null, null],
  [null, null, { site: 200, control: 403 }, { registered: true, by: 'button' }],
  [null, null, { site: 403, control: 403 }, { registered: false, by: 'button' }],
  [true, true, { site: 403, control: 403 }, { registered: false, by: 'button' }],
  [null, null, { site: 500, control: 403 }, null],
  [null, null, { site: null, control: 403 }, null],
  [null, null, { site: 200, control: 200 }, null],
  [null, null, { site: 403, control: null }, null],
  [true, false, { site: 403, control: 403 }, { registered: true, by: 'check' }],
])('the check says %s (control %s), the button %j: %j', (valid, control, button, verdict) => {
  expect(originVerdict({ ...asked, valid, control, button })).toEqual(verdict);
});
