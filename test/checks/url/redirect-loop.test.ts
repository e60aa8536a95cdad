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
