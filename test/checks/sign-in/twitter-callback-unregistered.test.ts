import { expect, test } from 'vitest';
import check from '../../../checks/sign-in/twitter-callback-unregistered.js';
import type { TwitterCallback } from '../../../src/model.js';
import { gap, judgement } from '../../support/judge.js';

const answer = (status: number, code: number | null, more: Partial<TwitterCallback> = {}): TwitterCallback => ({
  callback: 'https://billing.example.com/index.php',
  callbackFrom: 'operator',
  accepted: false,
  status,
  code,
  message: null,
  ...more,
});

test.each([
  ['accepted', answer(200, null, { accepted: true }), 'pass', undefined],
  ['callback refused', answer(403, 415), 'fail', 'twitter-callback-unregistered'],
  [
    'callback refused in words',
    answer(403, null, { message: 'Callback URL not approved for this client application.' }),
    'fail',
    'twitter-callback-unregistered',
  ],
  ['callback that basic routing implies', answer(403, 415, { callbackFrom: 'basic-routing' }), 'warn', 'twitter-callback-unregistered'],
  ['callback that nobody knows', answer(403, 415, { callbackFrom: null }), 'skip', undefined],
  ['bad keys', answer(401, 32), 'fail', 'twitter-credentials-invalid'],
  ['bad keys without a code', answer(401, null), 'fail', 'twitter-credentials-invalid'],
  ['clock', answer(401, 135), 'unknown', undefined],
  ['access level', answer(403, 453), 'warn', 'twitter-credentials-invalid'],
  ['out of order', answer(503, null), 'unknown', undefined],
  ['not confirmed', answer(200, null), 'unknown', undefined],
] as const)('%s', (_, given, is, cause) => {
  const found = judgement(check, { 'social.twitter': given });
  expect(found.is).toBe(is);
  if (cause) expect(found).toMatchObject({ cause });
});

test('without keys it is skipped, without an answer unknown', () => {
  expect(judgement(check, { 'social.twitter': gap('disabled') }).is).toBe('skip');
  expect(judgement(check, { 'social.twitter': gap('timeout') }).is).toBe('unknown');
});
