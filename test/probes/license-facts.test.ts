import { describe, expect, it } from 'vitest';
import { LookFailed } from '../../src/logic/failure.js';
import cliCallers from '../../src/probes/install-cli-callers.js';
import licenseContext from '../../src/probes/license-context.js';
import type { Fact, InstallConfiguration, PhpRequest, ProcessSeen, ServerVariableLine, WebServer } from '../../src/model.js';
import { fakeFiles, fakeHost, look, seen, unseen, type FakeFile } from '../support/fake-host.js';

const root = {
  path: '/srv/whmcs',
  realPath: '/srv/whmcs',
  owner: { uid: 1000, gid: 1000, name: 'acme' },
  markers: [],
  filesVersion: null,
} as const;
const none = (): void => {};

const line = (name: ServerVariableLine['name'], value: string | null, more: Partial<ServerVariableLine> = {}): ServerVariableLine => ({
  name,
  value,
  follows: null,
  written: false,
  where: `/etc/nginx/${name}:1`,
  ...more,
});
// no other part of these facts is looked at
const server = (...serverVariables: readonly ServerVariableLine[]): Fact<WebServer> =>
  seen({ file: '/etc/nginx/site', serverVariables } as unknown as WebServer);
const request = (serverName: string | null, serverAddr: string | null): Fact<PhpRequest> =>
  seen({ serverName, serverAddr } as unknown as PhpRequest);

describe('license.context', () => {
  const observe = async (
    given: {
      readonly web?: Fact<WebServer>;
      readonly request?: Fact<PhpRequest>;
      readonly files?: Readonly<Record<string, string | FakeFile>>;
      readonly overrides?: readonly string[];
      readonly url?: string;
    } = {},
  ) => {
    const configuration = seen({
      serverOverrides: (given.overrides ?? []).map((key) => ({ key, line: 3 })),
    } as unknown as InstallConfiguration);
    const wants = {
      'web.server': given.web ?? unseen(),
      'php.request': given.request ?? unseen('disabled'),
      'install.configuration': configuration,
      'site.url': seen({ url: given.url ?? 'https://billing.test/', from: 'database' } as const),
    };
    const host = fakeHost({ files: fakeFiles(given.files ?? {}) });
    return (await licenseContext.observe(look(host, { 'install.root': root }, wants), none)).value;
  };

  it('takes what the web server gives to PHP: of two lines the later', async () => {
    const value = await observe({
      web: server(
        line('SERVER_ADDR', '203.0.113.5', { written: true, where: '/etc/nginx/site:9' }),
        line('SERVER_ADDR', '10.0.0.5', { follows: 'connection' }),
        line('SERVER_NAME', 'billing.test'),
      ),
    });
    expect(value).toMatchObject({
      seenBy: 'configuration',
      serverName: { value: 'billing.test', replaces: null },
      serverAddress: { value: '10.0.0.5', replaces: { value: '203.0.113.5', where: '/etc/nginx/site:9' } },
      addressClass: 'private',
      siteHost: 'billing.test',
      container: false,
      directory: { path: '/srv/whmcs', real: '/srv/whmcs' },
      cronPath: null,
    });
  });

  it('believes a request before the files', async () => {
    const value = await observe({ web: server(line('SERVER_NAME', 'billing.test')), request: request('_', '172.18.0.3') });
    expect(value).toMatchObject({
      seenBy: 'request',
      serverName: { value: '_' },
      serverAddress: { value: '172.18.0.3' },
      addressClass: 'private',
    });
  });

  it('tells what is not given from what is not seen', async () => {
    expect(await observe()).toMatchObject({ serverName: null, serverAddress: null, addressClass: null });
    expect(await observe({ web: server() })).toMatchObject({ serverName: null, serverAddress: null });
    expect(await observe({ web: server(line('SERVER_ADDR', '192.0.2.1')) })).toMatchObject({ serverName: { value: null, follows: null } });
  });

  it('knows containers, overrides and where moved crons look', async () => {
    const value = await observe({
      files: { '/.dockerenv': '', '/srv/whmcs/crons/config.php': "<?php $whmcspath = '/home/old/whmcs/'; $secret = 'x1';" },
      overrides: ['SERVER_ADDR', 'HTTPS'],
    });
    expect(value).toMatchObject({ container: true, overrides: ['SERVER_ADDR'], cronPath: '/home/old/whmcs' });
    expect(JSON.stringify(value)).not.toContain('x1');
    for (const text of ['<?php $whmcspath = getenv("X");', '<?php $whmcspath =', "<?php $whmcspath = 'relative/';", ''])
      expect((await observe({ files: { '/srv/whmcs/crons/config.php': text } })).cronPath).toBeNull();
  });
});

describe('install.cli-callers', () => {
  const worker = "<?php require '/srv/whmcs/init.php';";
  const process = (argv: readonly string[], more: Partial<ProcessSeen> = {}): ProcessSeen => ({
    pid: 77,
    ppid: 1,
    uid: 1000,
    gid: 1000,
    argv,
    exe: null,
    cwd: '/srv/tools',
    root: '/',
    ...more,
  });
  const observe = async (files: Readonly<Record<string, string | FakeFile>>, processes: readonly ProcessSeen[] | null = []) => {
    const shell = {
      processes: async () => {
        if (processes === null) throw new LookFailed('denied', 'no list');
        return processes;
      },
    };
    return (await cliCallers.observe(look(fakeHost({ files: fakeFiles(files), shell }), { 'install.root': root }), none)).value;
  };

  it("finds the owner's scripts, not WHMCS's own and not those of others", async () => {
    const value = await observe({
      '/var/spool/cron/crontabs/acme':
        '*/5 * * * * php -q /srv/whmcs/crons/cron.php\n* * * * * php /srv/tools/mark.php --password=secret1\n',
      '/var/spool/cron/crontabs/other': '* * * * * php /home/other/x.php\n',
      '/etc/cron.d/tools': '0 1 * * * www-data php /srv/whmcs/modules/mine.php\n',
      '/srv/tools/mark.php': worker,
      '/srv/whmcs/crons/cron.php': worker,
      '/srv/whmcs/modules/mine.php': "<?php require __DIR__ . '/../init.php';",
      '/home/other/x.php': worker,
    });
    expect(value).toEqual({
      callers: [
        { script: '/srv/tools/mark.php', by: 'crontab', where: '/var/spool/cron/crontabs/acme:2', calls: 'init.php' },
        { script: '/srv/whmcs/modules/mine.php', by: 'crontab', where: '/etc/cron.d/tools:1', calls: 'init.php' },
      ],
      looked: 2,
      unread: [],
    });
  });

  it('finds workers that run', async () => {
    const value = await observe({ '/srv/tools/worker.php': '<?php localAPI("X");' }, [
      process(['php', 'worker.php']),
      process(['php', '/home/stranger/x.php'], { uid: 4242 }),
      process(['php-fpm: pool billing']),
      process(['/usr/bin/php', '/srv/tools/gone.php']),
    ]);
    expect(value.callers).toEqual([{ script: '/srv/tools/worker.php', by: 'process', where: 'process 77', calls: 'localAPI' }]);
  });

  it('says what it could not read', async () => {
    const denied = { fails: new LookFailed('denied', 'no') };
    const value = await observe({ '/etc/crontab': '* * * * * root php /srv/whmcs/x.php\n', '/srv/whmcs/x.php': denied }, null);
    expect(value).toEqual({ callers: [], looked: 0, unread: ['the list of processes', '/srv/whmcs/x.php'] });
  });
});
