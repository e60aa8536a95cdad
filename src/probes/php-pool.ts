/** The PHP that serves the site: its pool, where it listens, its user and the files that configure it. */
import path from 'node:path';
import { defineProbe, LookFailed } from '../index.js';
import { believable } from './believable-processes.js';
import { ConfigFiles } from './config-files.js';
import { fpmInstallations, type FpmInstallation } from './fpm-installations.js';
import { moduleUser, moduleIni } from './php-module.js';
import { isTelling } from './php-directives.js';
import { cleaner, withoutArguments } from './php-secrets.js';
import { privateTmp } from './private-tmp.js';
import { accountHandlers, servingSite } from './web-sites.js';
import { isBelow } from '../parse/config-source.js';
import { sameListener, type FpmPool } from '../parse/fpm-pool.js';
import type { Host, InstallRoot, PhpPool, ProcessSeen } from '../model.js';
import { accountFiles, phpFiles, webServerFiles } from './places.js';

interface Found {
  readonly installation: FpmInstallation;
  readonly pool: FpmPool;
}

export default defineProbe({
  fact: 'php.pool',
  vantage: 'files',
  title: 'the PHP that serves the site',
  needs: ['install.root'],
  wants: ['web.server'],
  budgetMs: 15_000,
  touches: [
    {
      kind: 'read',
      what: 'php-fpm.conf and pool files of every installed PHP-FPM',
      covers: [...phpFiles, ...webServerFiles, ...accountFiles, '<install>', '<install>/.htaccess'],
    },
    {
      kind: 'read',
      what: 'unit files of PHP-FPM and Apache',
      covers: ['/etc/systemd/system/**', '/lib/systemd/system/**', '/usr/lib/systemd/system/**', '/run/systemd/system/**'],
    },
    { kind: 'read', what: 'the list of processes', covers: ['/proc/*', '/proc/**'] },
  ],
  async observe({ host, have, want, options, signal }) {
    const root = have['install.root'];
    const processes = believable(await host.shell.processes(signal).catch(() => []), host, root.owner.uid);
    const installations = await fpmInstallations(host, processes, signal);
    const all = installations.flatMap((installation) => installation.pools.map((pool) => ({ installation, pool })));
    const look: PoolLook = { host, root, processes, installations, all, signal };
    if (options.fpm !== null) return done(await listening(look, options.fpm, 'operator'));
    const handlers = want['web.server'].ok ? want['web.server'].value.handlers : [];
    for (const handler of handlers) {
      if (handler === 'mod_php') return done(await module(look));
      if (handler.startsWith('/') || /:\d+$/.test(handler)) return done(await listening(look, handler, 'web-server-configuration'));
      return done(other(handler, root));
    }
    return done((want['web.server'].ok ? null : await named(look)) ?? (await guessed(look)));
  },
});

interface PoolLook {
  readonly host: Host;
  readonly root: InstallRoot;
  readonly processes: readonly ProcessSeen[];
  readonly installations: readonly FpmInstallation[];
  readonly all: readonly Found[];
  readonly signal: AbortSignal;
}

function done(value: PhpPool): { readonly value: PhpPool; readonly source: string } {
  return { value, source: value.file ?? value.listen ?? value.iniFile ?? value.kind };
}

const nothing = {
  listen: null,
  pool: null,
  file: null,
  masterPid: null,
  user: null,
  group: null,
  chroot: null,
  version: null,
  iniFile: null,
  iniFolder: null,
  values: [],
  privateTmp: null,
  alternatives: [],
} satisfies Partial<PhpPool>;

/** The pool that listens there, of a running FPM first; without one the address alone. */
async function listening(look: PoolLook, address: string, foundBy: PhpPool['foundBy']): Promise<PhpPool> {
  const fits = look.all.filter(({ pool }) => pool.listen !== null && sameListener(address, pool.listen));
  const best = fits.find(({ installation }) => installation.masterPid !== null) ?? fits[0];
  if (best) return poolOf(look, best, fits, foundBy);
  return { ...nothing, kind: 'fpm', foundBy, listen: address };
}

async function poolOf(look: PoolLook, found: Found, fits: readonly Found[], foundBy: PhpPool['foundBy']): Promise<PhpPool> {
  const { pool, installation } = found;
  const { version, masterPid } = installation;
  const packed = (version ?? '').replace('.', '');
  const units = [
    `php${version ?? ''}-fpm.service`,
    'php-fpm.service',
    `php${packed}-php-fpm.service`,
    `ea-php${packed}-php-fpm.service`,
    `plesk-php${packed}-fpm.service`,
  ];
  const clean = cleaner(
    pool.values.flatMap((one) => (one.directive === 'session.save_path' && one.value !== null ? [one.value] : [])),
    look.host.vault,
  );
  return {
    kind: 'fpm',
    foundBy,
    listen: pool.listen,
    pool: pool.name,
    file: pool.file,
    masterPid,
    user: pool.user,
    group: pool.group,
    chroot: pool.chroot,
    version,
    iniFile: installation.iniFile,
    iniFolder: installation.iniFolder,
    values: pool.values
      .filter((one) => isTelling(one.directive))
      .map((one) => ({ ...one, value: one.value === null ? null : withoutArguments(one.directive, clean(one.value)) })),
    privateTmp: await privateTmp(
      units,
      look.processes.find((process) => process.pid === masterPid) ?? null,
      look.processes,
      installation.files,
    ),
    alternatives: fits.filter((one) => one !== found).map((one) => `${one.pool.file}:${one.pool.line}`),
  };
}

async function module(look: PoolLook): Promise<PhpPool> {
  const files = new ConfigFiles(look.host, look.signal);
  const { values } = await servingSite(look.host, look.root, look.signal);
  const ini = await moduleIni(files);
  const user = await moduleUser(look.host, look.processes, look.signal);
  const master = look.processes.find((process) => process.uid === 0 && /(?:^|\/)(?:apache2|httpd)$/.test(process.argv[0] ?? '')) ?? null;
  const clean = cleaner(
    values.filter((one) => one.directive === 'session.save_path').map((one) => one.value),
    look.host.vault,
  );
  return {
    ...nothing,
    kind: 'mod_php',
    foundBy: 'web-server-configuration',
    masterPid: master?.pid ?? null,
    ...user,
    ...ini,
    values: values
      .filter((one) => isTelling(one.directive))
      .map((one) => ({ ...one, value: one.value === null ? null : withoutArguments(one.directive, clean(one.value)) })),
    privateTmp: await privateTmp(['apache2.service', 'httpd.service'], master, look.processes, files),
  };
}

/** PHP that the web server starts by itself, named by its handler, as the owner of the files. */
function other(handler: string, root: InstallRoot): PhpPool {
  const panel = /(ea|alt)-php(\d)(\d{1,2})(?!\d)/.exec(handler);
  const folder = panel
    ? panel[1] === 'ea'
      ? `/opt/cpanel/ea-php${panel[2] ?? ''}${panel[3] ?? ''}/root/etc`
      : `/opt/alt/php${panel[2] ?? ''}${panel[3] ?? ''}`
    : null;
  return {
    ...nothing,
    kind: /lsphp|lsapi/i.test(handler) ? 'lsapi' : 'cgi',
    foundBy: 'web-server-configuration',
    user: root.owner.name,
    version: panel ? `${panel[2] ?? ''}.${panel[3] ?? ''}` : null,
    iniFile: folder === null ? null : panel?.[1] === 'ea' ? `${folder}/php.ini` : `${folder}/etc/php.ini`,
    iniFolder: folder === null ? null : panel?.[1] === 'ea' ? `${folder}/php.d` : `${folder}/link/conf`,
  };
}

/** Without the server's configuration: the PHP that the account's own .htaccess names; its pool where that may be read, else its php.ini. */
async function named(look: PoolLook): Promise<PhpPool | null> {
  const [handler] = await accountHandlers(look.host, look.root, look.signal);
  if (handler === undefined || handler === 'mod_php') return null;
  if (handler.startsWith('/') || /:\d+$/.test(handler)) return listening(look, handler, 'web-server-configuration');
  const php = other(handler, look.root);
  const folder = php.iniFile === null ? null : path.posix.dirname(php.iniFile);
  const own = look.all.filter(
    ({ pool, installation }) => folder !== null && pool.user === look.root.owner.name && isBelow(installation.file, folder),
  );
  const [only, ...more] = own;
  return only && more.length === 0 ? poolOf(look, only, own, 'web-server-configuration') : php;
}

/** Without the web server's word: pools that run, those under the install's owner first, else the only one there is. */
async function guessed(look: PoolLook): Promise<PhpPool> {
  const workers = look.processes.flatMap((process) => {
    const name = /^php-fpm\d*[\d.]*: pool (\S+)/.exec(process.argv.join(' '))?.[1];
    return name === undefined ? [] : [{ name, uid: process.uid, master: process.ppid }];
  });
  const running = look.all.filter(({ pool, installation }) =>
    workers.some((worker) => worker.name === pool.name && installation.masterPid === worker.master),
  );
  const own = running.filter(({ pool }) => workers.some((worker) => worker.name === pool.name && worker.uid === look.root.owner.uid));
  const fits = own.length > 0 ? own : running;
  const [first] = fits;
  if (first) return poolOf(look, first, fits, 'processes');
  // An account sees its own workers and not the master that started them (hidepid, other users' processes).
  const visible = workers.filter((worker) => worker.uid === look.root.owner.uid).map(({ name }) => name);
  const [seen, ...twins] = look.all.filter(({ pool }) => visible.includes(pool.name));
  if (seen && twins.length === 0) return poolOf(look, seen, [seen], 'processes');
  const [only, ...more] = look.all;
  if (only && more.length === 0) return poolOf(look, only, [only], 'only-one');
  const alone = look.all.length === 0 ? onlyPhp(look.installations) : null;
  if (alone) return alone;
  const what =
    look.all.length === 0
      ? look.installations.some(({ files }) => files.refused.length > 0)
        ? 'the pool files of PHP-FPM cannot be read by this user'
        : 'no PHP-FPM pool was found on this machine'
      : `${look.all.length} PHP-FPM pools are set up on this machine and none is known to serve the site`;
  throw new LookFailed('absent', what, { settle: 'Name the socket or address of the pool: --fpm /run/php/….sock', beyond: true });
}

/** Pool files are closed to accounts on many panels; where there is but one PHP-FPM its php.ini still serves the site, under whatever pool. */
function onlyPhp(installations: readonly FpmInstallation[]): PhpPool | null {
  const [only, ...more] = installations;
  if (!only || more.length > 0 || only.files.refused.length === 0) return null;
  const { version, iniFile, iniFolder } = only;
  return { ...nothing, kind: 'fpm', foundBy: 'only-one', version, iniFile, iniFolder };
}
