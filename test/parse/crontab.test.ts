import { describe, expect, it } from 'vitest';
import { findCronLines } from '../../src/parse/crontab.js';

const install = '/home/acme/public_html/whmcs';
const cron = `${install}/crons/cron.php`;
const first = (line: string, system = false) => findCronLines(`# comment\n${line}\n`, install, system)[0];

describe('the PHP of the line', () => {
  it.each([
    [`*/5 * * * * php -q ${cron}`, 'php'],
    [`*/5 * * * * /usr/local/bin/ea-php82 -q ${cron} >/dev/null 2>&1`, '/usr/local/bin/ea-php82'],
    [`*/5 * * * * /opt/plesk/php/8.2/bin/php ${cron}`, '/opt/plesk/php/8.2/bin/php'],
    [`*/5 * * * * /opt/alt/php81/usr/bin/php ${cron} do --TicketEscalations`, '/opt/alt/php81/usr/bin/php'],
    [`@hourly TZ=UTC /usr/bin/env php8.2 ${cron}`, 'php8.2'],
    [`*/5 * * * * cd ${install} && php crons/cron.php`, 'php'],
    [`*/5 * * * * cd ${install}/crons; nice -n 10 /usr/bin/php -q cron.php`, '/usr/bin/php'],
    [`0,30 1-5 * jan-mar mon flock -n /tmp/x php "${cron}" all`, 'php'],
    [`*/5 * * * * sh -c "cd ${install} && php ${cron}"`, 'php'],
    [`*/5 * * * * /bin/bash -lc "/usr/bin/php8.2 -q ${cron}"`, '/usr/bin/php8.2'],
    [`*/5 * * * * su - acme -c '/usr/bin/php ${cron}'`, '/usr/bin/php'],
    [`*/5 * * * * sudo -u docker php ${cron}`, 'php'],
    [`*/5 * * * * ${cron}`, null],
  ])('%s', (line, php) => {
    expect(first(line)).toMatchObject({ php, own: true, line: 2 });
  });

  it.each([
    [`*/5 * * * * www-data php ${cron}`, true, 'www-data'],
    [`*/5 * * * * sudo -u acme php ${cron}`, false, 'acme'],
    [`*/5 * * * * su - acme -s /bin/sh -c 'php -q ${cron}'`, false, 'acme'],
    [`*/5 * * * * php ${cron}`, false, null],
  ])('%s runs as %3$s', (line, system, user) => {
    expect(first(line, system)?.user).toBe(user);
  });

  it('keeps the options that decide settings, and the PATH above', () => {
    expect(
      findCronLines(`PATH="/opt/php/bin:/usr/bin"\n*/5 * * * * php -q -c /etc/x.ini -d memory_limit=512M -f ${cron}`, install, false)[0],
    ).toMatchObject({
      options: ['-q', '-c', '/etc/x.ini', '-d', 'memory_limit=512M'],
      path: '/opt/php/bin:/usr/bin',
    });
  });

  it.each([
    `# */5 * * * * php ${cron}`,
    `*/5 * * * * wget -q https://billing.test/x`,
    `MAILTO=php ${cron}`,
    `*/5 * * * * php /srv/other.php`,
    `*/5 * * * * docker exec -u www-data whmcs php -q ${cron}`,
    `*/5 * * * * cd /srv/stack && /usr/bin/docker compose exec -T app /usr/local/bin/php ${cron}`,
    `*/5 * * * * sh -c 'docker-compose run --rm cron php ${cron}'`,
    `*/5 * * * * sudo podman exec billing ${cron}`,
    `*/5 * * * * ssh web1 php ${cron}`,
  ])('%s is none', (line) => {
    expect(first(line)).toBeUndefined();
  });

  it.each([
    'php public_html/whmcs/crons/cron.php',
    'php ~/public_html/whmcs/crons/cron.php',
    'php -q "$HOME/public_html/whmcs/crons/cron.php"',
    'cd public_html/whmcs && php ./crons/cron.php',
    'cd ${HOME}/public_html && php whmcs/crons/cron.php',
  ])('%s is below the home folder', (command) => {
    expect(first(`*/5 * * * * ${command}`)).toMatchObject({ php: 'php', script: '~/public_html/whmcs/crons/cron.php' });
  });

  it.each([
    ['php ~acme/whmcs/crons/cron.php', '~acme/whmcs/crons/cron.php'],
    ['php ../whmcs/crons/cron.php', '../whmcs/crons/cron.php'],
    ['cd "$WHERE" && php crons/cron.php', 'crons/cron.php'],
    ['cd - && php crons/cron.php', 'crons/cron.php'],
    ['sudo -u acme php whmcs/crons/cron.php', 'whmcs/crons/cron.php'],
    ['su acme -c "php whmcs/crons/cron.php"', 'whmcs/crons/cron.php'],
    ['php $WHERE/crons/cron.php', '$WHERE/crons/cron.php'],
  ])('%s is where only the shell knows', (command, script) => {
    expect(first(`*/5 * * * * ${command}`)).toMatchObject({ script, own: false });
  });

  it.each([
    ['cd -P /srv/whmcs && php crons/cron.php', '/srv/whmcs/crons/cron.php'],
    ['cd /srv/whmcs && sh -c "php crons/cron.php"', '/srv/whmcs/crons/cron.php'],
    ['cd /srv && cd whmcs/x/.. && php crons/cron.php', '/srv/whmcs/crons/cron.php'],
    ['cd /srv && cd && php whmcs/crons/cron.php', '~/whmcs/crons/cron.php'],
    ['cd /srv && sudo -u acme php whmcs/crons/cron.php', '/srv/whmcs/crons/cron.php'],
    ['cd /srv && su - acme -c "php whmcs/crons/cron.php"', '~/whmcs/crons/cron.php'],
    ['cd /srv && su acme -c "php whmcs/crons/cron.php"', '/srv/whmcs/crons/cron.php'],
  ])('%s leads to %s', (command, script) => {
    expect(first(`*/5 * * * * ${command}`)).toMatchObject({ script });
  });

  it.each(['php whmcs/crons/cron.php', 'php ~/whmcs/crons/cron.php', 'php $HOME/whmcs/crons/cron.php', 'cd whmcs; php crons/cron.php'])(
    'begins in the HOME that the crontab sets: %s',
    (command) => {
      const text = `HOME="/srv/app"\n*/5 * * * * ${command}\n`;
      expect(findCronLines(text, '/srv/app/whmcs', false)[0]).toMatchObject({ script: '/srv/app/whmcs/crons/cron.php', own: true });
    },
  );

  it('reads a table of lines that name no end of containers without going over them again and again', () => {
    const line = `* * * * * ${'docker '.repeat(1160)}cron.php\n`;
    expect(findCronLines(line.repeat(240), install, false)).toEqual([]);
  }, 3000);

  it('takes a path with spaces for a path', () => {
    expect(findCronLines('*/5 * * * * php "/srv/my site/crons/cron.php"\n', '/srv/my site', false)[0]).toMatchObject({ own: true });
  });

  it("puts this install's line before another's", () => {
    const text = `* * * * * php /srv/old/crons/cron.php\n* * * * * ea-php81 ${cron}\n`;
    expect(findCronLines(text, install, false).map((line) => [line.php, line.own])).toEqual([
      ['ea-php81', true],
      ['php', false],
    ]);
  });
});
