/** PHP's error logs: where the settings say, where panels put them, and PHP-FPM's own. */
import path from 'node:path';
import { defineProbe } from '../index.js';
import { messages } from '../knowledge/messages.js';
import { adminFolderOf } from '../logic/admin-folder.js';
import { scannerFor } from '../logic/message-scan.js';
import { type LogFile, readLogs } from './log-files.js';
import { zoneOfLogs } from './system-zone.js';
import type { As, Fact, Host, InstallConfiguration, InstallRoot, PhpPool, PhpView } from '../model.js';

export default defineProbe({
  fact: 'logs.php',
  vantage: 'files',
  title: "PHP's error log",
  needs: ['install.root'],
  wants: ['install.configuration', 'php.web', 'php.pool'],
  budgetMs: 10_000,
  touches: [
    {
      kind: 'read',
      what: "the last 2 MB of PHP's and PHP-FPM's error logs",
      covers: [
        '<PHP error log>',
        '<folder of a log>',
        '<install>',
        '<install>/**/error_log',
        '<install>/*',
        '/var/log',
        '/var/log/**',
        '/etc/localtime',
      ],
    },
  ],
  async observe({ host, have, want, signal }) {
    const files = [
      ...configured(host, want['php.web'], have['install.root']),
      ...besideScripts(host, have['install.root'], want['install.configuration']),
      ...ofFpm(want['php.pool']),
    ];
    const value = await readLogs({ host, signal, scanner: scannerFor(messages, 'php'), zone: await zoneOfLogs(host, signal) }, files);
    return { value, source: value.logs.map(({ source }) => source).join(', ') || 'error_log' };
  },
});

/** Where an account's settings say where a log is, it is read with the rights of that account. */
function owner(host: Host, root: InstallRoot): { readonly as?: As } {
  return host.me.uid === 0 && root.owner.uid !== 0 ? { as: { uid: root.owner.uid, gid: root.owner.gid } } : {};
}

function configured(host: Host, php: Fact<PhpView>, root: InstallRoot): readonly LogFile[] {
  const to = php.ok ? (php.value.ini['error_log'] ?? '') : '';
  return to.startsWith('/') ? [{ path: path.posix.normalize(to), ...owner(host, root) }] : [];
}

/** A relative error_log is one file in every folder that has scripts, as cPanel sets it up. */
function besideScripts(host: Host, root: InstallRoot, configuration: Fact<InstallConfiguration>): readonly LogFile[] {
  const named = configuration.ok ? adminFolderOf(configuration.value.customAdminPath) : null;
  const admin = named?.written === 'name' ? named.folder : 'admin';
  return [root.path, `${root.path}/${admin}`].map((folder) => ({ path: `${folder}/error_log`, ...owner(host, root) }));
}

/** PHP-FPM's own log, which also holds what its workers write to standard error (catch_workers_output). */
function ofFpm(pool: Fact<PhpPool>): readonly LogFile[] {
  if (!pool.ok || pool.value.kind !== 'fpm') return [];
  const { version, file } = pool.value;
  const joined = (version ?? '').replace('.', '');
  const cpanel = /^\/opt\/cpanel\/(ea-php\d+)\//.exec(file ?? '')?.[1];
  return [
    ...(version === null ? [] : [`/var/log/php${version}-fpm.log`, `/var/log/plesk-php${joined}-fpm.log`]),
    ...(cpanel === undefined ? [] : [`/opt/cpanel/${cpanel}/root/usr/var/log/php-fpm/error.log`]),
    '/var/log/php-fpm/error.log',
    '/var/log/php-fpm/www-error.log',
  ].map((one) => ({ path: one }));
}
