import { expect, test } from 'vitest';
import check from '../../../checks/sign-in/facebook-app-not-live.js';
import type { FacebookCredentials } from '../../../src/model.js';
import { gap, judgement } from '../../support/judge.js';
import { loginPage } from '../../support/login-page.js';

const on = loginPage({ providers: ['facebook'] });
const app = (live: FacebookCredentials['live']): FacebookCredentials => ({
  accepted: true,
  code: null,
  message: null,
  appDomains: null,
  live,
});

test.each([
  ['no privacy policy', app({ privacyPolicy: false, category: true }), 'warn'],
  ['no category', app({ privacyPolicy: true, category: false }), 'warn'],
  ['both: Facebook still does not say whether it is Live', app({ privacyPolicy: true, category: true }), 'skip'],
  ['not shown', app(null), 'skip'],
  ['no keys', gap('disabled'), 'skip'],
  ['no answer', gap('timeout'), 'unknown'],
] as const)('%s', (_, answer, is) => {
  expect(judgement(check, { 'social.facebook': answer, 'http.login': on }).is).toBe(is);
});

test('never passes, and runs only where somebody asks', () => {
  expect(judgement(check, { 'social.facebook': gap('disabled'), 'http.login': loginPage() }).is).toBe('skip');
  expect(check.onlyWhenSelected).toBe(true);
});
