/** Causes of time zones and cron. The clock itself is another matter: codes and tokens count seconds, which no zone changes. */
import { defineCause } from '../../index.js';
import type { Cause, ProblemId } from '../../model.js';
import { docs } from '../docs.js';
import { always, change, inSettings, look, reloadPhp, setDirective } from '../steps.js';

const problems: readonly ProblemId[] = ['system-timezone-issues'];
const zoneDocs = [docs.systemCron, docs.phpTimeZone, docs.index];

const seeCli = look(
  'See what the PHP of the crontab says, as the crontab’s user. Write the PHP as the crontab does, with its options.',
  'php -r \'echo php_ini_loaded_file(), " ", ini_get("date.timezone"), " ", date("c"), PHP_EOL;\'',
);
const setWeb = setDirective('date.timezone = <your zone, as Europe/London>', 'php_admin_value[date.timezone] = <your zone>');
const setCli = change(
  'Set the same date.timezone for the PHP that cron calls: in the php.ini that the command above names first (Debian: /etc/php/<version>/cli/php.ini), or in the crontab’s line as an option of PHP, as in php -d date.timezone=Europe/London -q …/crons/cron.php.',
);
const timeOfDay = look(
  'Automation Settings > Time of Day names the hour of the daily tasks in this zone: see that it is still the one you mean.',
);
const seeCrontab = look(
  'See the crontab of the account that owns the install, and run its line once by hand as that account.',
  'crontab -l',
);
const setCron = change(
  'Let cron call it every five minutes as the account that owns the install: the PHP that serves the site, then the path of this install’s crons/cron.php. WHMCS shows the line in Automation Settings.',
  'crontab -e',
);
const seeStatus = inSettings('Automation Settings', (menu) => [
  look(`See the time of the last run on the Automation Status page (gear icon; before 8.0 ${menu}).`),
]);

export const timeZoneCauses: readonly Cause[] = [
  defineCause({
    id: 'web-cron-time-zone-differs',
    title: 'The PHP of the site and the PHP of cron live in different time zones.',
    problems,
    explanation:
      'PHP takes its zone from date.timezone of the php.ini that it reads, and the site’s PHP and the command line’s read different ones; the zone of the operating system counts for neither. WHMCS writes local times: what the site writes is hours early or late for cron, and the daily tasks run in another hour than the one that was chosen.',
    remedies: [always(seeCli, setWeb, reloadPhp, setCli, timeOfDay)],
    docs: zoneDocs,
    follows: ['time-zone-invalid', 'time-zone-overridden', 'php-cron-version-differs'],
  }),
  defineCause({
    id: 'web-cron-time-zone-rules-differ',
    title: 'The PHP of the site and the PHP of cron will be in different time zones after the next change of the clocks.',
    problems,
    explanation:
      'Their zones have the same time today and other rules for summer time: UTC and Europe/London are one in winter and an hour apart in summer. Until then nothing shows.',
    remedies: [always(seeCli, setWeb, reloadPhp, setCli)],
    docs: zoneDocs,
    follows: ['time-zone-invalid', 'time-zone-overridden'],
  }),
  defineCause({
    id: 'time-zone-invalid',
    title: 'PHP is told a time zone that does not exist, and takes UTC.',
    problems,
    explanation:
      'A misspelt date.timezone is no error that stops PHP: it writes a warning when it starts and goes on in UTC. System Health’s check PHP Timezone asks for the same. https://www.php.net/manual/en/timezones.php lists the names.',
    remedies: [always(seeCli, setWeb, reloadPhp, setCli)],
    docs: [docs.phpTimeZone, docs.systemHealth, docs.index],
  }),
  defineCause({
    id: 'time-zone-overridden',
    title: 'Code of the install sets another time zone than PHP’s configuration.',
    problems,
    explanation:
      'date_default_timezone_set() wins over php.ini from the moment it is called. In crons/config.php it reaches cron alone; in a hook only what runs after the hook was loaded; under a condition or in a function only some pages. The rest of WHMCS goes on in the other zone.',
    remedies: [
      always(
        look('See the call and who wrote it: {subject}.'),
        change('Take the call out, and set the zone that you mean as date.timezone for both the site’s PHP and cron’s.'),
        reloadPhp,
      ),
    ],
    docs: zoneDocs,
  }),
  defineCause({
    id: 'database-time-zone-differs',
    title: 'The database stamps records of WHMCS in another time zone than PHP.',
    problems,
    explanation:
      'Most times PHP writes by itself, and then the database’s zone does not matter. Some the database writes: visits of administrators before WHMCS 9.1. They are hours away from those beside them.',
    remedies: [
      always(
        look('See the zones of the database.', 'mysql -e "SELECT @@global.time_zone, @@system_time_zone, NOW(), UTC_TIMESTAMP()"'),
        change(
          'Give the database the zone of PHP: in its configuration as default_time_zone = "+01:00" or, once mysql_tzinfo_to_sql has filled its tables, by name; default_time_zone = SYSTEM follows the operating system. Restart it. Ask other users of the database first.',
        ),
      ),
    ],
    docs: [docs.mysqlTimeZone, docs.index],
    follows: ['web-cron-time-zone-differs', 'time-zone-invalid', 'time-zone-overridden'],
  }),
  defineCause({
    id: 'php-cron-version-differs',
    title: 'Cron calls another version of PHP than the one that serves the site.',
    problems,
    beyondTable: true,
    explanation:
      'Each version of PHP has a php.ini, extensions and an ionCube Loader of its own: a zone, a license check or a module can work on the site and fail in cron. System Health’s check Cron PHP Version Mismatch asks for the same.',
    remedies: [
      always(
        look('See which PHP the crontab calls.', 'crontab -l'),
        change(
          'Name the site’s PHP in the crontab’s line by its full path: /usr/bin/php<version> on Debian, /usr/local/bin/ea-php<version> on cPanel, /opt/plesk/php/<version>/bin/php on Plesk.',
          'crontab -e',
        ),
      ),
    ],
    docs: [docs.systemCron, docs.systemHealth],
  }),
  defineCause({
    id: 'cron-not-running',
    title: 'WHMCS’s cron does not run.',
    problems: ['system-timezone-issues', 'unsent-general-emails'],
    explanation:
      'Everything that WHMCS does by itself waits for cron.php: invoices, reminders, mails in the queue, the clearing of what has expired. WHMCS wants a run every five minutes, at least one per hour, and its daily tasks within 24 hours.',
    remedies: [
      ...seeStatus,
      always(
        seeCrontab,
        setCron,
        change('Where no cron daemon runs, start it; its name is crond on RHEL and its family.', 'systemctl enable --now cron'),
        look('A run by hand shows what stops it: an error of PHP, of the ionCube Loader, of the database.'),
      ),
    ],
    docs: [docs.systemCron, docs.systemHealth],
    follows: ['cron-path-wrong', 'php-too-old', 'php-too-new', 'ioncube-missing', 'ioncube-too-old', 'whmcs-upgrade-unfinished'],
  }),
  defineCause({
    id: 'daily-cron-hour-missed',
    title: 'Cron runs, but never in the hour of the daily tasks.',
    problems: ['system-timezone-issues', 'unsent-general-emails'],
    explanation:
      'The daily tasks run at the first call inside the hour that Time of Day names, in the zone of cron’s PHP. A crontab that calls it once a day, or a few times, in the zone of the operating system, can miss that hour every day.',
    remedies: [always(setCron, seeCli, timeOfDay)],
    docs: [docs.dailyTasks, docs.systemCron],
    follows: ['web-cron-time-zone-differs', 'time-zone-invalid', 'time-zone-overridden'],
  }),
  defineCause({
    id: 'cron-path-wrong',
    title: 'The crontab does not lead to this install’s cron.php.',
    problems: ['system-timezone-issues', 'unsent-general-emails'],
    explanation:
      'After a move, an upgrade of PHP or a copy of the install the crontab still names the old path, a PHP that was removed, or a folder of crons whose config.php points $whmcspath at another install: cron then runs nothing, or works for the wrong one.',
    remedies: [
      always(
        seeCrontab,
        setCron,
        change(
          'Where the folder crons was moved: $whmcspath of the config.php beside cron.php must be the absolute path of this install, with a closing slash.',
        ),
      ),
    ],
    docs: [docs.systemCron],
  }),
];
