import { describe, expect, it } from 'vitest';
import loginCheck from '../../../checks/access/login-page-failing.js';
import resetCheck from '../../../checks/access/reset-page-failing.js';
import type { LoginPage, ResetPage, Walk } from '../../../src/model.js';
import { judgement } from '../../support/judge.js';
import { failed, login, loop, site, walk } from '../url/facts.js';

const home = 'https://billing.test/';

describe('login-page-failing', () => {
  const on = (page: Partial<LoginPage>, walked: Walk = walk(home)) =>
    judgement(loginCheck, { 'http.login': login({ form: null, ...page }), 'http.site': site(walked) });

  it('passes with the form', () => expect(on({ form: login().form }).is).toBe('pass'));

  it.each([500, 501, 502])('fails with HTTP %s', (status) => {
    expect(on({ status })).toMatchObject({ is: 'fail', cause: 'login-page-failing', confidence: 'proved' });
    expect(on({ status }, walk(home, { status: 500, whmcs: false }))).toMatchObject({ is: 'fail' });
  });

  it('fails where the page of a WHMCS is not there', () => {
    expect(on({ status: 404 })).toMatchObject({ is: 'fail', title: 'There is no log-in page' });
    expect(on({ status: 404 }, walk(home, { whmcs: false })).is).toBe('skip');
  });

  it('leaves to others what they name', () => {
    expect(on({ status: 403 }).is).toBe('skip');
    expect(on({ status: 500, challenge: true }).is).toBe('skip');
    expect(on({ status: 503, notice: 'maintenance' }).is).toBe('skip');
    expect(on({ status: 500, refusal: { product: 'ModSecurity', mark: 'x' } }).is).toBe('skip');
    for (const elsewhere of [
      failed(home, 'tcp', 'ECONNREFUSED'),
      loop(home, [home]),
      walk(home, { status: 502 }),
      walk(home, { status: 404 }),
    ])
      expect(on({ status: 500 }, elsewhere).is).toBe('skip');
  });

  it.each([
    [{ status: 406 }, home, 200, 'skip'],
    [{ status: 410 }, home, 200, 'fail'],
    [{ status: 429 }, home, 200, 'unknown'],
    [{ status: 500 }, home, 410, 'skip'],
    [{ status: 500 }, home, null, 'fail'],
    [{ status: 499 }, home, 200, 'skip'],
  ] as const)('%j, and %s answers %s: %s', (page, address, status, is) => {
    expect(on(page, walk(address, { status })).is).toBe(is);
  });

  it('shows both pages', () => {
    expect(on({ status: 500 }, walk(home, { status: null }))).toMatchObject({
      evidence: [
        { label: login().url, saw: 'status 500', want: 'its log-in form' },
        { label: home, saw: 'status none' },
      ],
    });
  });

  it('is unknown while the site is closed for a moment', () => expect(on({ status: 503 }).is).toBe('unknown'));
  it('never judges a page that it does not know', () => expect(on({ status: 200 }).is).toBe('skip'));
});

describe('reset-page-failing', () => {
  const page: ResetPage = {
    url: 'https://billing.test/index.php?rp=/password/reset',
    status: 200,
    form: { action: 'https://billing.test/index.php?rp=/password/reset', hasToken: true },
    hiddenBy: null,
    printedErrors: [],
  };
  const on = (reset: Partial<ResetPage>, of: Partial<LoginPage> = {}) =>
    judgement(resetCheck, { 'http.reset': { ...page, form: null, ...reset }, 'http.login': login(of) });

  it('passes with the form', () => expect(on({ form: page.form }).is).toBe('pass'));
  it('fails with an error', () => {
    const printedErrors = [{ kind: 'Fatal error', message: 'Uncaught Error', file: '/srv/hook.php', line: 3 }];
    expect(on({ status: 500, printedErrors })).toMatchObject({ is: 'fail', cause: 'reset-page-failing', confidence: 'proved' });
  });
  it('warns of a page that is gone only where the log-in page leads to it', () => {
    expect(on({ status: 404 }, { resetLink: true })).toMatchObject({ is: 'warn', confidence: 'likely' });
    expect(on({ status: 404 }, { resetLink: false }).is).toBe('skip');
    expect(on({ status: 404 }).is).toBe('skip');
  });
  it.each([
    [{ status: 503 }, {}],
    [{ status: 200 }, {}],
    [{ status: 403, hiddenBy: 'ModSecurity' }, {}],
    [{ status: 500 }, { form: null }],
  ])('skips %j', (reset, of) => expect(on(reset, of).is).toBe('skip'));
});
