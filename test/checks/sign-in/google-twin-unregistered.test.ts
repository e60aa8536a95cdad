import { expect, test } from 'vitest';
import check from '../../../checks/sign-in/google-twin-unregistered.js';
import type { GoogleOrigin } from '../../../src/model.js';
import { gap, judgement } from '../../support/judge.js';
import { clientId, loginPage } from '../../support/login-page.js';

const on = loginPage({ google: { clientId, library: 'gis' }, providers: ['google'] });
const answer = (others: GoogleOrigin['others'], control: boolean | null = false): GoogleOrigin => ({
  clientId,
  library: 'gis',
  origin: 'https://billing.example.com',
  valid: true,
  control,
  clientRefused: false,
  why: null,
  others,
  button: null,
});
const twin = (valid: boolean | null) => [{ origin: 'https://www.billing.example.com', valid }];

test.each([
  ['no twin', answer([]), 'pass'],
  ['a registered twin', answer(twin(true)), 'pass'],
  ['a twin of which Google says nothing', answer(twin(null)), 'unknown'],
  ['a refused twin', answer(twin(false)), 'warn'],
  ['an answer that means nothing', answer(twin(false), true), 'skip'],
  ['Google not asked', gap('disabled'), 'skip'],
  ['Google silent', gap('timeout'), 'unknown'],
] as const)('%s', (_, given, is) => {
  expect(judgement(check, { 'http.login': on, 'social.google': given }).is).toBe(is);
});

test('names the twin', () => {
  expect(judgement(check, { 'http.login': on, 'social.google': answer(twin(false)) })).toMatchObject({
    cause: 'google-origin-unregistered',
    subject: 'https://www.billing.example.com',
  });
});

test('nothing to judge', () => {
  expect(judgement(check, { 'http.login': loginPage(), 'social.google': gap('disabled') }).is).toBe('pass');
  expect(judgement(check, { 'http.login': loginPage({ challenge: true, form: null }), 'social.google': gap('disabled') }).is).toBe('skip');
});
