import { expect, test } from 'vitest';
import { reachabilityOf, refuses } from '../../src/logic/reachability.js';
import { failing, reached, server, urlA } from '../checks/license/fixtures.js';

test('the family that came furthest speaks for the server', () => {
  const both = server(urlA, failing('tcp', 'ETIMEDOUT'), { ipv6: failing('tls', 'EPROTO', { family: 6 }) });
  expect(reachabilityOf(both)).toMatchObject({ reached: false, stage: 'tls', code: 'EPROTO' });
});

test('without any address the look-up is what failed', () => {
  expect(reachabilityOf(server(urlA, null, { lookup: { ipv4: 'EAI_AGAIN', ipv6: 'EAI_AGAIN' } }))).toMatchObject({
    stage: 'dns',
    code: 'EAI_AGAIN',
  });
});

test('a refusal over one family does not hide an answer over the other', () => {
  expect(reachabilityOf(server(urlA, reached(4, 403), { ipv6: reached(6, 200) })).reached).toBe(true);
});

test.each([
  [200, false],
  [301, false],
  [404, false],
  [403, true],
  [407, true],
  [451, true],
  [503, true],
  [null, false],
])('status %s refuses: %s', (status, is) => {
  expect(refuses(status)).toBe(is);
});
