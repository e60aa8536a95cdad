import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  parseCheckOrigin,
  parseFacebookDomains,
  parseFacebookToken,
  parseRequestToken,
  parseTwitterError,
} from '../../src/parse/provider-answers.js';

test.each([
  ['{"valid":true}', true],
  ['{"valid":false,"blocked":false,"suppressed":false}', false],
  ['{"valid":"false"}', null],
  ['<html>', null],
  ['', null],
  ['[]', null],
])("Google's %s", (body, valid) => {
  expect(parseCheckOrigin(body)).toBe(valid);
});

const callback =
  'Callback URL not approved for this client application. Approved callback URLs can be adjusted in your application settings';
test.each([
  [`{"errors":[{"code":415,"message":"${callback}"}]}`, 415, callback],
  [`<?xml version="1.0" encoding="UTF-8"?><errors><error code="415">${callback}</error></errors>`, 415, callback],
  ['{"errors":[{"code":32,"message":"Could not authenticate you."}]}', 32, 'Could not authenticate you.'],
  ['{"title":"Unauthorized","detail":"Unauthorized"}', null, 'Unauthorized'],
  ['Failed to validate oauth signature and token', null, 'Failed to validate oauth signature and token'],
  ['', null, null],
])("X's error %j", (body, code, message) => {
  expect(parseTwitterError(body)).toEqual({ code, message });
});

test("X's request token", () => {
  expect(parseRequestToken('oauth_token=abc&oauth_token_secret=def&oauth_callback_confirmed=true')).toEqual({
    token: 'abc',
    secret: 'def',
    confirmed: true,
  });
  expect(parseRequestToken('<html>')).toMatchObject({ token: '', confirmed: false });
});

test("Facebook's answers", () => {
  expect(parseFacebookToken('{"access_token":"1|x","token_type":"bearer"}')).toEqual({ token: '1|x' });
  expect(parseFacebookToken('{"error":{"message":"Error validating client secret.","type":"OAuthException","code":1}}')).toEqual({
    error: { code: 1, message: 'Error validating client secret.' },
  });
  expect(parseFacebookToken('<html>')).toBeNull();
  expect(parseFacebookDomains('{"name":"x","app_domains":["example.com",7]}')).toEqual(['example.com']);
  expect(parseFacebookDomains('{"name":"x"}')).toBeNull();
});

test('never throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.json()),
      (body) =>
        void [
          parseCheckOrigin(body),
          parseTwitterError(body),
          parseRequestToken(body),
          parseFacebookToken(body),
          parseFacebookDomains(body),
        ],
    ),
  );
});
