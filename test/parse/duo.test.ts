/** Readers of what Duo answers and of what WHMCS keeps about second factors. */
import { describe, expect, test } from 'vitest';
import { parentTheme, printsChallenge } from '../../src/parse/challenge-template.js';
import { installedVersion } from '../../src/parse/composer-installed.js';
import { parseDuoAnswer } from '../../src/parse/duo-answer.js';
import { parseTwoFactorSettings } from '../../src/parse/two-factor-settings.js';

describe("Duo's answer", () => {
  test.each([
    ['{"stat":"OK","response":{"timestamp":1790000000}}', { stat: 'OK', code: null, message: null, timestamp: 1_790_000_000 }],
    [
      '{"stat":"FAIL","code":40002,"message":"invalid_client","message_detail":"Failed to verify signature.","timestamp":1790000000}',
      { stat: 'FAIL', code: 40002, message: 'invalid_client: Failed to verify signature.', timestamp: 1_790_000_000 },
    ],
    [
      '{"error":"invalid_client","error_description":"The provided client_assertion was invalid."}',
      { stat: 'FAIL', code: null, message: 'invalid_client: The provided client_assertion was invalid.', timestamp: null },
    ],
    ['{"stat":"OK","response":{"timestamp":-1}}', { stat: 'OK', timestamp: null }],
    ['{"stat":"maybe","response":[],"timestamp":"1790000000"}', { stat: null, timestamp: null }],
    ['{"stat":"FAIL","message":"a\\u001b[31mb"}', { stat: 'FAIL', message: 'a [31mb' }],
    ['<html>', { stat: null, code: null, message: null, timestamp: null }],
    ['[]', { stat: null }],
  ])('%s', (body, expected) => {
    expect(parseDuoAnswer(body)).toMatchObject(expected);
  });

  test('long texts are cut', () => {
    const long = 'x'.repeat(100_000);
    expect(parseDuoAnswer(JSON.stringify({ message: long, message_detail: long })).message?.length).toBeLessThanOrEqual(200);
  });
});

describe('2fasettings', () => {
  const modules = (inner: string) => `a:1:{s:7:"modules";${inner}}`;

  test('names, and the texts that are secrets', async () => {
    const text = modules('a:2:{s:4:"totp";a:1:{s:7:"enabled";s:2:"on";}s:11:"duosecurity";a:1:{s:9:"secretkey";s:12:"abcdefghijkl";}}');
    expect(await parseTwoFactorSettings(text)).toEqual({ names: ['totp', 'duosecurity'], secrets: ['abcdefghijkl'] });
  });

  test.each([
    '',
    '{"modules":{"duosecurity":{}}}',
    modules('O:8:"stdClass":0:{}'),
    'a:1:{s:7:"modules";s:3:"abc";}',
    'a:9:{',
    `a:1:{${'x'.repeat(300_000)}`,
  ])('%j is something else', async (text) => {
    expect(await parseTwoFactorSettings(text)).toBeNull();
  });
});

describe('the challenge page', () => {
  test.each([
    ['<div>{$challenge}</div>', true],
    ['{ $challenge nofilter }', true],
    ['{$challenges}', false],
    ['{* {$challenge} *}', false],
    ['{* {$challenge}', false],
    ['{* a *}{$challenge}{* b *}', true],
    ['{include file="$template/second-factor.tpl"}', true],
    ['', false],
  ])('%j prints it: %s', (template, prints) => {
    expect(printsChallenge(template)).toBe(prints);
  });

  test.each([
    ['name: Mine\nconfig:\n  parent: twenty-one\n', 'twenty-one'],
    ['config:\r\n  parent: "six" # the old one\r\n', 'six'],
    ["config:\n    parent: 'six'", 'six'],
    ['parent: six', null],
    ['config:\n  parent: ../../etc', null],
    ['config:\n  parent: a b', null],
    ['name: Mine', null],
  ])('%j inherits from %s', (yaml, parent) => {
    expect(parentTheme(yaml)).toBe(parent);
  });
});

test.each([
  ['{"packages":[{"name":"a/b","version":"v1.2.3"}]}', '1.2.3'],
  ['[{"name":"a/b","version":"1.1.1"}]', '1.1.1'],
  ['{"packages":[{"name":"a/c","version":"1"}]}', null],
  ['{"packages":[{"name":"a/b","version":"<b>"}]}', null],
  ['{"packages":{"name":"a/b"}}', null],
  ['nothing', null],
])('%s is version %s', (json, version) => {
  expect(installedVersion(json, 'a/b')).toBe(version);
});
