import { expect, it } from 'vitest';
import check from '../../../checks/url/used-url-differs.js';
import type { Walk } from '../../../src/model.js';
import { gap, judgement } from '../../support/judge.js';
import { settings } from '../proxy/facts.js';
import { failed, site, walk } from './facts.js';

const url = 'https://billing.test/';
const judge = (used: Walk | null) =>
  judgement(check, {
    'http.site': site(walk(url), ...(used === null ? [] : [used])),
    'database.settings': settings(null),
    'http.login': gap('io'),
  });
const used = (from: string, more: Partial<Walk> = {}) => walk(from, { why: 'used-url', ...more });

it.each(['http://billing.test/', 'https://www.billing.test/', 'https://billing.test:8443/', 'https://old.test/members/'])(
  'fails for %s',
  (from) => {
    expect(judge(used(from))).toMatchObject({ is: 'fail', cause: 'used-url-differs', confidence: 'proved', subject: from });
  },
);
it('fails also where that address no longer answers', () => {
  expect(judge(failed('https://old.test/', 'dns', 'ENOTFOUND', { why: 'used-url' }))).toMatchObject({ is: 'fail' });
});
it('is silent where it redirects, and below the System URL', () => {
  expect(judge(used('https://www.billing.test/', { end: url }))).toMatchObject({ is: 'pass' });
  expect(judge(used('https://billing.test/admin/'))).toMatchObject({ is: 'pass' });
  expect(judge(used(url))).toMatchObject({ is: 'pass' });
});
it('skips where it was not given, and does not know a gap', () => {
  expect(judge(null)).toMatchObject({ is: 'skip' });
  expect(judgement(check, { 'http.site': gap('timeout') })).toMatchObject({ is: 'unknown' });
});
