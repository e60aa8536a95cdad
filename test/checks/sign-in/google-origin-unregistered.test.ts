import { describe, expect, test } from 'vitest';
import check from '../../../checks/sign-in/google-origin-unregistered.js';
import type { GoogleOrigin } from '../../../src/model.js';
import { gap, judgement } from '../../support/judge.js';
import { clientId, loginPage } from '../../support/login-page.js';

const on = loginPage({ google: { clientId, library: 'gis' }, providers: ['google'] });
const answer = (valid: boolean | null, control: boolean | null, more: Partial<GoogleOrigin> = {}): GoogleOrigin => ({
  clientId,
  library: 'gis',
  origin: 'https://billing.example.com',
  valid,
  control,
  clientRefused: false,
  why: null,
  others: [],
  button: null,
  ...more,
});

describe("Google's answer", () => {
  test.each([
    [true, false, 'pass'],
    [false, false, 'fail'],
    [false, null, 'skip'],
    [true, true, 'skip'],
    [false, true, 'skip'],
    [null, false, 'skip'],
  ] as const)('site %s, control %s: %s', (valid, control, is) => {
    expect(judgement(check, { 'http.login': on, 'social.google': answer(valid, control) }).is).toBe(is);
  });

  test('an answer that says nothing names the screen to look at', () => {
    for (const said of [answer(null, false), answer(false, true)])
      expect(judgement(check, { 'http.login': on, 'social.google': said })).toMatchObject({
        is: 'skip',
        reason: expect.stringContaining('APIs & Services > Credentials') as string,
      });
  });

  test('a refused origin is proved', () => {
    expect(judgement(check, { 'http.login': on, 'social.google': answer(false, false) })).toMatchObject({
      cause: 'google-origin-unregistered',
      subject: 'https://billing.example.com',
      confidence: 'proved',
    });
  });

  test.each([
    [{ site: 200, control: 403 }, 'pass'],
    [{ site: 403, control: 403 }, 'warn'],
    [{ site: 403, control: 200 }, 'skip'],
    [{ site: 200, control: 200 }, 'skip'],
    [{ site: null, control: 403 }, 'skip'],
    [{ site: 500, control: 403 }, 'skip'],
  ] as const)('the button stands in where the check says nothing: %o is %s', (button, is) => {
    expect(judgement(check, { 'http.login': on, 'social.google': answer(null, null, { button }) }).is).toBe(is);
  });

  test('a client id of the first years passes where Google knows it, and only there', () => {
    const former = loginPage({ google: { clientId: '123456789012.apps.googleusercontent.com', library: 'gis' } });
    expect(judgement(check, { 'http.login': former, 'social.google': answer(true, false) }).is).toBe('pass');
    expect(judgement(check, { 'http.login': former, 'social.google': answer(false, false) }).is).toBe('fail');
    expect(judgement(check, { 'http.login': former, 'social.google': gap('disabled') }).is).toBe('fail');
  });

  test('a client that Google does not know, or that has not the form of one', () => {
    const refused = answer(null, null, { clientRefused: true });
    expect(judgement(check, { 'http.login': on, 'social.google': refused })).toMatchObject({ is: 'fail', cause: 'google-client-invalid' });
    const odd = loginPage({ google: { clientId: 'GOCSPX-secret', library: 'gis' } });
    expect(judgement(check, { 'http.login': odd, 'social.google': gap('disabled') })).toMatchObject({
      is: 'fail',
      cause: 'google-client-invalid',
    });
  });
});

describe('nothing to judge', () => {
  test('Google is not switched on', () => {
    expect(judgement(check, { 'http.login': loginPage(), 'social.google': gap('disabled') })).toMatchObject({ is: 'pass' });
  });

  test.each([{ challenge: true, form: null }, { notice: 'maintenance' as const }, { form: null }])(
    'the page does not show providers: %o',
    (changes) => {
      expect(judgement(check, { 'http.login': loginPage(changes) }).is).toBe('skip');
    },
  );

  test('a look that failed', () => {
    expect(judgement(check, { 'http.login': gap('timeout') }).is).toBe('unknown');
    expect(judgement(check, { 'http.login': on, 'social.google': gap('timeout') }).is).toBe('unknown');
    expect(judgement(check, { 'http.login': on, 'social.google': gap('disabled') }).is).toBe('skip');
  });
});
