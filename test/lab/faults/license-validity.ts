/** Faults of what the license binds to, of the key, and of where it is checked from. */
import { chmod, mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { configurationPhp } from '../configuration.js';
import type { LicenseDesk } from '../license-desk.js';
import type { Lab } from '../lab.js';
import { licenseHosts, site } from '../names.js';
import { run } from '../process.js';
import { databasePassword } from '../seed.js';
import type { Fault } from './fault.js';

const invalid = ['invalid-license-errors'];
const noConnection = ['no-connection-errors'];

/** The stored result of the last check has run out: the next visit asks the license servers. */
async function due(lab: Lab): Promise<void> {
  await lab.setting('LabLocalKey', '0');
}

/** The license servers know other things of the license than what WHMCS tells them. */
function deskFault(cause: string, wrong: Partial<LicenseDesk>, heal: (desk: LicenseDesk) => void, more: Partial<Fault> = {}): Fault {
  return {
    cause,
    problems: invalid,
    ...more,
    inject: async (lab) => {
      Object.assign(lab.internet.desk, wrong);
      await due(lab);
    },
    heal: async (lab) => {
      heal(lab.internet.desk);
      await Promise.resolve();
    },
  };
}

/** The key in configuration.php is another one than the one that was bought. */
function keyFault(cause: string, line: string, more: Partial<Fault> = {}): Fault {
  return {
    cause,
    problems: invalid,
    ...more,
    inject: async (lab) => {
      await lab.configuration([line]);
      await due(lab);
    },
    heal: (lab) => lab.configuration([]),
  };
}

/** Lines after those of Debian's fastcgi.conf. */
async function phpLines(lab: Lab, lines: readonly string[]): Promise<void> {
  lab.web.state.phpLines = lines;
  await lab.web.restartServer();
}

function contextFault(cause: string, how: string, lines: readonly string[], right: readonly string[], more: Partial<Fault> = {}): Fault {
  return {
    cause,
    how,
    problems: invalid,
    inject: async (lab) => {
      await phpLines(lab, lines);
      await due(lab);
    },
    heal: async (lab) => {
      await phpLines(lab, right);
      lab.internet.desk.reissue();
    },
    ...more,
  };
}

async function fpm(lab: Lab, change: Partial<Pick<Lab['web']['state'], 'fpmThrough' | 'fpmEnvironment' | 'poolLines'>>): Promise<void> {
  Object.assign(lab.web.state, change);
  await lab.web.restartPhp();
}

const worker = `<?php
// Marks overdue services.
require __DIR__ . '/init.php';
require __DIR__ . '/admin/license.php';
require_license();
localAPI('GetHealthStatus', []);
`;

const oldOpenssl = `openssl_conf = init
[init]
ssl_conf = ssl
[ssl]
system_default = limits
[limits]
Protocol = ALL, -TLSv1.2, -TLSv1.3
CipherString = DEFAULT@SECLEVEL=0
`;

export const licenseValidityFaults: readonly Fault[] = [
  deskFault('license-refused', { directory: '/home/old/public_html' }, (desk) => desk.reissue()),
  deskFault('license-suspended', { status: 'Suspended' }, (desk) => (desk.status = 'Active')),
  deskFault('no-connection-shown', { failing: 503 }, (desk) => (desk.failing = null), { problems: noConnection }),
  keyFault('license-key-missing', "$license = '';"),
  keyFault('license-key-malformed', "$license = 'Leased-1a2b3c4d 5e6f7a8b9c0d';"),
  {
    ...keyFault('license-key-not-savable', "$license = 'Leased-another00000000000000';"),
    status: 1,
    also: { 'license-refused': 'the key that could not be stored anew is the one that is refused' },
    args: ['--only', 'license-key-not-savable'],
    heal: async (lab) => {
      const file = `${lab.root}/configuration.php`;
      await chmod(file, 0o755);
      await writeFile(file, configurationPhp({ password: databasePassword, lines: [] }));
      await chmod(file, 0o400);
      await lab.web.restartPhp();
    },
  },
  contextFault('license-server-name-unusable', 'a placeholder', ['fastcgi_param SERVER_NAME _;'], []),
  contextFault('license-server-name-unusable', 'another domain', ['fastcgi_param SERVER_NAME old.example.net;'], []),
  {
    // It still works, for the license was looked at before; nobody can mean it.
    cause: 'license-server-name-unusable',
    how: 'written as an address, before the next check',
    status: 1,
    inject: (lab) => phpLines(lab, ['fastcgi_param SERVER_NAME 192.0.2.10;']),
    heal: (lab) => phpLines(lab, []),
  },
  contextFault(
    'license-server-address-changes',
    'replaced by a later include',
    ['fastcgi_param SERVER_ADDR 192.0.2.99;', 'include fastcgi_params;', 'fastcgi_param HTTP_HOST $http_host;'],
    ['include fastcgi_params;', 'fastcgi_param HTTP_HOST $http_host;', 'fastcgi_param SERVER_ADDR 192.0.2.99;'],
    {
      inject: async (lab) => {
        await phpLines(lab, ['fastcgi_param SERVER_ADDR 192.0.2.99;', 'include fastcgi_params;', 'fastcgi_param HTTP_HOST $http_host;']);
        lab.internet.desk.addresses = ['192.0.2.99'];
        await due(lab);
      },
    },
  ),
  {
    cause: 'license-directory-moved',
    problems: invalid,
    inject: async (lab) => {
      lab.internet.desk.directory = lab.root;
      await mkdir(`${lab.folder}/releases`, { recursive: true });
      await rename(lab.root, `${lab.folder}/releases/2`).catch(() => run('mv', [lab.root, `${lab.folder}/releases/2`]));
      await symlink(`${lab.folder}/releases/2`, lab.root);
      await lab.web.restartPhp();
      await due(lab);
    },
    heal: async (lab) => {
      lab.internet.desk.reissue();
      await Promise.resolve();
    },
  },
  {
    cause: 'license-check-outside-web',
    problems: ['invalid-license-api-errors'],
    status: 1,
    args: ['--only', 'license-check-outside-web,license-cli-caller'],
    inject: async (lab) => {
      const script = `${lab.root}/mark-overdue.php`;
      await writeFile(script, worker);
      await lab.crontab([`*/5 * * * * /usr/bin/php -q ${lab.root}/crons/cron.php`, `*/10 * * * * cd ${lab.root} && php mark-overdue.php`]);
      await due(lab);
      await run('php', [script]);
      // Somebody opened the Admin Area since.
      await lab.visitor().open(`${site.url}admin/login.php`);
    },
    heal: async (lab) => {
      await lab.crontab([`*/5 * * * * /usr/bin/php -q ${lab.root}/crons/cron.php`]);
      await lab.sql("DELETE FROM tblactivitylog WHERE description = 'Your license key is invalid'");
    },
  },
  {
    cause: 'license-proxy-variables',
    problems: noConnection,
    inject: (lab) => fpm(lab, { poolLines: ['env[https_proxy] = http://127.0.0.1:3128'] }),
    heal: (lab) => fpm(lab, { poolLines: [] }),
  },
  {
    cause: 'php-tls-outdated',
    problems: noConnection,
    inject: async (lab) => {
      await writeFile(`${lab.folder}/openssl.cnf`, oldOpenssl);
      await fpm(lab, { fpmEnvironment: { OPENSSL_CONF: `${lab.folder}/openssl.cnf` } });
    },
    heal: (lab) => fpm(lab, { fpmEnvironment: {} }),
  },
  {
    cause: 'license-hosts-file-override',
    how: "in PHP-FPM's own view, as in a container",
    problems: noConnection,
    inject: async (lab) => {
      const file = `${lab.folder}/hosts-of-php`;
      await writeFile(file, `127.0.0.1 localhost\n${licenseHosts.map((host) => `192.0.2.53 ${host}\n`).join('')}`);
      await fpm(lab, { fpmThrough: ['unshare', '-m', 'sh', '-c', `mount --bind ${file} /etc/hosts && exec "$@"`, 'sh'] });
    },
    heal: (lab) => fpm(lab, { fpmThrough: [] }),
  },
];
