/** The PHP-FPMs of this machine: running masters with the file that their title names, and the places where each distribution and panel keeps it. */
import { ConfigFiles } from './config-files.js';
import { normalPath } from '../parse/config-source.js';
import { parseFpm, type FpmPool } from '../parse/fpm-pool.js';
import type { Host, ProcessSeen } from '../model.js';

export interface FpmInstallation {
  readonly file: string;
  readonly version: string | null;
  readonly masterPid: number | null;
  readonly iniFile: string | null;
  readonly iniFolder: string | null;
  readonly pools: readonly FpmPool[];
  readonly files: ConfigFiles;
}

/** php.ini and its folder beside an FPM configuration file: pattern, file, folder. */
const layouts: readonly (readonly [RegExp, string, string])[] = [
  [/^(\/etc\/php\/[\d.]+\/fpm)\//, '$1/php.ini', '$1/conf.d'],
  [/^(\/etc\/opt\/remi\/php\d+)\//, '$1/php.ini', '$1/php.d'],
  [/^(\/opt\/cpanel\/ea-php\d+\/root\/etc)\//, '$1/php.ini', '$1/php.d'],
  [/^(\/opt\/plesk\/php\/[\d.]+\/etc)\//, '$1/php.ini', '$1/php.d'],
  [/^(\/opt\/alt\/php\d+)\/etc\//, '$1/etc/php.ini', '$1/link/conf'],
  [/^(\/usr\/local\/php\d+)\/etc\//, '$1/lib/php.ini', '$1/lib/php.conf.d'],
  [/^\/usr\/local\/etc\//, '/usr/local/etc/php/php.ini', '/usr/local/etc/php/conf.d'],
  [/^\/etc\/php-fpm\./, '/etc/php.ini', '/etc/php.d'],
];

const usual = [
  '/etc/php/*/fpm/php-fpm.conf',
  '/etc/php-fpm.conf',
  '/etc/opt/remi/php*/php-fpm.conf',
  '/opt/cpanel/ea-php*/root/etc/php-fpm.conf',
  '/opt/plesk/php/*/etc/php-fpm.conf',
  '/opt/alt/php*/etc/php-fpm.conf',
  '/usr/local/php*/etc/php-fpm.conf',
  '/usr/local/etc/php-fpm.conf',
];

export async function fpmInstallations(
  host: Host,
  processes: readonly ProcessSeen[],
  signal: AbortSignal,
): Promise<readonly FpmInstallation[]> {
  const here = new ConfigFiles(host, signal);
  const found: FpmInstallation[] = [];
  for (const process of processes.slice(0, 10_000)) {
    const title = /^php-fpm\d*[\d.]*: master process \((.+)\)/.exec(process.argv.join(' '))?.[1];
    if (title === undefined || found.length >= 50) continue;
    const files = process.root === null || process.root === '/' ? here : new ConfigFiles(host, signal, `/proc/${process.pid}/root`);
    const installation = await read(files, normalPath(title, process.cwd ?? '/'), process);
    if (installation) found.push(installation);
  }
  const known = new Set(found.filter((one) => one.files === here).map((one) => one.file));
  for (const pattern of usual) {
    for (const file of await here.paths(pattern)) {
      const installation = known.has(file) ? null : await read(here, file, null);
      if (installation) found.push(installation);
    }
  }
  return found;
}

async function read(files: ConfigFiles, file: string, master: ProcessSeen | null): Promise<FpmInstallation | null> {
  const text = await files.read(file);
  if (!text) return null;
  const { pools } = await parseFpm(file, text.text, (pattern) => files.load(pattern));
  const version = versionIn(file) ?? versionIn(master?.exe ?? '');
  const ini = iniPlaces(file, version);
  return { file, version, masterPid: master?.pid ?? null, ...ini, pools, files };
}

/** "8.2" of /etc/php/8.2/…, php-fpm8.2, ea-php82, php82. */
export function versionIn(text: string): string | null {
  const dotted = /php(?:-fpm|-cgi|\/)?(\d\.\d{1,2})(?!\d)/.exec(text)?.[1];
  if (dotted !== undefined) return dotted;
  const joined = /php-?(\d)(\d{1,2})(?!\d|\.)/.exec(text);
  return joined ? `${joined[1] ?? ''}.${joined[2] ?? ''}` : null;
}

/** A configuration of one's own is read by a packaged FPM all the same: then its version leads to php.ini. */
export function iniPlaces(file: string, version: string | null): { readonly iniFile: string | null; readonly iniFolder: string | null } {
  for (const [pattern, iniFile, iniFolder] of layouts) {
    const match = pattern.exec(file);
    if (match) return { iniFile: iniFile.replace('$1', match[1] ?? ''), iniFolder: iniFolder.replace('$1', match[1] ?? '') };
  }
  return version === null
    ? { iniFile: null, iniFolder: null }
    : { iniFile: `/etc/php/${version}/fpm/php.ini`, iniFolder: `/etc/php/${version}/fpm/conf.d` };
}
