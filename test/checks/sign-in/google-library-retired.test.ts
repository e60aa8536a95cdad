import { expect, test } from 'vitest';
import check from '../../../checks/sign-in/google-library-retired.js';
import { gap, judgement } from '../../support/judge.js';
import { clientId, loginPage } from '../../support/login-page.js';

test('by library', () => {
  expect(judgement(check, { 'http.login': loginPage({ google: { clientId, library: 'gis' } }) }).is).toBe('pass');
  expect(judgement(check, { 'http.login': loginPage() }).is).toBe('pass');
  expect(judgement(check, { 'http.login': loginPage({ google: { clientId, library: 'gapi' } }) })).toMatchObject({
    is: 'warn',
    cause: 'google-library-retired',
    confidence: 'possible',
  });
});

test('without the page there is no answer', () => {
  expect(judgement(check, { 'http.login': loginPage({ challenge: true, form: null }) }).is).toBe('skip');
  expect(judgement(check, { 'http.login': gap('io') }).is).toBe('unknown');
});
