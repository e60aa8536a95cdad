import { describe, expect, test } from 'vitest';
import { masked } from '../../src/logic/masked.js';
import { finderOf, strangers } from '../support/canaries.js';

describe('what could be a secret or a person', () => {
  test.each([
    ['open(/var/lib/php/sessions/sess_0123456789abcdefghijklmnopqrstuv, O_RDWR) failed', '0123456789'],
    ['hash Zm9vYmFy/MTIzNDU2+x9abcDEF0123 end', 'Zm9vYmFy'],
    ['hash $2y$10$N9qo8uLOickgx2ZMRZoMye/IjZAgcfl7p92ldGxad68LJZdL17lhWy end', 'N9qo8uLO'],
    ["#0 /x.php(3): PHPMailer->authenticate('mailuser', 'Sw0rdfish!', Array)", 'Sw0rdfish'],
    ["PHPMailer->authenticate('mailuser', 'Sw0rdfish!')", 'Sw0rdfish'],
    ['cookie WHMCSabc=qwertyuiopasdfghjklzxcvbnm end', 'qwertyuiop'],
    ['password=hunter2 end', 'hunter2'],
    ['"secret": "hunter2"', 'hunter2'],
    ['file_get_contents(https://api.example/?apikey=ABCDabcd&x=1): failed', 'ABCDabcd'],
    ['tcp://boss:hunter2@cache:6379?auth=pw7', 'hunter2'],
    ['AUTH PLAIN AGJvc3MAaHVudGVyMg', 'AGJvc3MA'],
    ['mail for john.doe@example.com refused', 'john'],
    ['client: 203.0.113.9, server: x', '203.0.113.9'],
    ['client: 2001:db8::9, server', '2001'],
    ['client: 2a01::5, server', '2a01'],
    ['from ::ffff:10.1.2.3 end', '10.1.2.3'],
    ['key 0a1b2c3d4e5f6a7b8c9d end', '0a1b2c'],
    ['key Leased-1a2b3c4d5e6f end', '1a2b3c'],
    ['authorization: bearer abc123DEF456ghi x', 'abc123'],
    ['Proxy-Authorization: Basic dTpQdzEyMzQ=', 'dTpQ'],
    ["'password' => 'SEC1abc'", 'SEC1'],
    ['{\\"password\\":\\"SuperGeheim\\"}', 'SuperGeheim'],
    ['<password>Zx9kk</password>', 'Zx9'],
    ['X-Api-Key: qwertz1', 'qwertz1'],
    ['PHPSESSID: abcdef', 'abcdef'],
    ['otp=123456', '123456'],
    ['mysql -pSEC1abc whmcs', 'SEC1'],
    ['curl -u admin:SEC1abc https://x', 'SEC1'],
    ['tool --password SEC1abc x', 'SEC1'],
    ['my password is SEC1abc and', 'SEC1'],
    ['Passwort: Sommer', 'Sommer'],
    ['пароль: Лето', 'Лето'],
    ['密码：xiatian', 'xiatian'],
    ['contraseña: verano', 'verano'],
    ['jäne@exämple.org', 'mple'],
    ['Stack trace:\n#0 /x.php(3): connect("db", "pw")', 'pw'],
  ])('%s is not shown', (text, secret) => {
    expect(masked(text)).not.toContain(secret);
  });
});

describe('secrets of every kind that nobody told the program of', () => {
  const contexts: readonly ((value: string) => string)[] = [
    (value) => `SMTP error: ${value} (line 3)`,
    (value) => `key="${value}"`,
    (value) => `password: ${value.replaceAll(' ', '')}, code 7`,
    (value) => `PDO->__construct('mysql:host=x', 'whmcs', '${value}')`,
    (value) => `https://x.test/a?b=1&token=${encodeURIComponent(value)}#x`,
    (value) => `s:4:"auth";s:${value.length}:"${value}";`,
    (value) => `535 ${Buffer.from(`\0u@b.test\0${value}`).toString('base64')} refused`,
    (value) => `env[SECRET] = ${value}`,
  ];
  test.each(Object.values(strangers).flatMap((stranger) => contexts.map((context) => [stranger, context(stranger.value)] as const)))(
    '$kind in %s',
    (stranger, text) => {
      expect(finderOf([stranger])(text)).toHaveLength(1);
      expect(finderOf([stranger])(masked(text)), masked(text)).toEqual([]);
    },
  );
});

describe('what says what happened stays', () => {
  test.each([
    'PHP Warning:  session_start(): Failed to read session data: files (path: /var/lib/php/sessions) in /home/acme/public_html/whmcs/includes/sessions.php on line 74',
    'upstream sent too big header while reading response header from upstream',
    'Remote account linking via Google has failed. Please make sure that the system clock is set properly',
    'Client Duo Security Login Failed: invalid_client: Integration type does not support frameless access.',
    '[22-Nov-2026 07:59:30 UTC] PHP Warning: x',
    '2026/11/22 07:59:30 [error] 7#7: *1 x',
    'SMTP Error: Could not connect to SMTP host. Failed to connect to server',
    '550 5.7.1 relaying denied',
    'The password is wrong and nobody knows why',
    'He says the password reset mail never arrives',
    'contraseña incorrecta en el área de clientes',
    'Login token expired at once',
    'in /usr/local/cpanel/base/whmcs/vendor/whmcs/whmcs-foundation/lib/Session.php on line 3',
  ])('%s', (text) => {
    expect(masked(text)).toBe(text);
  });
});

test('takes time that grows with the text alone', () => {
  for (const part of [
    'a',
    "('",
    '::',
    'password=',
    '//',
    'a:',
    '?a=',
    '#0 ',
    '1.',
    '@a.',
    'password ',
    'authorization: ',
    '-u a:',
    'pw is ',
  ])
    expect(masked(part.repeat(20_000)).length).toBeLessThan(400_000);
}, 5000);
