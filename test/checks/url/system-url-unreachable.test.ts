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

it.each([
  ['ETIMEDOUT', 'warn'],
  ['EHOSTUNREACH', 'warn'],
  ['ENETUNREACH', 'warn'],
  ['UND_ERR_CONNECT_TIMEOUT', 'warn'],
  ['ECONNRESET', 'fail'],
])('%s from the server itself, where a firewall may be in the way: %s', (code, is) => {
  expect(judge(failed(url, 'tcp', code), { 'install.root': root })).toMatchObject({
    is,
    evidence: [{ label: 'Failed at tcp', saw: expect.stringContaining(code), source: url }],
  });
});

it.each([
  [404, 'There is no page at the System URL'],
  [410, 'There is no page at the System URL'],
  [502, 'What stands behind the System URL does not answer the server in front'],
])('status %d', (status, title) => {
  expect(judge(walk(url, { status }))).toMatchObject({ is: 'fail', title, evidence: [{ label: 'Status', saw: status, want: 200 }] });
});

it('tells a resolver that does not answer from a name that is not there', () => {
  for (const code of ['EAI_AGAIN', 'ETIMEDOUT']) expect(judge(failed(url, 'dns', code)).is).toBe('unknown');
});

it.each([
  ['the last of several', [url, `${url}a`], `${url}a/next`],
  ['nothing', [], null],
])('shows the location that is no address: %s', (_, urls, saw) => {
  const hops = urls.map((one) => ({ url: one, status: 302, location: `${one}/next`, address: null, cookies: [] }));
  expect(judge(walk(url, { outcome: 'redirect-unusable', hops }))).toMatchObject({
    is: 'fail',
    title: 'The System URL redirects to something that is no address',
    evidence: [{ label: 'Location', saw }],
  });
});

it('is about the System URL first: a twin that leads inside is a warning of its own', () => {
  const inside = (why: Walk['why'], address: string | null) =>
    walk('http://billing.test/', {
      why,
      outcome: 'redirect-to-private-address',
      end: 'http://10.0.0.5/',
      ...(address === null ? { failure: null } : { failure: failure('tcp', 'ERR_PRIVATE_ADDRESS', address) }),
      hops: [{ url: 'http://billing.test/', status: 301, location: 'http://10.0.0.5/', address: null, cookies: [] }],
    });
  const said = (address: string | null) => judgement(check, { 'http.site': site(walk(url), inside('scheme-twin', address)) });
  expect(said('10.0.0.5')).toMatchObject({
    is: 'warn',
    subject: 'http://billing.test/',
    evidence: [{ label: 'Redirects to', saw: 'http://10.0.0.5/ (10.0.0.5)', want: 'a public address', source: 'http://billing.test/' }],
  });
  expect(said(null)).toMatchObject({ evidence: [{ saw: 'http://10.0.0.5/ (not public)' }] });
});
