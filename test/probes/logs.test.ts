import { describe, expect, test } from 'vitest';
import { LookFailed } from '../../src/logic/failure.js';
import logsPhp from '../../src/probes/logs-php.js';
import logsWeb from '../../src/probes/logs-web.js';
import logsWhmcs from '../../src/probes/logs-whmcs.js';
import type { InstallConfiguration, PhpPool, Row, WebServer, ZoneSetter } from '../../src/model.js';
import { fakeFiles, fakeHost, look, seen, unseen, type FakeFile } from '../support/fake-host.js';
import { phpView } from '../support/php-view.js';
import { setter, systemZone } from '../support/zone-facts.js';

const root = {
  path: '/srv/billing',
  realPath: '/srv/billing',
  owner: { uid: 1000, gid: 1000, name: 'acme' },
  markers: [],
  filesVersion: null,
};
const denied = 'PHP Warning:  session_start(): open(/s/sess_abc, O_RDWR) failed: Permission denied (13) in /x.php on line 3';
const stamp = '[22-Sep-2026 10:00:00 Europe/Berlin]';

describe('logs.php', () => {
  const observe = (files: Readonly<Record<string, string | FakeFile>>, php: string | null = null, admin: string | null = null) =>
    logsPhp.observe(
      look(
        fakeHost({ files: fakeFiles(files) }),
        { 'install.root': root },
        {
          'install.configuration':
            admin === null ? unseen() : seen({ customAdminPath: { state: 'set', value: admin, line: 3 } } as InstallConfiguration),
          'php.web': php === null ? unseen() : seen(phpView({ ini: { error_log: php } })),
          'php.pool': seen({ kind: 'fpm', version: '8.2', file: '/etc/php/8.2/fpm/pool.d/www.conf' } as PhpPool),
        },
      ),
      () => {},
    );

  test('looks where the setting says, beside the scripts, and into the log of PHP-FPM', async () => {
    const { value } = await observe(
      {
        '/var/log/acme.log': `${stamp} ${denied}\n`,
        '/srv/billing/backoffice/error_log': `${stamp} ${denied}\n${stamp} ${denied}\n`,
        '/var/log/php8.2-fpm.log': '[22-Sep-2026 10:00:00] NOTICE: ready\n',
        '/etc/localtime': { stat: { kind: 'link', link: '/usr/share/zoneinfo/Asia/Tokyo' } },
      },
      '/var/log/acme.log',
      'backoffice',
    );
    expect(value.logs.map(({ source, from }) => [source, from])).toEqual([
      ['/var/log/acme.log', '2026-09-22T08:00:00.000Z'],
      ['/srv/billing/backoffice/error_log', '2026-09-22T08:00:00.000Z'],
      ['/var/log/php8.2-fpm.log', '2026-09-22T01:00:00.000Z'],
    ]);
    expect(value.hits.map(({ message, source, count }) => [message, source, count])).toEqual([
      ['session-open-denied', '/var/log/acme.log', 1],
      ['session-open-denied', '/srv/billing/backoffice/error_log', 2],
    ]);
  });

  test('nothing there is no failure, and a closed log is named', async () => {
    expect((await observe({})).value).toEqual({ logs: [], hits: [] });
    const closed = { fails: new LookFailed('denied', '/var/log/php8.2-fpm.log may not be read') };
    expect((await observe({ '/var/log/php8.2-fpm.log': closed })).value).toEqual({
      logs: [
        { source: '/var/log/php8.2-fpm.log', size: null, read: 0, from: null, to: null, unread: '/var/log/php8.2-fpm.log may not be read' },
      ],
      hits: [],
    });
  });

  test('of a long log the end is read, from a whole line on', async () => {
    const filler = `${'x'.repeat(99)}\n`.repeat(30_000);
    const { value } = await observe({ '/srv/billing/error_log': `${filler}${stamp} ${denied}\n` });
    expect(value.logs[0]?.read).toBeLessThanOrEqual(2 * 1024 * 1024);
    expect((value.logs[0]?.read ?? 0) % 100).not.toBe(0);
    expect(value.hits).toHaveLength(1);
  });
});

describe('logs.web', () => {
  test('reads the logs that the configuration names, else the packages’ own', async () => {
    const line = '2026/09/22 10:00:00 [error] 7#7: *1 upstream sent too big header while reading response header from upstream\n';
    const files = { '/var/log/site.log': line, '/var/log/nginx/error.log': line.repeat(2) };
    const observe = (errorLogs: readonly string[]) =>
      logsWeb.observe(
        look(fakeHost({ files: fakeFiles(files) }), { 'web.server': { server: 'nginx', errorLogs } as unknown as WebServer }),
        () => {},
      );
    expect((await observe(['/var/log/site.log'])).value.hits).toMatchObject([
      { message: 'header-too-big', source: '/var/log/site.log', count: 1, last: '2026-09-22T10:00:00.000Z' },
    ]);
    expect((await observe([])).value.hits).toMatchObject([{ source: '/var/log/nginx/error.log', count: 2 }]);
  });
});

describe('logs.whmcs', () => {
  const observe = async (
    tables: Readonly<Record<string, readonly string[]>>,
    rows: (sql: string) => readonly Row[],
    ...setters: readonly ZoneSetter[]
  ) =>
    (
      await logsWhmcs.observe(
        look(
          fakeHost({ database: { select: async (_: string, sql: string) => rows(sql) } }),
          { 'database.schema': { tables } },
          { 'php.web': seen(phpView({ timeZone: 'America/New_York' })), 'zone.system': seen(systemZone(...setters)) },
        ),
        () => {},
      )
    ).value;

  test('finds messages in the newest rows, dated by the clock of PHP', async () => {
    const value = await observe({ tblactivitylog: ['id', 'date', 'description'] }, () => [
      { written: '2026-09-22 10:00:00', said: 'Client Duo® Security Login Failed: invalid_client:\n Failed to verify signature.' },
      { written: '2026-09-22 09:00:00', said: 'Client Login' },
    ]);
    expect(value.hits.map(({ message, last }) => [message, last])).toEqual([
      ['duo-login-failed', '2026-09-22T14:00:00.000Z'],
      ['duo-signature', '2026-09-22T14:00:00.000Z'],
    ]);
    expect(value.logs).toMatchObject([{ source: 'tblactivitylog.description', read: 2, from: '2026-09-22T13:00:00.000Z' }]);
  });

  test('are dated by the zone that code sets, and not at all where that is not sure', async () => {
    const of = (code: ZoneSetter) =>
      observe({ tblactivitylog: ['id', 'date', 'description'] }, () => [{ written: '2026-09-22 10:00:00', said: 'Login' }], code);
    expect((await of(setter({ place: 'configuration' }))).logs).toMatchObject([{ from: '2026-09-22T01:00:00.000Z' }]);
    expect((await of(setter({ place: 'configuration', zone: null }))).logs).toMatchObject([{ from: null }]);
    expect((await of(setter({ scope: 'condition' }))).logs).toMatchObject([{ from: null }]);
  });

  test('older versions lack tables and columns', async () => {
    expect(await observe({ tblemails: ['id', 'date', 'subject'] }, () => [])).toEqual({ logs: [], hits: [] });
  });

  test('what a module is answered about licenses is not WHMCS’s own', async () => {
    const said = () => [{ written: '2026-09-22 10:00:00', said: 'License Invalid' }];
    expect((await observe({ tblmodulelog: ['id', 'date', 'response'] }, said)).hits).toEqual([]);
    expect((await observe({ tblactivitylog: ['id', 'date', 'description'] }, said)).hits).toMatchObject([{ message: 'license-invalid' }]);
  });

  test('nothing of a module’s answers is shown', async () => {
    const said = 'password=hunter2 Integration type does not support frameless access';
    const value = await observe({ tblmodulelog: ['id', 'date', 'response'] }, () => [{ written: '2026-09-22 10:00:00', said }]);
    expect(value.hits).toMatchObject([{ message: 'duo-frameless', sample: '' }]);
    expect(JSON.stringify(value)).not.toContain('hunter2');
  });
});
