/** The settings of the PHP that serves the site, from its files alone: what is on disk, which a running PHP may not have read yet. */
import path from 'node:path';
import { LookFailed } from '../logic/failure.js';
import { standing } from '../logic/pool-value.js';
import { isBelow } from '../parse/config-source.js';
import { parseFpm } from '../parse/fpm-pool.js';
import { mergeIni, type IniSet, type MergedIni } from '../parse/ini-merge.js';
import { parsePhpIni } from '../parse/php-ini.js';
import { ConfigFiles } from './config-files.js';
import { builtInExtensions, isSystemOnly, phpDefaults } from './php-defaults.js';
import { isTelling } from './php-directives.js';
import { nameList } from './php-script-view.js';
import type { Host, PhpPool, PhpView } from '../model.js';

const maxUserIni = 200_000;
const maxFolders = 40;

/**
 * Precedence as PHP has it: built-in, php.ini, its additional files, php_value, .user.ini, [HOST=] and [PATH=] sections, php_admin_value.
 * `root` is the install's folder. session.save_path may hold credentials: the caller puts them into the vault.
 * LookFailed `absent` where the pool or its php.ini is not known, `denied` where php.ini may not be read.
 */
export async function staticPhpView(
  host: Host,
  of: { readonly pool: PhpPool | null; readonly root: string | null; readonly signal: AbortSignal },
): Promise<PhpView> {
  const { pool, root, signal } = of;
  if (!pool) throw new LookFailed('absent', 'which PHP serves the site is not known, so its files are not either', { beyond: true });
  if (pool.iniFile === null)
    throw new LookFailed('absent', `where the ${pool.kind} PHP of the site keeps its php.ini is not known`, { beyond: true });
  const files = new ConfigFiles(host, signal, await rootOf(host, pool, signal));
  const merged = mergeIni(await iniFiles(pool, files), { folder: root, host: null });
  const values = await poolValues(pool, files);
  const perFolder = root === null || pool.kind === 'mod_php' ? new Map<string, IniSet>() : await userIni(host, root, merged, signal);

  const set = new Map<string, IniSet>(merged.directives);
  overlay(
    set,
    usable(
      values.filter((one) => !one.admin),
      pool.kind,
    ),
  );
  overlay(set, perFolder);
  overlay(set, merged.forced);
  overlay(
    set,
    usable(
      values.filter((one) => one.admin),
      pool.kind,
    ),
  );

  const { ini, iniFrom } = flattened(set, pool.iniFile);
  const builtIn = builtInExtensions(pool.iniFile);
  return {
    way: 'static',
    version: pool.version,
    sapi: pool.kind === 'fpm' ? 'fpm-fcgi' : pool.kind === 'mod_php' ? 'apache2handler' : pool.kind === 'cgi' ? 'cgi-fcgi' : 'litespeed',
    ini,
    iniFrom,
    extensions: builtIn === null ? null : [...new Set([...builtIn, ...merged.extensions])],
    disabledFunctions: disabled(merged, values),
    user: await userOf(host, pool, signal),
    clock: null,
    timeZone: ini['date.timezone'] || null,
    utcOffsetSeconds: null,
    curl: null,
    tempDir: ini['sys_temp_dir'] || null,
    trial: null,
    alternating: [],
    samples: 0,
  };
}

async function rootOf(host: Host, pool: PhpPool, signal: AbortSignal): Promise<string> {
  if (pool.masterPid === null) return '';
  const master = (await host.shell.processes(signal).catch(() => [])).find((process) => process.pid === pool.masterPid);
  return !master || master.root === null || master.root === '/' ? '' : `/proc/${master.pid}/root`;
}

/** php.ini, or the file for this way of calling PHP that stands beside it and replaces it, then the additional files by name. */
async function iniFiles(pool: PhpPool, files: ConfigFiles): Promise<readonly ReturnType<typeof parsePhpIni>[]> {
  const iniFile = pool.iniFile ?? '';
  const own = pool.kind === 'fpm' ? 'php-fpm-fcgi.ini' : pool.kind === 'mod_php' ? 'php-apache2handler.ini' : 'php-cgi-fcgi.ini';
  const main = (await files.read(path.posix.join(path.posix.dirname(iniFile), own))) ?? (await files.read(iniFile));
  const more = pool.iniFolder === null ? [] : await files.load(`${pool.iniFolder}/*.ini`);
  if (!main && more.length === 0) {
    const { refusal } = files;
    if (refusal !== null) throw new LookFailed(refusal.gap, refusal.why, refusal.gap === 'denied' ? { settle: 'Run as root.' } : {});
    throw new LookFailed('absent', `there is no ${iniFile}`);
  }
  return [...(main ? [main] : []), ...more].map(({ path: file, text }) => parsePhpIni(text, file));
}

type PoolValue = PhpPool['values'][number];

/** The pool's values as they stand in its file: the fact itself has credentials cut out. */
async function poolValues(pool: PhpPool, files: ConfigFiles): Promise<readonly PoolValue[]> {
  const text = pool.kind === 'fpm' && pool.file !== null ? await files.read(pool.file) : null;
  if (!text || pool.file === null) return pool.values;
  const written =
    (await parseFpm(pool.file, text.text, () => Promise.resolve([]))).pools.find((one) => one.name === pool.pool)?.values ?? [];
  return pool.values.map((one) => written.find((other) => other.where === one.where && other.directive === one.directive) ?? one);
}

function usable(values: readonly PoolValue[], kind: PhpPool['kind']): ReadonlyMap<string, IniSet> {
  const lines = standing(
    values.filter((one) => one.admin || !isSystemOnly(one.directive)),
    kind,
  );
  return new Map([...lines].map(([directive, { value, where }]) => [directive, { value, from: where }]));
}

function overlay(set: Map<string, IniSet>, over: ReadonlyMap<string, IniSet>): void {
  for (const [directive, value] of over) set.set(directive, value);
}

/** .user.ini files from the top down: PHP begins at the web root, which is the install's folder or one above it of the same owner. */
async function userIni(host: Host, root: string, merged: MergedIni, signal: AbortSignal): Promise<Map<string, IniSet>> {
  const found = new Map<string, IniSet>();
  const set = merged.directives.get('user_ini.filename');
  const name = set ? (set.value ?? '') : '.user.ini';
  if (name === '' || name.includes('/')) return found;
  const install = await host.files.stat(root, { follow: true, signal });
  if (!install) return found;
  for (const folder of await ownFolders(host, root, install.uid, signal)) {
    const file = path.posix.join(folder, name);
    try {
      const { bytes } = await host.files.read(file, {
        maxBytes: maxUserIni,
        within: folder,
        signal,
        ...(host.me.uid === 0 ? { as: { uid: install.uid, gid: install.gid } } : {}),
      });
      const { directives } = mergeIni([parsePhpIni(Buffer.from(bytes).toString('utf8'), file)], { folder: root, host: null });
      for (const [directive, value] of directives) if (!isSystemOnly(directive)) found.set(directive, value);
    } catch (error) {
      if (!(error instanceof LookFailed) || signal.aborted) throw error;
    }
  }
  return found;
}

async function ownFolders(host: Host, root: string, uid: number, signal: AbortSignal): Promise<readonly string[]> {
  const folders = [root];
  for (let at = path.posix.dirname(root); at !== '/' && folders.length < maxFolders && isBelow(root, at); at = path.posix.dirname(at)) {
    const stat = await host.files.stat(at, { follow: true, signal }).catch(() => null);
    if (stat?.uid !== uid) break;
    folders.unshift(at);
  }
  return folders;
}

/** What is set to something that only PHP knows is left out: not seen is not the default. */
function flattened(
  set: ReadonlyMap<string, IniSet>,
  iniFile: string,
): { readonly ini: Record<string, string>; readonly iniFrom: Record<string, string> } {
  const ini: Record<string, string> = Object.create(null) as Record<string, string>;
  const iniFrom: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [directive, { value, from }] of set) {
    if (value === null || !isTelling(directive)) continue;
    ini[directive] = value;
    iniFrom[directive] = from;
  }
  for (const [directive, value] of Object.entries(phpDefaults(iniFile))) {
    if (set.has(directive)) continue;
    ini[directive] = value;
    iniFrom[directive] = 'PHP default';
  }
  return { ini: { ...ini }, iniFrom: { ...iniFrom } };
}

/** The administrator's list of a pool comes on top of php.ini's. */
function disabled(merged: MergedIni, values: readonly PoolValue[]): readonly string[] | null {
  const own = merged.directives.get('disable_functions');
  if (own?.value === null) return null;
  const more = values.filter((one) => one.admin && one.directive === 'disable_functions').map((one) => one.value);
  if (more.includes(null)) return null;
  return [...new Set([own?.value ?? '', ...more].flatMap((list) => nameList(list ?? '')))];
}

async function userOf(host: Host, pool: PhpPool, signal: AbortSignal): Promise<PhpView['user']> {
  if (pool.user === null) return null;
  const account = await host.shell.account(/^\d+$/.test(pool.user) ? Number(pool.user) : pool.user, signal).catch(() => null);
  if (!account) return null;
  const group = pool.group === null ? null : /^\d+$/.test(pool.group) ? Number(pool.group) : null;
  return { uid: account.uid, gid: group ?? account.gid, groups: account.groups, name: account.name };
}
