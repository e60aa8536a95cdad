import { describe, expect, test } from 'vitest';
import cron from '../../src/probes/cron-state.js';
import database from '../../src/probes/zone-database.js';
import zone from '../../src/probes/zone-system.js';
import { LookFailed } from '../../src/logic/failure.js';
import type { DatabaseSchema, InstallRoot, Row } from '../../src/model.js';
import { fakeFiles, fakeHost, look, seen, unseen, type FakeFile } from '../support/fake-host.js';

const root: InstallRoot = {
  path: '/srv/billing',
  realPath: '/srv/billing',
  owner: { uid: 1000, gid: 1000, name: 'acme' },
  markers: [],
  filesVersion: '8.11.2',
};
const schema: DatabaseSchema = {
  tables: {
    tblconfiguration: ['setting', 'value'],
    tblactivitylog: ['id', 'date', 'description', 'ipaddr'],
    tbltask_status: ['last_run'],
    tbladminlog: ['id', 'logintime', 'lastvisit'],
  },
};

function hostWith(
  files: Readonly<Record<string, string | FakeFile>>,
  rows: (sql: string) => readonly Row[] = () => [],
  processes: readonly string[] = [],
) {
  return fakeHost({
    files: fakeFiles(files),
    shell: {
      processes: async () => processes.map((name) => ({ argv: [name] })) as never,
      account: async (who) => (who === 'acme' ? { name: 'acme', uid: 1000, gid: 1000, groups: [1000], home: '/home/acme' } : null),
    },
    database: { select: async (_name: string, sql: string) => rows(sql) },
  });
}

const spool = '/var/spool/cron/crontabs/acme';
const install = { '/srv/billing/init.php': '<?php', '/srv/billing/crons/cron.php': '<?php', '/usr/bin/php': '' };

describe('cron.state', () => {
  const observe = async (
    files: Readonly<Record<string, string | FakeFile>>,
    rows?: (sql: string) => readonly Row[],
    processes?: readonly string[],
  ) =>
    (
      await cron.observe(
        look(hostWith(files, rows, processes), { 'install.root': root }, { 'database.schema': seen(schema) }),
        () => undefined,
      )
    ).value;

  test('the line that leads here', async () => {
    const value = await observe({ ...install, [spool]: '*/5 * * * * /usr/bin/php -q /srv/billing/crons/cron.php\n' });
    expect(value.commands).toMatchObject([
      {
        where: `${spool}:1`,
        runsAs: 'acme',
        php: '/usr/bin/php',
        phpExists: true,
        script: '/srv/billing/crons/cron.php',
        leadsTo: 'this',
        whmcsPath: null,
      },
    ]);
  });

  test.each<[string, string, Readonly<Record<string, string>>, string]>([
    ['a script that is not there', '/old/crons/cron.php', {}, 'nothing'],
    ['a script without an install above it', '/home/acme/crons/cron.php', { '/home/acme/crons/cron.php': '' }, 'nothing'],
    [
      "the owner's other install",
      '/home/acme/shop/crons/cron.php',
      { '/home/acme/shop/crons/cron.php': '', '/home/acme/shop/init.php': '' },
      'another',
    ],
    [
      'a moved folder',
      '/home/acme/crons/cron.php',
      { '/home/acme/crons/cron.php': '', '/home/acme/crons/config.php': "<?php $whmcspath = '/srv/billing/';" },
      'this',
    ],
    [
      'a moved folder that leads to nothing',
      '/home/acme/crons/cron.php',
      { '/home/acme/crons/cron.php': '', '/home/acme/crons/config.php': "<?php $whmcspath = '/srv/old/';" },
      'nothing',
    ],
    [
      'a path that only PHP knows',
      '/home/acme/crons/cron.php',
      { '/home/acme/crons/cron.php': '', '/home/acme/crons/config.php': "<?php $whmcspath = getenv('X');" },
      'unknown',
    ],
    ['a folder below the home folder', 'whmcs/crons/cron.php', { '/home/acme/whmcs/crons/cron.php': '' }, 'nothing'],
    [
      'a moved folder below the home folder',
      '~/crons/cron.php',
      { '/home/acme/crons/cron.php': '', '/home/acme/crons/config.php': "<?php $whmcspath = '/srv/billing/';" },
      'this',
    ],
    ['what the shell fills in', '$WHMCS/crons/cron.php', {}, 'unknown'],
    ['an address', 'https://bob:secret@www.billing.test/crons/cron.php', {}, 'unknown'],
  ])('%s', async (_, script, files, leadsTo) => {
    const value = await observe({ ...install, ...files, [spool]: `*/5 * * * * /usr/bin/php -q ${script}\n` });
    expect(value.commands).toMatchObject([{ leadsTo }]);
    expect(JSON.stringify(value)).not.toContain('secret');
  });

  test('a PHP that was removed', async () => {
    const value = await observe({ ...install, [spool]: '*/5 * * * * /opt/php74/bin/php /srv/billing/crons/cron.php\n' });
    expect(value.commands).toMatchObject([{ phpExists: false, leadsTo: 'this' }]);
  });

  test('what WHMCS recorded', async () => {
    const value = await observe(install, (sql) => {
      if (sql.includes('tblconfiguration'))
        return [
          { setting: 'lastDailyCronInvocationTime', value: '2026-01-18 09:00:00' },
          { setting: 'LastCronInvocationTime', value: 'never' },
          { setting: 'DailyCronExecutionHour', value: '09' },
        ];
      if (sql.includes('tbltask_status')) return [{ at: '2026-01-18 11:55:00' }];
      return [
        { at: '2026-01-18 11:50:00', begins: 'Cron Job', visitor: 0 },
        { at: '2026-01-18 11:49:00', begins: 'User Log', visitor: 1 },
        { at: '2026-01-18 11:48:00', begins: 'Invoice ', visitor: 0 },
      ];
    });
    expect(value.runs.map(({ what, at }) => `${what} ${at}`)).toEqual([
      'daily 2026-01-18 09:00:00',
      'any 2026-01-18 11:55:00',
      'any 2026-01-18 11:50:00',
    ]);
    expect(value).toMatchObject({ dailyHour: '09', log: { cronEntries: 1, newestVisitor: '2026-01-18 11:49:00', shift: null } });
  });

  test.each([
    [['/usr/sbin/cron', '-f'], true],
    [['crond'], true],
    [['nginx: master process'], false],
    [['/lib/systemd/systemd', 'nginx'], null],
  ])('processes %o: a daemon runs: %o', async (processes, daemon) => {
    expect((await observe(install, undefined, processes)).daemon).toBe(daemon);
  });

  test('neither crontab nor database: that is no state of a cron', async () => {
    const nothing = cron.observe(
      look(hostWith(install), { 'install.root': root }, { 'database.schema': unseen('denied') }),
      () => undefined,
    );
    await expect(nothing).rejects.toBeInstanceOf(LookFailed);
  });
});

describe('zone.system', () => {
  const observe = async (files: Readonly<Record<string, string | FakeFile>>) =>
    (await zone.observe(look(hostWith(files), { 'install.root': root }), () => undefined)).value;

  test('every place in which a zone can be set', async () => {
    const call = (name: string) => `<?php date_default_timezone_set('${name}');`;
    const value = await observe({
      '/etc/localtime': { stat: { kind: 'link', link: '../usr/share/zoneinfo/Europe/Berlin' } },
      '/srv/billing/configuration.php': call('Asia/Tokyo'),
      '/srv/billing/includes/hooks/a.php': call('Asia/Seoul'),
      '/srv/billing/includes/hooks/readme.txt': call('UTC'),
      '/srv/billing/crons/config.php': call('Asia/Dubai'),
    });
    expect(value.operatingSystem).toEqual({ name: 'Europe/Berlin', source: '/etc/localtime' });
    expect(value.setters.map(({ place, zone: name }) => `${place} ${name}`)).toEqual([
      'crons Asia/Dubai',
      'configuration Asia/Tokyo',
      'hook Asia/Seoul',
    ]);
  });

  test('crons that were moved', async () => {
    const value = await observe({
      '/srv/billing/configuration.php': "<?php\n$crons_dir = '/home/acme/crons/';\n",
      '/home/acme/crons/config.php': "<?php date_default_timezone_set('Asia/Dubai');",
    });
    expect(value.setters).toMatchObject([{ file: '/home/acme/crons/config.php', place: 'crons' }]);
  });

  test('a copy in the place of the link, and a file that is closed', async () => {
    const value = await observe({
      '/etc/localtime': 'TZif2',
      '/etc/timezone': 'Asia/Kolkata\n',
      '/srv/billing/configuration.php': { fails: new LookFailed('denied', 'closed') },
    });
    expect(value.operatingSystem).toEqual({ name: 'Asia/Kolkata', source: '/etc/timezone' });
    expect(value.unread).toHaveLength(1);
  });
});

describe('zone.database', () => {
  const observe = async (rows: readonly Row[], tables: DatabaseSchema['tables'] = schema.tables) =>
    (
      await database.observe(
        look(
          hostWith({}, () => rows),
          { 'database.schema': { tables } },
        ),
        () => undefined,
      )
    ).value;

  test('visits before their log-in', async () => {
    const rows = [
      { login: '2026-01-18 11:00:00', visit: '2026-01-18 06:00:05' },
      { login: '2026-01-18 10:00:00', visit: '2026-01-18 10:30:00' },
      { login: '0000-00-00 00:00:00', visit: '' },
    ];
    expect(await observe(rows)).toEqual({ examined: 2, visitsBefore: [17_995], latestVisit: '2026-01-18 10:30:00' });
  });

  test('an older table', async () => {
    expect(await observe([], { tbladminlog: ['id'] })).toEqual({ examined: 0, visitsBefore: [], latestVisit: null });
  });
});
