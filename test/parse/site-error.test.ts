import fc from 'fast-check';
import { expect, test } from 'vitest';
import { siteErrorIn } from '../../src/parse/site-error.js';

test.each([
  ['Site error: the ionCube PHP Loader needs to be installed. This is a widely used PHP extension', { is: 'ioncube-missing' }],
  [
    'Site error: the file <b>/srv/billing/init.php</b> requires the ionCube PHP Loader ioncube_loader_lin_8.2.so to be installed by the website operator.',
    { is: 'ioncube-missing' },
  ],
  ['The file <b>init.php</b> cannot be decoded by this version of the ionCube Loader.', { is: 'ioncube-too-old' }],
  [
    '<br />\n<b>Fatal error</b>: The file /srv/billing/init.php was encoded by the ionCube Encoder for PHP 7.2\n and cannot run under PHP 8.1.<br />',
    { is: 'ioncube-wrong-php', encodedFor: '7.2', running: '8.1' },
  ],
  ['<h1>Down for Maintenance (Err2)</h1>', { is: 'version-mismatch' }],
  ["Database version '8.6.2-release.1' does not match file version '8.7.1-release.1'", { is: 'version-mismatch' }],
  ['<h1>Down for Maintenance (Err3)</h1>', null],
  ['<h1>Knowledgebase</h1><p>How to install the ionCube Loader</p>', null],
  ['', null],
])('%s', (html, error) => {
  expect(siteErrorIn(html)).toEqual(error);
});

test('survives anything, and soon', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 2000 }), (html) => {
      siteErrorIn(`Site error: ${html}`);
    }),
    { numRuns: 300 },
  );
  const began = performance.now();
  for (const text of ['Site error: ', 'encoded by the ionCube Encoder for PHP 7.2 ', '<', ' ', "Database version '1"])
    siteErrorIn(text.repeat(100_000));
  expect(performance.now() - began).toBeLessThan(3000);
});
