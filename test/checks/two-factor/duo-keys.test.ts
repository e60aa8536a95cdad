/** Duo's answers, the log's lines and what can only be looked up: the checks that judge the operator's keys. */
import { describe, expect, test } from 'vitest';
import credentials from '../../../checks/two-factor/duo-credentials-invalid.js';
import malformed from '../../../checks/two-factor/duo-key-malformed.js';
import type_ from '../../../checks/two-factor/duo-application-type-wrong.js';
import { duoHealth, duoMalformed, duoRefusal, duoSetup, duoUnreached, inUse, logged } from '../../support/duo-facts.js';
import { gap, judgement, type Recorded } from '../../support/judge.js';

const frameless = 'invalid_client: Integration type does not support frameless access.';
const signature = 'invalid_client: Failed to verify signature.';
const assertion = 'invalid_client: The provided client_assertion was invalid.';
const day = 24 * 3600;
const noKeys = gap('disabled', 'give DUO_CLIENT_ID');

/** is and confidence of both checks: the application's type, the keys. */
function said(recorded: Recorded): readonly string[] {
  return [type_, credentials].map((check) => {
    const found = judgement(check, recorded);
    return 'confidence' in found ? `${found.is} ${found.cause} ${found.confidence}` : found.is;
  });
}

const wrongType = (how: string) => `${how.split(' ')[0]} duo-application-type-wrong ${how.split(' ')[1]}`;
const wrongKeys = (how: string) => `${how.split(' ')[0]} duo-credentials-invalid ${how.split(' ')[1]}`;

describe("Duo's answer", () => {
  test.each([
    ['OK', duoHealth(), ['pass', 'pass']],
    ['frameless', duoRefusal(frameless), [wrongType('fail proved'), 'pass']],
    ['signature', duoRefusal(signature), ['skip', wrongKeys('fail proved')]],
    ['assertion', duoRefusal(assertion), ['skip', wrongKeys('fail likely')]],
    ['another refusal', duoRefusal('Too many requests', { status: 429, code: 42901 }), ['skip', 'unknown']],
    ['a refusal without words', duoRefusal(null), ['skip', 'unknown']],
    ['not Duo', duoHealth({ stat: null, status: 502 }), ['unknown', 'unknown']],
    ['none', duoUnreached, ['skip', 'skip']],
    ['not asked, for the keys are malformed', duoMalformed, ['skip', 'skip']],
  ] as const)('%s', (_, health, expected) => {
    expect(said({ 'duo.health': health, 'duo.setup': inUse })).toEqual(expected);
  });

  test('stands over what the log says', () => {
    expect(said({ 'duo.health': duoHealth(), 'logs.whmcs': logged('duo-frameless', 60) })).toEqual(['pass', 'pass']);
  });

  test('did not come', () => {
    expect(said({ 'duo.health': gap('timeout'), 'duo.setup': inUse })).toEqual(['unknown', 'unknown']);
  });
});

describe('without keys', () => {
  test.each([
    ['a recent line about the type', logged('duo-frameless', day), [wrongType('warn likely'), 'skip']],
    ['a recent line about the signature', logged('duo-signature', day), ['skip', wrongKeys('warn likely')]],
    ['an old line', logged('duo-frameless', 8 * day), ['skip', 'skip']],
    ['a line without a time', logged('duo-frameless', null), ['skip', 'skip']],
    ['a line of another kind', logged('duo-login-failed', day), ['skip', 'skip']],
    ['no log', gap('absent'), ['skip', 'skip']],
  ] as const)('%s', (_, log, expected) => {
    expect(said({ 'duo.health': noKeys, 'duo.setup': inUse, 'logs.whmcs': log })).toEqual(expected);
  });

  test('nobody uses Duo, or it cannot be seen', () => {
    expect(said({ 'duo.health': noKeys, 'duo.setup': duoSetup() })).toEqual(['pass', 'pass']);
    expect(said({ 'duo.health': noKeys, 'duo.setup': duoSetup({ admins: null, users: null }) })).toEqual(['skip', 'skip']);
    expect(said({ 'duo.health': noKeys, 'duo.setup': gap('denied') })).toEqual(['skip', 'skip']);
  });

  test('says which variables to give and which screen to look at', () => {
    const found = judgement(credentials, { 'duo.health': gap('disabled'), 'duo.setup': inUse });
    expect(found).toMatchObject({ is: 'skip', reason: expect.stringMatching(/DUO_CLIENT_ID.*Duo Admin Panel/) as string });
  });
});

test('the form of the keys', () => {
  expect(judgement(malformed, { 'duo.health': duoHealth() }).is).toBe('pass');
  expect(judgement(malformed, { 'duo.health': duoMalformed })).toMatchObject({
    is: 'fail',
    cause: 'duo-key-malformed',
    subject: 'client id',
    evidence: [{ saw: '21 characters', want: '20 characters' }],
  });
  expect(judgement(malformed, { 'duo.health': gap('disabled') }).is).toBe('skip');
  expect(judgement(malformed, { 'duo.health': gap('io') }).is).toBe('unknown');
});
