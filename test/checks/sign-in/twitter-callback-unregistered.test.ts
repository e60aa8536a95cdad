import { expect, test } from 'vitest';
import check from '../../../checks/sign-in/twitter-callback-unregistered.js';
import type { TwitterCallback } from '../../../src/model.js';
import { gap, judgement, judgements } from '../../support/judge.js';

const answer = (status: number, code: number | null, more: Partial<TwitterCallback> = {}): TwitterCallback => ({
  callback: 'https://billing.example.com/index.php',
  callbackFrom: 'operator',
  accepted: false,
  status,
  code,
  message: null,
  control: null,
  keyShape: '25 characters',
  clock: null,
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
  ['malformed header', answer(400, 215), 'fail', 'twitter-credentials-invalid'],
  ['invalid token', answer(401, 89), 'fail', 'twitter-credentials-invalid'],
  ['clock, which is another check', answer(401, 135), 'skip', undefined],
  ['clock, as only the control says', answer(401, null, { control: { accepted: false, status: 401, code: 135 } }), 'skip', undefined],
  ['access level', answer(403, 453), 'fail', 'twitter-access-level'],
  [
    'refused in other words, with keys that the control proves',
    answer(403, null, { control: { accepted: true, status: 200, code: null } }),
    'fail',
    'twitter-callback-unregistered',
  ],
  [
    'out of order, with keys that the control proves',
    answer(503, null, { control: { accepted: true, status: 200, code: null } }),
    'unknown',
    undefined,
  ],
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

test('a callback is named as the settings can hold it, without its query', () => {
  const callback = 'https://billing.example.com/index.php?rp=/auth/provider/twitter_oauth/callback';
  expect(judgement(check, { 'social.twitter': answer(403, 415, { callback }) })).toMatchObject({
    subject: 'https://billing.example.com/index.php',
  });
});

test('an accepted callback does not prove the access level', () => {
  const said = judgements(check, { 'social.twitter': answer(200, null, { accepted: true }) });
  expect(said.map(({ is }) => is)).toEqual(['pass', 'skip']);
});

test('refused keys are shown by their shape', () => {
  const found = judgement(check, { 'social.twitter': answer(401, 32, { keyShape: '34 characters' }) });
  expect(found).toMatchObject({ evidence: expect.arrayContaining([expect.objectContaining({ saw: '34 characters' })]) as unknown });
});
