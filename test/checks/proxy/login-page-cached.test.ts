import { expect, it } from 'vitest';
import check from '../../../checks/proxy/login-page-cached.js';
import type { CookieSeen, SessionPersistence } from '../../../src/model.js';
import { gap, judgement } from '../../support/judge.js';
import { login } from '../url/facts.js';

const sessions = (same: boolean, token: string | null = 'a'): SessionPersistence => ({
  url: 'https://billing.test/',
  cookieName: 'WHMCSx',
  rounds: [{ status: 200, sent: false, id: 'a', token, cached: false }],
  sameTokenForStrangers: same,
});
const cookie: CookieSeen = {
  name: 'WHMCSx',
  value: 'a',
  domain: null,
  path: '/',
  secure: true,
  httpOnly: true,
  sameSite: null,
  lifetimeSeconds: null,
  refused: null,
};
const hit = { 'cf-cache-status': 'HIT' };
const judge = (headers: Record<string, string>, more: SessionPersistence | null, cookies: readonly CookieSeen[] = []) =>
  judgement(check, { 'http.login': login({ headers, cookies }), 'http.sessions': more ?? gap('timeout') });

it('is proved by one token for two strangers', () => {
  expect(judge({}, sessions(true))).toMatchObject({ is: 'fail', cause: 'login-page-cached', confidence: 'proved' });
});
it.each([[hit], [{ age: '17' }], [{ 'x-cache': 'HIT from cloudfront' }], [{ 'x-cache': 'MISS, HIT' }]])(
  'is likely by %j without a cookie',
  (headers) => {
    expect(judge(headers, null)).toMatchObject({ is: 'fail', confidence: 'likely' });
    expect(judge(headers, null, [cookie])).toMatchObject({ is: 'warn', confidence: 'possible' });
  },
);
it.each([
  [{}],
  [{ 'cf-cache-status': 'DYNAMIC' }],
  [{ 'cf-cache-status': 'MISS', age: '0' }],
  [{ 'x-cache': 'Miss from cloudfront' }],
  [{ 'x-cache': 'uncachitable' }],
  [{ 'x-varnish': '32770' }],
  [{ 'x-litespeed-cache': 'hit,private' }],
  [{ 'x-litespeed-cache': 'miss' }],
  [{ 'x-fastcgi-cache': 'BYPASS' }],
  [{ 'cache-status': 'ExampleCache; fwd=uri-miss; stored' }],
  [{ 'x-cache-status': 'MISS' }],
])('is silent about %j', (headers) => expect(judge(headers, sessions(false))).toMatchObject({ is: 'pass' }));
it('believes different tokens more than a header', () => {
  expect(judge(hit, sessions(false))).toMatchObject({ is: 'pass' });
  expect(judge(hit, sessions(false, null))).toMatchObject({ is: 'fail' });
});
it('does not know what stands behind a challenge', () => {
  expect(judgement(check, { 'http.login': login({ challenge: true }) })).toMatchObject({ is: 'unknown' });
  expect(judgement(check, { 'http.login': gap('io') })).toMatchObject({ is: 'unknown' });
});
it('skips a page without a log-in form', () => {
  expect(judgement(check, { 'http.login': login({ form: null }), 'http.sessions': gap('timeout') })).toMatchObject({ is: 'skip' });
});
it.each([
  [{ 'x-varnish': '32770 3' }],
  [{ 'x-litespeed-cache': 'hit' }],
  [{ 'x-fastcgi-cache': 'HIT' }],
  [{ 'x-cache-status': 'STALE' }],
  [{ 'x-cache': 'TCP_HIT from a1.deploy.akamaitechnologies.com' }],
  [{ 'cache-status': '"Example"; hit; ttl=376' }],
  [{ 'cdn-cache': 'HIT' }],
  [{ 'x-proxy-cache': 'HIT' }],
])('knows other caches by %j', (headers) =>
  expect(judge(headers, null, [cookie])).toMatchObject({ is: 'warn', cause: 'login-page-cached' }),
);
