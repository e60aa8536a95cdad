/** The PHPs on the machine whose files say where they keep their sessions: by the layouts of Debian, Red Hat, Remi, cPanel, Plesk and Docker. */
import { debianSessionPath } from '../logic/session-path.js';
import { parseFpm, type FpmPool } from '../parse/fpm-pool.js';
import { mergeIni } from '../parse/ini-merge.js';
import { parsePhpIni } from '../parse/php-ini.js';
import type { SystemFiles } from './system-files.js';

export interface PhpInstallation {
  readonly layout: 'debian' | 'cpanel' | 'other';
  readonly version: string;
  /** fpm, apache2, cgi, cli; `all` where one php.ini serves every way of calling it. */
  readonly sapi: string;
  readonly iniFile: string;
  /** Directive → value, of php.ini and its additional files, without pools. null: the running PHP alone knows it. */
  readonly ini: ReadonlyMap<string, string | null>;
  /** What PHP was built with for session.save_path. */
  readonly builtInPath: string;
  readonly pools: readonly FpmPool[];
}

interface Place {
  readonly layout: PhpInstallation['layout'];
  readonly version: string;
  readonly sapi: string;
  readonly iniFile: string;
  readonly iniFolder: string;
  readonly poolFolder: string | null;
}

const most = 40;

/** What can be read; a folder or file that is missing is left out, and so is a closed one, which `system` notes. */
export async function phpInstallations(system: SystemFiles): Promise<readonly PhpInstallation[]> {
  const all = (await places(system)).slice(0, most);
  return (await Promise.all(all.map((place) => readPlace(system, place)))).filter((found) => found !== null);
}

async function readPlace(system: SystemFiles, place: Place): Promise<PhpInstallation | null> {
  const iniText = await system.text(place.iniFile);
  if (iniText === null && place.layout === 'debian') return null;
  const poolFiles = place.poolFolder === null ? [] : await system.folder(place.poolFolder, '.conf');
  if (iniText === null && poolFiles.length === 0) return null;
  const extra = await system.folder(place.iniFolder, '.ini');
  const files = [
    ...(iniText === null ? [] : [parsePhpIni(iniText, place.iniFile)]),
    ...extra.map(({ path, text }) => parsePhpIni(text, path)),
  ];
  const merged = mergeIni(files, { folder: null, host: null }).directives;
  const ini = new Map([...merged].map(([directive, { value }]) => [directive, value] as const));
  const pools: FpmPool[] = [];
  for (const { path, text } of poolFiles) pools.push(...(await parseFpm(path, text, async () => [])).pools);
  const { layout, version, sapi, iniFile } = place;
  return { layout, version, sapi, iniFile, ini, builtInPath: layout === 'debian' ? debianSessionPath : '', pools };
}

async function places(system: SystemFiles): Promise<readonly Place[]> {
  const debian: Place[] = [];
  for (const version of await names(system, '/etc/php')) {
    if (!/^\d+\.\d+$/.test(version)) continue;
    for (const sapi of ['apache2', 'apache2filter', 'cgi', 'fpm', 'cli']) {
      const folder = `/etc/php/${version}/${sapi}`;
      const poolFolder = sapi === 'fpm' ? `${folder}/pool.d` : null;
      debian.push({ layout: 'debian', version, sapi, iniFile: `${folder}/php.ini`, iniFolder: `${folder}/conf.d`, poolFolder });
    }
  }
  const rooted = (layout: Place['layout'], version: string, etc: string, ini = `${etc}/php.ini`, folder = `${etc}/php.d`): Place => ({
    layout,
    version,
    sapi: 'all',
    iniFile: ini,
    iniFolder: folder,
    poolFolder: `${etc}/php-fpm.d`,
  });
  const cpanel = (await names(system, '/opt/cpanel')).filter((name) => /^ea-php\d+$/.test(name));
  const remi = (await names(system, '/etc/opt/remi')).filter((name) => /^php\d+$/.test(name));
  const plesk = (await names(system, '/opt/plesk/php')).filter((name) => /^\d+\.\d+$/.test(name));
  return [
    ...debian,
    rooted('other', 'php', '/etc'),
    rooted('other', 'php', '/usr/local/etc', '/usr/local/etc/php/php.ini', '/usr/local/etc/php/conf.d'),
    ...cpanel.map((name) => rooted('cpanel', name, `/opt/cpanel/${name}/root/etc`)),
    ...remi.map((name) => rooted('other', name, `/etc/opt/remi/${name}`)),
    ...plesk.map((name) => rooted('other', name, `/opt/plesk/php/${name}/etc`)),
  ];
}

async function names(system: SystemFiles, folder: string): Promise<readonly string[]> {
  return (await system.names(folder)).filter((name) => name !== '').slice(0, most);
}
