import { expect, it } from 'vitest';
import check from '../../../checks/url/duplicate-host-not-redirected.js';
import type { Walk } from '../../../src/model.js';
import { gap, judgements } from '../../support/judge.js';
import { settings } from '../proxy/facts.js';
import { failed, loop, site, walk } from './facts.js';

const url = 'https://billing.test/';
const http = (more: Partial<Walk> = {}) => walk('http://billing.test/', { why: 'scheme-twin', end: url, ...more });
const www = (more: Partial<Walk> = {}) => walk('https://www.billing.test/', { why: 'www-twin', end: url, ...more });
const judge = (...twins: readonly Walk[]) =>
  judgements(check, { 'http.site': site(walk(url), ...twins), 'database.settings': settings(null) });

it('warns of each twin that answers for itself', () => {
  expect(judge(http({ end: 'http://billing.test/' }), www({ end: 'https://www.billing.test/' }))).toMatchObject([
    { is: 'warn', cause: 'duplicate-host-not-redirected', subject: 'http://billing.test/', confidence: 'proved' },
    { is: 'warn', subject: 'https://www.billing.test/' },
  ]);
});
it.each<[string, readonly Walk[]]>([
  ['both redirect', [http(), www()]],
  [
    'www is no name and http is refused',
    [
      failed('http://billing.test/', 'tcp', 'ECONNREFUSED', { why: 'scheme-twin' }),
      failed('https://www.billing.test/', 'dns', 'ENOTFOUND', { why: 'www-twin' }),
    ],
  ],
  ['www is another site', [www({ end: 'https://www.billing.test/', whmcs: false })]],
  ['www answers with an error', [www({ end: 'https://www.billing.test/', status: 404 })]],
  ['www loops, which is another finding', [loop('https://www.billing.test/', ['https://www.billing.test/'], { why: 'www-twin' })]],
  ['it redirects to a page below', [http({ end: 'https://billing.test/index.php?rp=/login' })]],
])('is silent where %s', (_, twins) => {
  expect(judge(...twins)).toMatchObject([{ is: 'pass' }]);
});
it('is silent about a twin that ends where the System URL itself ends', () => {
  const wrong = walk('http://billing.test/', { end: url });
  const twin = walk(url, { why: 'scheme-twin' });
  expect(judgements(check, { 'http.site': site(wrong, twin), 'database.settings': gap('unsupported') })).toMatchObject([{ is: 'pass' }]);
});
it('skips a System URL that leads to no page of WHMCS: there is nothing to compare its twins with', () => {
  const twin = failed('http://billing.test/', 'tcp', 'ECONNREFUSED', { why: 'scheme-twin' });
  for (const main of [failed(url, 'tcp', 'ECONNREFUSED'), walk(url, { whmcs: false })]) {
    expect(judgements(check, { 'http.site': site(main, twin), 'database.settings': settings(null) })).toMatchObject([{ is: 'skip' }]);
  }
});
it('skips a site without twins and does not know a gap', () => {
  expect(judge()).toMatchObject([{ is: 'skip' }]);
  expect(judgements(check, { 'http.site': gap('timeout') })).toMatchObject([{ is: 'unknown' }]);
});
