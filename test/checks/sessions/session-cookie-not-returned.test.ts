import { describe, expect, test } from 'vitest';
import check from '../../../checks/sessions/session-cookie-not-returned.js';
import { defaultThresholds } from '../../../src/policy/defaults.js';
import type { LoginPage } from '../../../src/model.js';
import { gap, judgement, judgements } from '../../support/judge.js';
import { cookie, login, php } from '../../support/session-facts.js';

const facts = (page: Partial<LoginPage>, view = php()) => ({
  'http.login': login(page),
  'operator.thresholds': defaultThresholds,
  'php.web': view,
});
const http = 'http://www.billing.test/index.php?rp=/login';

describe('session-cookie-not-returned', () => {
  test.each([
    ['host only, over https', {}],
    ['over http without Secure', { url: http, cookies: [cookie({ secure: false })] }],
    ['for the parent domain', { cookies: [cookie({ domain: '.billing.test' })] }],
    ['SameSite=Strict: plain log-in works', { cookies: [cookie({ sameSite: 'Strict' })] }],
    ['exactly the lifetime of a session', { cookies: [cookie({ lifetimeSeconds: 1440 })] }],
    ['a long lifetime', { cookies: [cookie({ lifetimeSeconds: 86_400 })] }],
    ['a deletion beside the new one', { cookies: [cookie(), cookie({ lifetimeSeconds: -1 })] }],
    ['named by its shape', { sessionCookie: null, cookies: [cookie({ name: 'WHMCSUser', lifetimeSeconds: 60 }), cookie()] }],
  ])('pass: %s', (_, page) => expect(judgement(check, facts(page)).is).toBe('pass'));

  test.each([
    [{ url: http }, 'cookie-secure-over-http', 'fail'],
    [{ cookies: [cookie({ domain: 'other.test' })] }, 'cookie-domain-foreign', 'fail'],
    [{ cookies: [cookie({ domain: 'test', refused: 'Domain=test is a public suffix' })] }, 'cookie-domain-foreign', 'fail'],
    [{ cookies: [cookie({ path: '/billing/' })] }, 'cookie-path-foreign', 'fail'],
    [{ cookies: [cookie({ sameSite: 'None', secure: false })] }, 'cookie-samesite-none-insecure', 'fail'],
    [{ cookies: [cookie({ lifetimeSeconds: 1 })] }, 'cookie-lifetime-short', 'warn'],
    [{ cookies: [cookie({ lifetimeSeconds: -5 })] }, 'cookie-lifetime-short', 'warn'],
  ])('%j: %s', (page, cause, is) => {
    expect(judgement(check, facts(page))).toMatchObject({ is, cause, confidence: 'proved', subject: 'WHMCSq7RkT2bXw9Lm' });
  });

  test('two faults are two findings', () => {
    const page = { url: http, cookies: [cookie({ domain: 'other.test' })] };
    expect(judgements(check, facts(page)).map((one) => 'cause' in one && one.cause)).toEqual([
      'cookie-secure-over-http',
      'cookie-domain-foreign',
    ]);
  });

  test('use_cookies off explains a missing cookie', () => {
    const view = php({ ini: { 'session.use_cookies': '0' } });
    expect(judgement(check, facts({ cookies: [] }, view))).toMatchObject({ is: 'fail', cause: 'cookies-disabled', confidence: 'proved' });
    expect(judgement(check, facts({}, view)).is).toBe('pass');
  });

  test('unknown, never healthy', () => {
    expect(judgement(check, facts({ cookies: [] })).is).toBe('unknown');
    expect(judgement(check, facts({ cookies: [cookie({ refused: 'a rule of its own' })] })).is).toBe('unknown');
    expect(judgement(check, { 'http.login': gap('timeout'), 'operator.thresholds': defaultThresholds }).is).toBe('unknown');
  });

  test('skip: a challenge or a notice stands there', () => {
    expect(judgement(check, facts({ challenge: true, cookies: [] })).is).toBe('skip');
    expect(judgement(check, facts({ notice: 'maintenance', cookies: [] })).is).toBe('skip');
  });
});
