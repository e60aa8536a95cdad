import { expect, test } from 'vitest';
import { httpBlocker, installBlocker, sampleOf } from '../../src/parse/login-blocker.js';

test.each([
  ['<h1>License Invalid</h1><p>Your license key <b>Leased-1</b> is invalid.', 'license-refused'],
  ['Your license key is invalid\n', 'license-refused'],
  ['<title>License Suspended</title>', 'license-refused'],
  ['No Connection\n', 'license-unreachable'],
  ['<p>WHMCS has not been able to verify your license for the last few days.</p>', 'license-unreachable'],
  ['<p>Your IP 203.0.113.7 has been banned</p>', 'address-banned'],
  ['Site error: the file requires the ionCube PHP Loader to be installed.', 'ioncube-missing'],
  ['Down for Maintenance (Err2)', 'version-mismatch'],
  ['PHP Fatal error:  Uncaught Error: x() in /srv/whmcs/a.php on line 3', 'php-error'],
])('%s', (printed, trouble) => {
  expect(installBlocker(printed)?.trouble).toBe(trouble);
});

test('what is printed by healthy installs is no blocker', () => {
  for (const printed of [
    '',
    'Warning: x in /a.php on line 3',
    'The key of your license',
    'cPanel: No Connection to the server',
    '{"result":"success"}',
  ])
    expect(installBlocker(printed)).toBeNull();
});

test.each([
  [302, '', 'redirected'],
  [404, '<h1>Not Found</h1>', 'not-found'],
  [429, '', 'rate-limited'],
  [500, '', 'server-error'],
  [503, '<title>Just a moment...</title>', 'challenged'],
  [403, 'Sorry, you have been blocked', 'firewall'],
  [200, ' \n', 'empty'],
  [200, '<html><body>Welcome', 'page'],
  [500, 'License Expired', 'license-refused'],
])('HTTP %d %s', (status, body, trouble) => {
  expect(httpBlocker(status, body)).toMatchObject({ trouble, fills: { status: String(status) } });
});

test('a sample has neither tags, escapes, secrets nor people', () => {
  const sample = sampleOf('<style>x{}</style><b>\u001b[2Jhello</b> ann@example.com password=hunter22x token: 5f3cde1b0a2c4e6f8091a2b3');
  expect(sample).toBe('[2Jhello e-mail-address password=… token: …');
});
