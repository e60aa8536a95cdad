import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostsFileLine } from '../../src/parse/hosts-file.js';

const text = `127.0.0.1 localhost
# 192.0.2.1 a.licensing.whmcs.com
198.51.100.20\tfoo  A.Licensing.whmcs.com. # old server
::1 ip6-localhost
nonsense b.licensing.whmcs.com
`;

test.each([
  ['a.licensing.whmcs.com', '198.51.100.20\tfoo  A.Licensing.whmcs.com.'],
  ['b.licensing.whmcs.com', null],
  ['licensing.whmcs.com', null],
  ['localhost', '127.0.0.1 localhost'],
])('%s: %s', (name, line) => {
  expect(hostsFileLine(text, name)).toBe(line);
});

test('Windows line ends, and anything else', () => {
  expect(hostsFileLine('192.0.2.1 a.test\r\n192.0.2.2 b.test\r\n', 'b.test')).toBe('192.0.2.2 b.test');
  fc.assert(fc.property(fc.string(), fc.string(), (any, name) => void hostsFileLine(any, name)));
});
