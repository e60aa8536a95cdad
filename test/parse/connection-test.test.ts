import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseConnectionTest } from '../../src/parse/connection-test.js';

const part = (host: string, address: string, rest: string) =>
  `Testing Connection to 'https://${host}.licensing.whmcs.com/1.0/test'...<br>\nURL resolves to ${address} ...<br>\n${rest}`;
const good = 'Response Code: 200<br>\nConnection Successful!<br>\n';

test('two hosts that answer', () => {
  expect(parseConnectionTest(`<pre>${part('a', '198.51.100.20', good)}${part('b', '2001:db8::20', good)}</pre>`)).toEqual([
    { url: 'https://a.licensing.whmcs.com/1.0/test', address: '198.51.100.20', status: 200, success: true },
    { url: 'https://b.licensing.whmcs.com/1.0/test', address: '2001:db8::20', status: 200, success: true },
  ]);
});

test('each host counts alone', () => {
  const seen = parseConnectionTest(part('a', '198.51.100.20', 'something else') + part('b', '198.51.100.21', good));
  expect(seen.map(({ success, status }) => ({ success, status }))).toEqual([
    { success: false, status: null },
    { success: true, status: 200 },
  ]);
});

test.each(['', '<form action="dologin.php">', '404 Not Found', 'Connection Successful!'])('"%s" is no connection test', (body) => {
  expect(parseConnectionTest(body)).toEqual([]);
});

test('never throws, and has a limit', () => {
  fc.assert(fc.property(fc.string(), (body) => void parseConnectionTest(body)));
  expect(parseConnectionTest(part('a', '192.0.2.1', good).repeat(5000))).toHaveLength(10);
});
