import { expect, test } from 'vitest';
import addressRefused from '../../../checks/access/api-address-refused.js';
import credentials from '../../../checks/access/api-credentials-refused.js';
import permission from '../../../checks/access/api-permission-missing.js';
import { cloudflareRanges } from '../../../src/knowledge/cloudflare-ranges.js';
import { gap, judgement } from '../../support/judge.js';
import { front } from '../proxy/facts.js';
import { address, details, every, refused } from './facts.js';

test.each([
  ['details', details(every), 'pass', 'pass', 'pass'],
  ['another address', refused('ip', 'Invalid IP 192.0.2.10', address('192.0.2.10')), 'fail', 'skip', 'skip'],
  ['an address that is not told', refused('ip', 'Invalid IP'), 'fail', 'skip', 'skip'],
  ['a wrong secret', refused('credentials', 'Authentication Failed'), 'skip', 'fail', 'skip'],
  ['a wrong access key', refused('access-key', 'Invalid Access Key'), 'skip', 'fail', 'skip'],
  ['an API role', refused('permission', 'Invalid Permissions: API action "getadmindetails" is not allowed'), 'skip', 'pass', 'fail'],
  ['no API Access', refused('permission', 'Access Denied'), 'skip', 'pass', 'fail'],
  ['other words', refused('other', 'Your license key is invalid'), 'skip', 'unknown', 'skip'],
  ['a page', { is: 'unintelligible', status: 403, text: 'Request blocked' }, 'skip', 'unknown', 'skip'],
  ['not asked', gap('disabled'), 'skip', 'skip', 'skip'],
  ['silent', gap('timeout'), 'unknown', 'unknown', 'unknown'],
] as const)('%s', (_, api, byAddress, byCredential, byPermission) => {
  expect(judgement(addressRefused, { 'api.admin': api }).is).toBe(byAddress);
  expect(judgement(credentials, { 'api.admin': api }).is).toBe(byCredential);
  expect(judgement(permission, { 'api.admin': api }).is).toBe(byPermission);
});

test('an address of the proxy proves that WHMCS does not see the caller’s', () => {
  const seen = (value: string, kind: string) => ({
    'api.admin': refused('ip', `Invalid IP ${value}`, address(value, kind)),
    'proxy.front': front,
    'proxy.ranges': { ...cloudflareRanges, source: 'published' } as const,
  });
  expect(judgement(addressRefused, seen('162.158.1.1', 'cloudflare'))).toMatchObject({
    is: 'fail',
    cause: 'visitor-address-not-restored',
    confidence: 'proved',
  });
  // The program may run on the server itself, whose own address this then is.
  expect(judgement(addressRefused, seen('10.0.0.5', 'private'))).toMatchObject({ cause: 'api-address-refused', subject: '10.0.0.5' });
});

test.each([
  ['as it is', '198.51.100.7', 'public', '198.51.100.7', true, 'api-address-refused', 'sees it as it is'],
  [
    'the server’s own, for a call from elsewhere',
    '192.0.2.10',
    'public',
    '198.51.100.7',
    true,
    'local-proxy-untrusted',
    'its own server’s',
  ],
  ['loopback, for a call from elsewhere', '127.0.0.1', 'loopback', '198.51.100.7', true, 'local-proxy-untrusted', 'its own server’s'],
  ['the server’s own, called from there', '192.0.2.10', 'public', '192.0.2.10', true, 'api-address-refused', 'sees it as it is'],
  ['loopback, on the server', '127.0.0.1', 'loopback', '198.51.100.7', false, 'api-address-refused', undefined],
  ['loopback, on the server by its address', '127.0.0.1', 'loopback', '192.0.2.10', true, 'api-address-refused', undefined],
  ['the caller’s own not known', '192.0.2.10', 'public', null, true, 'api-address-refused', undefined],
] as const)('the address that WHMCS sees: %s', (_, value, kind, own, outside, cause, title) => {
  const found = judgement(addressRefused, {
    'api.admin': refused('ip', `Invalid IP ${value}`, address(value, kind)),
    'proxy.dns': { name: 'billing.test', local: ['192.0.2.10'], visitors: null, resolver: null },
    'api.caller': { outside, address: own === null ? null : address(own), accessKey: false },
  });
  expect(found).toMatchObject({ is: 'fail', cause, ...(title === undefined ? {} : { title: expect.stringContaining(title) }) });
});
