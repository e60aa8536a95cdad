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

test.each<[ReturnType<typeof pool>, readonly string[]]>([
  [pool('/etc/php/8.2/fpm/pool.d/www.conf', null), ['/usr/bin/php8.2']],
  [pool(null, '/etc/php/10.10/fpm/php.ini'), ['/usr/bin/php10.10']],
  [pool(null, '/etc/opt/remi/php74/php.ini'), ['/opt/remi/php74/root/usr/bin/php', '/usr/bin/php74']],
  [pool(null, '/opt/plesk/php/10.10/etc/php.ini'), ['/opt/plesk/php/10.10/bin/php']],
  [pool(null, '/etc/php.ini'), ['/usr/bin/php']],
  [pool('/etc/php-fpm.conf', null), ['/usr/bin/php']],
  [pool('/etc/php/8.2/fpm/pool.d/www.conf', '/opt/alt/php81/etc/php.ini'), ['/opt/alt/php81/usr/bin/php', '/usr/bin/php8.2']],
  [pool(null, null, '8.10'), ['/usr/bin/php8.10', '/usr/bin/php810', '/usr/bin/php', '/usr/local/bin/php']],
  [pool('/etc/php/8.2/fpm/pool.d/www.conf', null, '8.2'), ['/usr/bin/php8.2', '/usr/bin/php82', '/usr/bin/php', '/usr/local/bin/php']],
])('all places that %j tells of', (told, places) => {
  expect(cliPlaces(told)).toEqual(places);
});

test.each([
  '/srv/etc/php/8.2/fpm/php.ini',
  '/etc/php/.2/php.ini',
  '/etc/php/8./php.ini',
  '/etc/php/8/php.ini',
  '/srv/opt/cpanel/ea-php82/root/etc/php.ini',
  '/opt/cpanel/ea-php/etc/php.ini',
  '/srv/etc/opt/remi/php74/php.ini',
  '/etc/opt/remi/php/php.ini',
  '/srv/opt/plesk/php/8.3/etc/php.ini',
  '/opt/plesk/php/.3/etc/php.ini',
  '/opt/plesk/php/8./etc/php.ini',
  '/srv/opt/alt/php81/etc/php.ini',
  '/opt/alt/php/etc/php.ini',
  '/srv/usr/local/php83/etc/php.ini',
  '/usr/local/php/lib/php.ini',
  '/srv/usr/local/etc/php.ini',
  '/srv/etc/php-fpm.conf',
  '/srv/etc/php.ini',
])('%s is no place that anybody is known to use', (iniFile) => {
  expect(cliPlaces(pool(null, iniFile))).toEqual([]);
});

test.each([
  ['/srv/php/10.10/php.ini', '10.10'],
  ['/srv/php/.2/php.ini', null],
  ['/srv/php/8./php.ini', null],
  ['/opt/alt/php8/php.ini', null],
  ['/opt/alt/php810/php.ini', '8.10'],
  ['/opt/alt/php8123/php.ini', null],
  ['/opt/alt-php81/php.ini', '8.1'],
  ['/opt/my-php81/php.ini', null],
])('%s is of version %s', (iniFile, version) => {
  expect(poolVersion(pool(null, iniFile))).toBe(version);
  expect(poolVersion(pool(iniFile, null))).toBe(version);
});

test('the version of the pool counts before its folders', () => {
  expect(poolVersion(pool(null, '/etc/php/8.1/fpm/php.ini', '8.2'))).toBe('8.2');
});
