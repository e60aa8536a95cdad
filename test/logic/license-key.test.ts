import { expect, test } from 'vitest';
import { licenseKeyShape, malformations } from '../../src/logic/license-key.js';

test.each([
  'Leased-1a2b3c4d5e6f7a8b9c0d',
  'Owned-0123456789abcdef0123',
  'WHMCS-9f8e7d6c5b4a',
  'reseller_1a2b3c4d5e',
  'a1b2c3d4e5f6a7b8',
  'XYZ.Leased+1a2b',
])('%s could be a key', (key) => {
  expect(malformations(licenseKeyShape(key))).toEqual([]);
});

test.each([
  [' Leased-1a2b3c4d', 'white space around it'],
  ['Leased-1a2b 3c4d', 'white space inside'],
  ['Leased-1a2b3c4d\n', 'a line break'],
  ['Leased-1a2b3c4d\u00a0', 'white space around it'],
  ['“Leased-1a2b3c4d”', 'quotation marks'],
  ["'Leased-1a2b3c4d'", 'quotation marks'],
  ['Leased-1a2b3c4d&nbsp;', 'HTML'],
  ['<b>Leased-1a2b3c4d</b>', 'HTML'],
  ['Leased-1a2b\u200b3c4d', 'characters that no key has'],
  ['YOUR-LICENSE-KEY', 'a stand-in instead of a key'],
  ['your license key here', 'a stand-in instead of a key'],
  ['xxxxxxxxxxxx', 'a stand-in instead of a key'],
  ['LICENSE_KEY', 'a stand-in instead of a key'],
])('%j: %s', (key, first) => {
  expect(malformations(licenseKeyShape(key))[0]).toBe(first);
});

test('the shape holds nothing of the key', () => {
  const shape = licenseKeyShape('Leased-1a2b3c4d5e6f7a8b9c0d');
  expect(shape.length).toBe(27);
  expect(JSON.stringify(shape)).not.toMatch(/Leased|1a2b/i);
});

test.each([
  // what people put in place of a key
  ...['aa', '--', 'your-key', 'YOUR KEY', 'enter_it', 'insert-key', 'put key here', 'change-this', 'replace me', 'enter-'],
  ...['license', 'licence', 'licensekey', 'license-key', 'license key', 'licence_key', 'license-key-here', 'license_here'],
  ...['whmcs-license', 'whmcslicense', 'whmcs license key here', 'changeme', 'change-me', 'todo', 'none', 'NULL'],
])('%s stands in for a key', (text) => {
  expect(malformations(licenseKeyShape(text))[0]).toBe('a stand-in instead of a key');
});

test.each([
  ...['a', 'aab', 'baa', 'yours-1', 'my-your-key', 'enter1', 'licenses', 'xlicense', 'license-key-1', 'whmcs-key'],
  ...['nonesuch', 'anone', 'changemes', 'change', 'todos', 'nulls', 'license--key'],
])('%s does not', (text) => {
  expect(licenseKeyShape(text).sample).toBe(false);
});

test.each([
  ['&lt;', true],
  ['&nbsp;', true],
  ['&Eacutexx;', true],
  ['&abcdefgh;', true],
  ['&abcdefghi;', false],
  ['&a;', false],
  ['&#1;', true],
  ['&#160;', true],
  ['&#xa0;', true],
  ['&#XA0;', true],
  ['&#123456;', true],
  ['&#1234567;', false],
  ['&#;', false],
  ['&#zz;', false],
  ['&nbsp', false],
  ['<b', true],
  ['</b', true],
  ['<B', true],
  ['< b', false],
  ['<1', false],
])('1a2b%s holds HTML: %s', (text, markup) => {
  expect(licenseKeyShape(`1a2b${text}`).markup).toBe(markup);
});

test.each(['"', "'", '`', '‘', '’', '“', '”', '‟', '«', '»', '′', '″'])('%s is a quotation mark, and nothing else odd', (mark) => {
  expect(malformations(licenseKeyShape(`1a2b${mark}`))).toEqual(['quotation marks']);
});

test.each(['\u0007', '\u007f', 'é', '日', '\u200b'])('%j stands in no key', (letter) => {
  expect(malformations(licenseKeyShape(`1a${letter}2b`))).toEqual(['characters that no key has']);
});

test.each(['\n', '\r', '\u0085', '\u2028', '\u2029'])('%j is a line break, also where it stands around the key', (end) => {
  expect(licenseKeyShape(`1a2b${end}`).lineBreak).toBe(true);
  expect(malformations(licenseKeyShape(`1a2b${end}`))[0]).toBe('a line break');
});

test.each([
  ['\t1a2b', ['white space around it']],
  ['1a2b ', ['white space around it']],
  ['1a2b\n', ['a line break']],
  ['1a\n2b', ['a line break', 'white space inside']],
  ['1a\u00a02b', ['white space inside']],
  ['1a\t2b', ['white space inside']],
  ['~1a2b!', []],
])('%j: %j', (key, said) => {
  expect(malformations(licenseKeyShape(key))).toEqual(said);
});

test('a text is judged up to 8192 characters and counted as a whole', () => {
  const of = (length: number) => licenseKeyShape(`${'1a'.repeat(length / 2)} x`);
  expect(of(8190)).toMatchObject({ length: 8192, blanks: true, padded: false });
  expect(of(8192)).toMatchObject({ length: 8194, blanks: false, padded: false });
  expect(licenseKeyShape(`${'1a'.repeat(4095)}1 x`)).toMatchObject({ length: 8193, blanks: false, padded: true });
});

test('a letter outside the basic plane is one', () => {
  expect(licenseKeyShape('1a😀').length).toBe(3);
});
