import { expect, test } from 'vitest';
import check from '../../../checks/sign-in/google-secret-invalid.js';
import type { GoogleOrigin, GoogleSecret } from '../../../src/model.js';
import { gap, judgement } from '../../support/judge.js';
import { clientId, loginPage } from '../../support/login-page.js';

const on = loginPage({ google: { clientId, library: 'gis' }, providers: ['google'] });
const answer = (error: string | null, description: string | null = null, status = 400): GoogleSecret => ({
  clientId,
  redirectUri: 'https://billing.example.com',
  status,
  error,
  description,
  secretShape: '35 characters',
});
const origin = (valid: boolean | null, clientRefused = false): GoogleOrigin => ({
  clientId,
  library: 'gis',
  origin: 'https://billing.example.com',
  valid,
  control: false,
  clientRefused,
  why: null,
  others: [],
  button: null,
});

test.each([
  ['accepted', answer('invalid_grant', 'Malformed auth code.'), 'pass', {}],
  ['the redirect URI first: nothing is known', answer('redirect_uri_mismatch', 'Bad Request'), 'skip', {}],
  [
    'refused, and the client is known',
    answer('invalid_client', 'Unauthorized', 401),
    'fail',
    { cause: 'google-secret-invalid', confidence: 'proved' },
  ],
  ['another error', answer('unauthorized_client'), 'unknown', {}],
  ['no answer of a token endpoint', answer(null, null, 502), 'unknown', {}],
] as const)('%s', (_, given, is, more) => {
  const found = judgement(check, { 'http.login': on, 'social.google-secret': given, 'social.google': origin(true) });
  expect(found).toMatchObject({ is, ...more });
});

test('without the origin check it may be the client as well', () => {
  const refused = (description: string | null, google: GoogleOrigin | ReturnType<typeof gap>) =>
    judgement(check, { 'http.login': on, 'social.google-secret': answer('invalid_client', description, 401), 'social.google': google });
  expect(refused('Unauthorized', gap('timeout'))).toMatchObject({ cause: 'google-secret-invalid', confidence: 'likely' });
  expect(refused('The OAuth client was not found.', gap('timeout'))).toMatchObject({ cause: 'google-client-invalid' });
  expect(refused('The OAuth client was not found.', origin(null, true))).toMatchObject({ cause: 'google-client-invalid' });
});

test('nothing to judge', () => {
  expect(judgement(check, { 'http.login': on, 'social.google-secret': gap('disabled') }).is).toBe('skip');
  expect(judgement(check, { 'http.login': on, 'social.google-secret': gap('timeout') }).is).toBe('unknown');
  expect(judgement(check, { 'http.login': loginPage(), 'social.google-secret': gap('disabled') }).is).toBe('pass');
});
