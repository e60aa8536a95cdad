import { expect, it } from 'vitest';
import check from '../../../checks/url/redirect-loop.js';
import type { Walk } from '../../../src/model.js';
import { gap, judgements, type Recorded } from '../../support/judge.js';
import { direct, front, request } from '../proxy/facts.js';
import { failed, loop, site, walk } from './facts.js';

const url = 'https://billing.test/';
const judge = (one: Walk, more: Recorded = {}) => judgements(check, { 'http.site': site(one), ...more });

it('fails with the circle as evidence', () => {
  const said = judge(loop(url, [url, 'http://billing.test/']), { 'proxy.front': direct });
  expect(said).toMatchObject([{ is: 'fail', cause: 'redirect-loop', subject: url, confidence: 'proved' }]);
  expect(said[0]).toHaveProperty('evidence.0.saw', '301 https://billing.test/ → 301 http://billing.test/');
});
it('names Flexible SSL behind a proxy', () => {
  expect(judge(loop(url, [url]), { 'proxy.front': front })).toMatchObject([{ is: 'fail', cause: 'flexible-ssl', confidence: 'likely' }]);
  const lost = request('203.0.113.9', ['HTTP_X_FORWARDED_FOR'], { https: null, forwardedProto: 'https' });
  expect(judge(loop(url, [url]), { 'php.request': lost })).toMatchObject([{ is: 'fail', cause: 'flexible-ssl', confidence: 'proved' }]);
});
it('does not blame TLS for a loop that never sees it', () => {
  expect(judge(loop('http://billing.test/', ['http://billing.test/a', 'http://billing.test/b']), { 'proxy.front': front })).toMatchObject([
    { cause: 'redirect-loop' },
  ]);
});
it('does not blame TLS where two hosts or schemes disagree', () => {
  const www = 'https://www.billing.test/';
  for (const urls of [
    [url, www],
    [url, 'http://billing.test/'],
    [www, url],
  ])
    expect(judge(loop(url, urls), { 'proxy.front': front })).toMatchObject([{ is: 'fail', cause: 'redirect-loop' }]);
  const hops = [url, www, www].map((one) => ({ url: one, status: 301, location: www, address: null, cookies: [] }));
  expect(judge(loop(url, [url], { hops }), { 'proxy.front': front })).toMatchObject([{ cause: 'flexible-ssl' }]);
});
it('warns of a twin’s loop, and fails for too many redirects', () => {
  expect(judge(loop('https://www.billing.test/', ['https://www.billing.test/'], { why: 'www-twin' }))).toMatchObject([
    { is: 'warn', cause: 'redirect-loop' },
  ]);
  expect(judge(loop(url, [url], { outcome: 'too-many-redirects' }))).toMatchObject([{ is: 'fail' }]);
});
it('is silent about answers, skips failures, and does not know a gap', () => {
  expect(judge(walk(url))).toMatchObject([{ is: 'pass' }]);
  expect(judge(failed(url, 'tcp', 'ECONNREFUSED'))).toMatchObject([{ is: 'skip' }]);
  expect(judgements(check, { 'http.site': gap('timeout') })).toMatchObject([{ is: 'unknown' }]);
});

const around = (urls: readonly string[]) => ({ site: site(loop(url, urls)), login: null, sessions: null });

it.each([
  [
    'to itself over https',
    [url],
    'flexible-ssl',
    'likely',
    'The proxy asks the site over http, and the site redirects every such request to https',
  ],
  [
    'between two addresses',
    [url, `${url}a`],
    'redirect-loop',
    'proved',
    'The proxy in front redirects in a circle, and the site itself does not',
  ],
])('a circle of the proxy alone, %s', (_, urls, cause, confidence, title) => {
  expect(judge(walk(url, { status: null }), { 'proxy.edge': around(urls) })).toMatchObject([
    {
      is: 'fail',
      cause,
      confidence,
      title,
      evidence: [
        { label: 'Redirects, through the proxy', saw: urls.map((one) => `301 ${one}`).join(' → '), want: 'a page', source: url },
        { label: 'At the origin', saw: `status none at ${url}`, source: url },
      ],
    },
  ]);
});

it.each([
  [null, 'https', 'flexible-ssl'],
  ['', 'HTTPS', 'flexible-ssl'],
  ['off', 'https', 'flexible-ssl'],
  ['on', 'https', 'redirect-loop'],
  ['ON', 'https', 'redirect-loop'],
  ['1', 'https', 'redirect-loop'],
  ['upon', 'https', 'flexible-ssl'],
  ['once', 'https', 'flexible-ssl'],
  ['10', 'https', 'flexible-ssl'],
  [null, 'http', 'redirect-loop'],
  [null, null, 'redirect-loop'],
])('HTTPS is %j for PHP, and the proxy says %j: %s', (https, forwardedProto, cause) => {
  const lost = request('203.0.113.9', ['HTTP_X_FORWARDED_FOR'], { https, forwardedProto });
  const [said] = judge(loop(url, [url]), { 'php.request': lost });
  expect(said).toMatchObject({ cause });
  const labels = (said !== undefined && 'evidence' in said ? said.evidence : []).map(({ label }) => label);
  expect(labels).toEqual(cause === 'flexible-ssl' ? ['Redirects', 'X-Forwarded-Proto'] : ['Redirects']);
});

it('shows the end of a long way', () => {
  const long = ['1', '2', '3', '4', '5', '6'].map((name) => `${url}${name}`);
  expect(judge(loop(url, long))[0]).toHaveProperty(
    'evidence.0.saw',
    long
      .slice(-4)
      .map((one) => `301 ${one}`)
      .join(' → '),
  );
});
