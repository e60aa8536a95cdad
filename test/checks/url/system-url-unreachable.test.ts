import { expect, it } from 'vitest';
import check from '../../../checks/url/system-url-unreachable.js';
import type { InstallRoot, SiteDns, Walk } from '../../../src/model.js';
import { gap, judgement, type Recorded } from '../../support/judge.js';
import { failed, failure, loop, site, walk } from './facts.js';

const url = 'https://billing.test/';
const root: InstallRoot = {
  path: '/var/www',
  realPath: '/var/www',
  owner: { uid: 1, gid: 1, name: null },
  markers: [],
  filesVersion: null,
};
const dns: SiteDns = { name: 'billing.test', local: [], visitors: ['192.0.2.10'], resolver: 'https://dns.test/' };
const judge = (one: Walk, more: Recorded = {}) => judgement(check, { 'http.site': site(one), ...more });

it.each<[string, Walk, Recorded, object]>([
  ['an unknown name', failed(url, 'dns', 'ENOTFOUND'), {}, { is: 'fail', cause: 'system-url-unresolvable', confidence: 'proved' }],
  ['a name unknown here alone', failed(url, 'dns', 'ENOTFOUND'), { 'proxy.dns': dns }, { is: 'warn', cause: 'system-url-unresolvable' }],
  ['a resolver that fails', failed(url, 'dns', 'EAI_AGAIN'), {}, { is: 'unknown' }],
  [
    'refused',
    failed(url, 'tcp', 'ECONNREFUSED'),
    { 'install.root': root },
    { is: 'fail', cause: 'system-url-unreachable', confidence: 'likely' },
  ],
  ['silent from outside', failed(url, 'tcp', 'ETIMEDOUT'), {}, { is: 'fail', cause: 'system-url-unreachable' }],
  ['silent from the server itself', failed(url, 'tcp', 'ETIMEDOUT'), { 'install.root': root }, { is: 'warn', confidence: 'possible' }],
  ['no TLS', failed(url, 'tls', 'EPROTO'), {}, { is: 'fail', cause: 'system-url-unreachable' }],
  ['not found', walk(url, { status: 404 }), {}, { is: 'fail', cause: 'system-url-unreachable', confidence: 'proved' }],
  [
    'a redirect inside',
    walk(url, {
      outcome: 'redirect-to-private-address',
      end: 'http://169.254.169.254/',
      failure: failure('tcp', 'ERR_PRIVATE_ADDRESS', '169.254.169.254'),
    }),
    {},
    { is: 'fail', cause: 'redirect-to-private-address', confidence: 'proved' },
  ],
  ['a redirect to nowhere', walk(url, { outcome: 'redirect-unusable', status: 302 }), {}, { is: 'fail', cause: 'system-url-unreachable' }],
  ['a loop', loop(url, [url]), {}, { is: 'skip' }],
  ['a page', walk(url), {}, { is: 'pass' }],
  ['PHP is down', walk(url, { status: 502 }), {}, { is: 'fail', cause: 'system-url-unreachable', confidence: 'proved' }],
  ['Cloudflare does not reach the site', walk(url, { status: 522 }), {}, { is: 'fail', cause: 'system-url-unreachable' }],
  ['an error of the page itself', walk(url, { status: 500 }), {}, { is: 'pass' }],
  ['a maintenance page', walk(url, { status: 503 }), {}, { is: 'pass' }],
])('%s', (_, one, more, expected) => {
  expect(judge(one, more)).toMatchObject(expected);
});
it('does not know what was not looked at', () => {
  expect(judgement(check, { 'http.site': gap('timeout') })).toMatchObject({ is: 'unknown' });
  expect(judgement(check, { 'http.site': { url, walks: [], certificate: null } })).toMatchObject({ is: 'unknown' });
});
