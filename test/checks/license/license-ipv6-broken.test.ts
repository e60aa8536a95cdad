import { expect, test } from 'vitest';
import check from '../../../checks/license/license-ipv6-broken.js';
import { gap, judgement } from '../../support/judge.js';
import { failing, goodControl, reached, server, servers, urlA, urlB } from './fixtures.js';

const b = server(urlB, reached());

test.each([
  ['it times out', failing('tcp', 'ETIMEDOUT', { family: 6 }), 'warn'],
  ['it is refused', failing('tcp', 'ECONNREFUSED', { family: 6 }), 'warn'],
  ['TLS fails', failing('tls', 'ECONNRESET', { family: 6 }), 'warn'],
  ['it works', reached(6), 'pass'],
  ['there is no such address', null, 'pass'],
  ['this machine has no IPv6', failing('tcp', 'ENETUNREACH', { family: 6 }), 'pass'],
  ['this machine has no IPv6 address', failing('tcp', 'EADDRNOTAVAIL', { family: 6 }), 'pass'],
] as const)('over IPv6 %s: %s', (_, ipv6, is) => {
  expect(judgement(check, { 'license.servers': servers(server(urlA, reached(), { ipv6 }), b) }).is).toBe(is);
});

test('where IPv4 fails too it is not the reason', () => {
  const a = server(urlA, failing('tcp', 'ETIMEDOUT'), { ipv6: failing('tcp', 'ETIMEDOUT', { family: 6 }) });
  expect(judgement(check, { 'license.servers': servers(a, b) }).is).toBe('pass');
});

test('where no server is reached nothing tells whether IPv6 stands in the way', () => {
  const none = (url: string) => server(url, failing('tcp', 'ETIMEDOUT'), { ipv6: null });
  expect(judgement(check, { 'license.servers': servers(none(urlA), none(urlB)) }).is).toBe('skip');
});

test('a control with IPv6 proves it', () => {
  const a = server(urlA, reached(), { ipv6: failing('tcp', 'ETIMEDOUT', { family: 6 }) });
  const six = { ...goodControl, ipv6: reached(6) };
  expect(judgement(check, { 'license.servers': servers(a, b) })).toMatchObject({ confidence: 'likely' });
  expect(judgement(check, { 'license.servers': servers(a, b, { controls: [six] }) })).toMatchObject({
    confidence: 'proved',
    subject: 'a.licensing.whmcs.com',
  });
});

test('without a look there is no answer', () => {
  expect(judgement(check, { 'license.servers': gap('timeout') }).is).toBe('unknown');
});
