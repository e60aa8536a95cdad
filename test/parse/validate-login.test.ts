import { describe, expect, test } from 'vitest';
import {
  parseSessionIpSetting,
  parseValidateLogin,
  sessionIpValidation,
  sessionTokensIn,
  withSealedMessage,
} from '../../src/parse/validate-login.js';

const token = '5f3cde1b0a2c4e6f8091a2b3c4d5e6f708192a3b';
const valid = { is: 'valid', userId: 1, contactId: null, twoFactorEnabled: false, sessionTokenReturned: true };
const read = (answer: unknown) => parseValidateLogin(JSON.stringify(answer));

describe('every documented generation', () => {
  test('2016: a client, and a contact of a client', () => {
    expect(read({ result: 'success', userid: 7, passwordhash: token })).toEqual({ ...valid, userId: 7, twoFactorEnabled: null });
    expect(read({ result: 'success', userid: 7, contactid: 3, passwordhash: token })).toMatchObject({ userId: 7, contactId: 3 });
    expect(read({ result: 'success', userid: 7, contactid: 0, passwordhash: token })).toMatchObject({ contactId: null });
  });

  test('2018: the sample of the documentation, with numbers and truth values as text', () => {
    expect(read({ result: 'success', userid: '1', passwordhash: token, twoFactorEnabled: 'false' })).toEqual(valid);
  });

  test('two-factor authentication is on: no token', () => {
    for (const on of [true, 'true', 1, '1', 'on', ' TRUE '])
      expect(read({ result: 'success', userid: '1', twoFactorEnabled: on })).toEqual({
        ...valid,
        twoFactorEnabled: true,
        sessionTokenReturned: false,
      });
  });

  test('text that says no is not yes', () => {
    for (const off of [false, 'false', 0, '0', '', 'off', 'no'])
      expect(read({ result: 'success', userid: 1, twoFactorEnabled: off, passwordhash: token })).toEqual(valid);
  });

  test('a value that says neither is not taken for either', () => {
    for (const odd of [null, 'maybe', 2, [], {}])
      expect(read({ result: 'success', userid: 1, twoFactorEnabled: odd })).toMatchObject({ twoFactorEnabled: null });
  });

  test('what is missing is told from what is not understood', () => {
    const odd = (more: object) => read({ result: 'success', userid: 1, ...more });
    expect(odd({ twoFactorEnabled: 'maybe' })).toMatchObject({ twoFactorOdd: 'maybe' });
    expect(odd({ twoFactorEnabled: 2 })).toMatchObject({ twoFactorOdd: '2' });
    expect(odd({ twoFactorEnabled: [token] })).toMatchObject({ twoFactorOdd: 'a list' });
    expect(odd({ twoFactorEnabled: { a: token } })).toMatchObject({ twoFactorOdd: 'an object' });
    for (const unsaid of [{}, { twoFactorEnabled: null }, { twoFactorEnabled: 'on' }])
      expect(odd(unsaid)).not.toHaveProperty('twoFactorOdd');
  });

  test('an empty token is none', () => {
    for (const none of ['', ' ', null, false, {}])
      expect(read({ result: 'success', userid: 1, passwordhash: none })).toMatchObject({ sessionTokenReturned: false });
  });
});

describe('errors', () => {
  test('the documented one', () => {
    expect(read({ result: 'error', message: 'Email or Password Invalid' })).toEqual({
      is: 'invalid',
      message: 'Email or Password Invalid',
    });
  });

  test.each([
    ['Invalid IP 203.0.113.7', { is: 'refused', kind: 'ip', address: '203.0.113.7' }],
    ['Authentication Failed', { is: 'refused', kind: 'credentials' }],
    ['Invalid Permissions: API action "validatelogin" is not allowed', { is: 'refused', kind: 'permission' }],
    ['Command Not Found', { is: 'unknown-action' }],
    ['The requested API Action could not be found', { is: 'unknown-action' }],
    ['The Email or Password Invalid', { is: 'refused', kind: 'other' }],
    ['', { is: 'refused', kind: 'other' }],
  ])('%s', (message, expected) => {
    expect(read({ result: 'error', message })).toMatchObject(expected);
  });

  test.each([
    [{}],
    [{ userid: 0 }],
    [{ userid: -1 }],
    [{ userid: 'x' }],
    [{ userid: 1.5 }],
    [{ userid: '1e3' }],
    [{ userid: [1] }],
    [{ userid: null }],
  ])('success with %j is not believed', (fields) => {
    expect(read({ result: 'success', ...fields })).toMatchObject({ is: 'odd' });
  });

  test.each([
    '',
    '<html>',
    '[]',
    'null',
    '"success"',
    '{"userid":1}',
    'result=success;userid=1',
    '<?xml version="1.0"?><whmcsapi><result>success</result>',
  ])('%j is no answer of the API', (body) => {
    expect(parseValidateLogin(body)).toMatchObject({ is: 'unintelligible' });
  });
});

describe('what could open a session is found wherever it stands', () => {
  test.each([
    [JSON.stringify({ result: 'success', passwordhash: token })],
    [JSON.stringify({ result: 'error', message: 'x', data: { login_auth_tk: [token] } })],
    [`Warning: x<br>{"passwordhash":"${token}"`],
    [`result=success;userid=1;passwordhash=${token};`],
    [`<whmcsapi><passwordhash>${token}</passwordhash></whmcsapi>`],
    [`{\\"passwordhash\\":\\"${token}\\"}`],
  ])('%s', (body) => {
    expect(sessionTokensIn(body)).toContain(token);
  });

  test('nothing else is taken for one', () => {
    expect(sessionTokensIn('{"result":"success","userid":"1","twoFactorEnabled":"false"}')).toEqual([]);
    expect(sessionTokensIn('Email or Password Invalid')).toEqual([]);
  });
});

describe('what an error repeats is sealed before it is cut', () => {
  const seal = (text: string): string => text.replaceAll('hunter22', '[secret]');
  test('of the API', () => {
    const body = withSealedMessage(JSON.stringify({ result: 'error', message: `${'x'.repeat(190)} hunter22hunter22` }), seal);
    expect(JSON.stringify(parseValidateLogin(body))).not.toContain('hunt');
  });

  test('the documented message stays, whatever the password is', () => {
    const body = '{"result":"error","message":"Email or Password Invalid"}';
    expect(withSealedMessage(body, () => '[secret]')).toBe(body);
  });

  test('of a value that should be yes or no', () => {
    const body = withSealedMessage(JSON.stringify({ result: 'success', userid: 1, twoFactorEnabled: `${'x'.repeat(36)} hunter22` }), seal);
    expect(JSON.stringify(parseValidateLogin(body))).not.toContain('hunt');
  });

  test('of a page', () => {
    expect(withSealedMessage('<p>hunter22</p>', seal)).toBe('<p>[secret]</p>');
  });
});

describe('session IP validation', () => {
  test('the setting says whether the check is switched off', () => {
    expect(sessionIpValidation('on').on).toBe(false);
    expect(sessionIpValidation('').on).toBe(true);
    expect(sessionIpValidation('0').on).toBe(true);
    expect(sessionIpValidation('perhaps').on).toBeNull();
    expect(sessionIpValidation(null).on).toBeNull();
  });

  test('of the API', () => {
    expect(parseSessionIpSetting('{"result":"success","setting":"DisableSessionIPCheck","value":"on"}')).toEqual({ on: false, why: '' });
    expect(parseSessionIpSetting('{"result":"success","setting":"DisableSessionIPCheck","value":null}').on).toBeNull();
    expect(parseSessionIpSetting('{"result":"error","message":"Invalid name for parameter setting"}')).toEqual({
      on: null,
      why: 'Invalid name for parameter setting',
    });
    expect(parseSessionIpSetting('<html>').on).toBeNull();
  });
});
