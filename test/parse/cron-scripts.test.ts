import { describe, expect, test } from 'vitest';
import { cronScripts } from '../../src/parse/cron-scripts.js';
import { isOwnCron, scriptOf, whmcsCallIn } from '../../src/parse/php-caller.js';

describe('scripts of a crontab', () => {
  test.each([
    ['*/5 * * * * php -q /srv/b/crons/cron.php', false, [['/srv/b/crons/cron.php', null]]],
    ['*/5 * * * * /usr/bin/php8.2 -d memory_limit=1G /srv/x.php arg.php >/dev/null 2>&1', false, [['/srv/x.php', null]]],
    ['@daily acme cd /srv/b && php worker.php', true, [['/srv/b/worker.php', 'acme']]],
    ['@daily php worker.php', false, []],
    ['0 1 * * * root su - acme -c "php /srv/x.php"', true, [['/srv/x.php', 'acme']]],
    ["0 1 * * * sh -c 'cd /srv; php -f x.php'", false, [['/srv/x.php', null]]],
    ['0 1 * * * sudo -u acme /opt/cpanel/ea-php82/root/usr/bin/php /srv/x.php', false, [['/srv/x.php', 'acme']]],
    ['0 1 * * * /srv/run.php', false, [['/srv/run.php', null]]],
    ['# 0 1 * * * php /srv/x.php', false, []],
    ['0 1 * * * curl -s https://b.test/x.php', false, []],
    ['PATH=/usr/bin', false, []],
    ['0 1 * * * php -r "echo 1;" /srv/x.php', false, []],
  ] as const)('%s', (line, system, wanted) => {
    expect(cronScripts(`MAILTO=""\n${line}\n`, system).map(({ script, user }) => [script, user])).toEqual(wanted);
  });

  test('knows the line', () => {
    expect(cronScripts('\n\n* * * * * php /a.php\n', false)).toEqual([{ script: '/a.php', user: null, line: 3 }]);
  });
});

test('the script of a command line', () => {
  expect(scriptOf(['/usr/bin/php', '/srv/worker.php', '--daemon'])).toBe('/srv/worker.php');
  expect(scriptOf(['php', 'artisan', 'queue:work'])).toBe('artisan');
  expect(scriptOf(['php-fpm: pool www'])).toBeNull();
  expect(scriptOf(['php', '-r', 'x'])).toBeNull();
  expect(scriptOf([])).toBeNull();
});

test("WHMCS's own scripts", () => {
  expect(isOwnCron('/srv/b/crons/anything.php', ['/srv/b'])).toBe(true);
  expect(isOwnCron('/home/acme/moved/cron.php', ['/srv/b'])).toBe(true);
  expect(isOwnCron('/home/acme/mycron.php', ['/srv/b'])).toBe(false);
});

test.each([
  ["require __DIR__ . '/init.php';", '/srv/b/mine.php', 'init.php'],
  ['require_once("/srv/b/init.php");', '/home/acme/mine.php', 'init.php'],
  ["require 'init.php'; // WHMCS", '/home/acme/mine.php', 'init.php'],
  ["require 'init.php';", '/home/acme/other-program/mine.php', null],
  ["$r = localAPI('GetClients', []);", '/home/acme/mine.php', 'localAPI'],
  ["echo 'init.php';", '/srv/b/mine.php', null],
  ["file_get_contents('https://b.test/includes/api.php')", '/srv/tools/mine.php', null],
])('%s in %s', (text, script, calls) => {
  expect(whmcsCallIn(`<?php\n${text}\n`, script, ['/srv/b'])).toBe(calls);
});
