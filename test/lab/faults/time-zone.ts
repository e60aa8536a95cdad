/** Faults of time zones and of cron. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { cronRan, stamp } from '../automation.js';
import { type Lab, zoneOfCommandLine } from '../lab.js';
import { phpVersion } from '../web-server.js';
import { type Fault, phpFault } from './fault.js';

const problems = ['system-timezone-issues'];

/** The zone of the PHP of the command line; null: none is set. */
async function cliZone(zone: string | null): Promise<void> {
  if (zone === null) await rm(zoneOfCommandLine, { force: true });
  else await writeFile(zoneOfCommandLine, `date.timezone = "${zone}"\n`);
}

/** At UTC now, and not half a year away. */
const likeUtcToday =
  ['Europe/London', 'Atlantic/Azores'].find((zone) =>
    /GMT$/.test(new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).format()),
  ) ?? 'Europe/London';

async function code(lab: Lab, file: string, text: string | null): Promise<void> {
  const path = `${lab.root}/${file}`;
  if (text === null) return rm(path, { force: true });
  await mkdir(path.replace(/[^/]*$/, ''), { recursive: true });
  await writeFile(path, `<?php\n${text}\n`, { mode: 0o644 });
}

function codeFault(file: string, text: string, more: Partial<Fault> = {}): Fault {
  return {
    cause: 'time-zone-overridden',
    problems,
    ...more,
    inject: (lab) => code(lab, file, text),
    heal: (lab) => code(lab, file, null),
  };
}

const crontab = (lab: Lab, command: string): Promise<void> => lab.crontab([`*/5 * * * * ${command}`]);

const rightLine = (lab: Lab): Promise<void> => crontab(lab, `/usr/bin/php -q ${lab.root}/crons/cron.php`);

/** There is one PHP here: this one says that it is of another version. */
async function otherPhp(lab: Lab): Promise<string> {
  const other = phpVersion === '8.1' ? '8.0' : '8.1';
  const program = `${lab.folder}/php${other}`;
  await writeFile(program, `#!/bin/sh\n/usr/bin/php "$@" | sed 's/"version":"${phpVersion}[0-9.]*"/"version":"${other}.30"/'\n`, {
    mode: 0o755,
  });
  return program;
}

async function everyVisitBy(lab: Lab, zone: string): Promise<void> {
  await lab.sql(`SET GLOBAL time_zone = '${zone}'`);
  // WHMCS before 9.1 lets the database stamp an administrator's visits.
  await lab.sql('UPDATE tbladminlog SET lastvisit = NOW()');
}

export const timeZoneFaults: readonly Fault[] = [
  phpFault('web-cron-time-zone-differs', { 'date.timezone': 'America/New_York' }, { 'date.timezone': null }, { problems, root: true }),
  {
    cause: 'web-cron-time-zone-differs',
    how: "the command line's php.ini",
    problems,
    root: true,
    inject: () => cliZone('Asia/Kolkata'),
    heal: () => cliZone(null),
  },
  phpFault(
    'web-cron-time-zone-rules-differ',
    { 'date.timezone': likeUtcToday },
    { 'date.timezone': null },
    { problems, root: true, status: 1 },
  ),
  phpFault('time-zone-invalid', { 'date.timezone': 'Nope/Zone' }, { 'date.timezone': 'UTC' }, { problems, status: 1 }),
  {
    cause: 'time-zone-invalid',
    how: 'for cron alone',
    problems,
    root: true,
    inject: async (lab) => {
      await cliZone('Europe/Berlinn');
      await lab.php({ 'date.timezone': 'Europe/Berlin' });
    },
    heal: async () => {
      await cliZone('Europe/Berlin');
    },
  },
  {
    ...codeFault('includes/hooks/local_time.php', "date_default_timezone_set('Asia/Tokyo');", { how: 'in a hook', status: 1 }),
    inject: async (lab) => {
      await cliZone(null);
      await code(lab, 'includes/hooks/local_time.php', "date_default_timezone_set('Asia/Tokyo');");
    },
  },
  codeFault('crons/config.php', "date_default_timezone_set('Asia/Tokyo');", { how: 'for cron alone', root: true }),
  {
    cause: 'time-zone-overridden',
    how: 'under a condition in configuration.php',
    problems,
    status: 1,
    inject: (lab) => lab.configuration(["if (PHP_SAPI === 'cli') {", "    date_default_timezone_set('Asia/Tokyo');", '}']),
    heal: (lab) => lab.configuration([]),
  },
  {
    cause: 'database-time-zone-differs',
    problems,
    status: 1,
    inject: (lab) => everyVisitBy(lab, '-05:00'),
    heal: (lab) => everyVisitBy(lab, 'SYSTEM'),
  },
  {
    cause: 'php-cron-version-differs',
    root: true,
    status: 1,
    // That cron is late is the failure of another check.
    also: { 'cron-not-running': 'cron is late, which makes the other version worth a word' },
    args: ['--only', 'php-cron-version-differs'],
    inject: async (lab) => {
      await cronRan(75, 74);
      await crontab(lab, `${await otherPhp(lab)} -q ${lab.root}/crons/cron.php`);
    },
    heal: async (lab) => {
      await rightLine(lab);
      await cronRan(0.05, 0.05);
    },
  },
  {
    cause: 'cron-not-running',
    problems: ['system-timezone-issues', 'unsent-general-emails'],
    inject: () => cronRan(75, 74),
    heal: () => cronRan(5, 0.05),
  },
  {
    cause: 'daily-cron-hour-missed',
    problems,
    status: 1,
    inject: () => cronRan(75, 0.05),
    heal: () => cronRan(5, 0.05),
  },
  {
    cause: 'cron-path-wrong',
    problems,
    root: true,
    inject: async (lab) => {
      await cronRan(75, 74);
      await crontab(lab, `/usr/bin/php -q ${lab.root}-old/crons/cron.php`);
    },
    heal: async (lab) => {
      await rightLine(lab);
      await cronRan(0.05, 0.05);
    },
  },
  {
    cause: 'cron-path-wrong',
    how: '$whmcspath of the moved folder',
    root: true,
    inject: async (lab) => {
      await cronRan(75, 74);
      await code(lab, 'crons/config.php', `$whmcspath = '${lab.root}-old/';`);
    },
    heal: async (lab) => {
      await code(lab, 'crons/config.php', `$whmcspath = '${lab.root}/';`);
      await cronRan(0.05, 0.05);
    },
  },
  {
    cause: 'web-cron-time-zone-differs',
    how: 'as the log alone shows it',
    problems,
    root: true,
    status: 1,
    inject: async (lab) => {
      // No crontab names a PHP, so that what cron calls can only be read off its entries.
      await lab.crontab([]);
      await logTurns(lab, 5);
    },
    heal: async (lab) => {
      await rightLine(lab);
      await logTurns(lab, 0);
    },
  },
];

/** Entries of cron and of visitors in turn, cron's stamped hours behind. */
async function logTurns(lab: Lab, behind: number): Promise<void> {
  for (const minutes of [40, 30, 20]) {
    await lab.sql("INSERT INTO tblactivitylog (date, description, ipaddr) VALUES (?, 'User Logged In', '203.0.113.9')", [
      stamp((minutes + 5) / 60),
    ]);
    await lab.sql("INSERT INTO tblactivitylog (date, description, user) VALUES (?, 'Cron Job: Completed', 'System')", [
      stamp(behind + minutes / 60),
    ]);
  }
}
