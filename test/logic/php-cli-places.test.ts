import { expect, test } from 'vitest';
import { cliPlaces, poolVersion } from '../../src/logic/php-cli-places.js';

const pool = (file: string | null, iniFile: string | null, version: string | null = null) => ({ file, iniFile, version });

test.each([
  [pool('/etc/php/8.2/fpm/pool.d/www.conf', '/etc/php/8.2/fpm/php.ini', '8.2'), '/usr/bin/php8.2', '8.2'],
  [pool(null, '/etc/php/8.1/apache2/php.ini'), '/usr/bin/php8.1', '8.1'],
  [
    pool('/opt/cpanel/ea-php82/root/etc/php-fpm.d/x.conf', '/opt/cpanel/ea-php82/root/etc/php.ini'),
    '/opt/cpanel/ea-php82/root/usr/bin/php',
    '8.2',
  ],
  [pool('/etc/opt/remi/php74/php-fpm.d/www.conf', null), '/opt/remi/php74/root/usr/bin/php', '7.4'],
  [pool('/opt/plesk/php/8.3/etc/php-fpm.d/x.conf', null), '/opt/plesk/php/8.3/bin/php', '8.3'],
  [pool(null, '/opt/alt/php81/etc/php.ini'), '/opt/alt/php81/usr/bin/php', '8.1'],
  [pool('/usr/local/php83/etc/php-fpm.conf', null), '/usr/local/php83/bin/php', '8.3'],
  [pool('/usr/local/etc/php-fpm.d/www.conf', '/usr/local/etc/php/php.ini'), '/usr/local/bin/php', null],
  [pool('/etc/php-fpm.d/www.conf', '/etc/php.ini'), '/usr/bin/php', null],
  [pool('/srv/own.conf', null, '8.2'), '/usr/bin/php8.2', '8.2'],
])('%j', (told, first, version) => {
  expect(cliPlaces(told)[0]).toBe(first);
  expect(poolVersion(told)).toBe(version);
});

test('nothing told: nothing is guessed', () => {
  expect(cliPlaces(pool(null, null))).toEqual([]);
  expect(poolVersion(pool(null, null))).toBeNull();
});
