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
