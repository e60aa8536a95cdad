/** The PHPs on the machine whose files say where they keep their sessions: by the layouts of Debian, Red Hat, Remi, cPanel, Plesk and Docker. */
import { orNull } from '../logic/or-null.js';
import { debianSessionPath } from '../logic/session-path.js';
import { parseFpm, type FpmPool } from '../parse/fpm-pool.js';
import { mergeIni } from '../parse/ini-merge.js';
import { parsePhpIni } from '../parse/php-ini.js';
import type { Host } from '../model.js';

export interface PhpInstallation {
  readonly layout: 'debian' | 'cpanel' | 'other';
  readonly version: string;
  /** fpm, apache2, cgi, cli; `all` where one php.ini serves every way of calling it. */
  readonly sapi: string;
  readonly iniFile: string;
  /** Directive → value, of php.ini and its additional files, without pools. */
  readonly ini: ReadonlyMap<string, string>;
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
const mostFiles = 200;
const maxBytes = 512 * 1024;

/** What can be read; a folder or file that is missing or closed is left out. */
export async function phpInstallations(host: Host, signal: AbortSignal): Promise<readonly PhpInstallation[]> {
  const all = (await places(host, signal)).slice(0, most);
  return (await Promise.all(all.map((place) => readPlace(host, place, signal)))).filter((found) => found !== null);
}

async function readPlace(host: Host, place: Place, signal: AbortSignal): Promise<PhpInstallation | null> {
  const iniText = await readText(host, place.iniFile, signal);
  if (iniText === null && place.layout === 'debian') return null;
  const poolFiles = place.poolFolder === null ? [] : await readFolder(host, place.poolFolder, '.conf', signal);
  if (iniText === null && poolFiles.length === 0) return null;
  const extra = await readFolder(host, place.iniFolder, '.ini', signal);
  const files = [
    ...(iniText === null ? [] : [parsePhpIni(iniText, place.iniFile)]),
    ...extra.map(({ path, text }) => parsePhpIni(text, path)),
  ];
  const merged = mergeIni(files, { folder: null, host: null }).directives;
  const ini = new Map([...merged].flatMap(([directive, set]) => (set.value === null ? [] : [[directive, set.value] as const])));
  const pools: FpmPool[] = [];
  for (const { path, text } of poolFiles) pools.push(...(await parseFpm(path, text, async () => [])).pools);
  const { layout, version, sapi, iniFile } = place;
  return { layout, version, sapi, iniFile, ini, builtInPath: layout === 'debian' ? debianSessionPath : '', pools };
}

async function places(host: Host, signal: AbortSignal): Promise<readonly Place[]> {
  const debian: Place[] = [];
  for (const version of await names(host, '/etc/php', signal)) {
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
  const cpanel = (await names(host, '/opt/cpanel', signal)).filter((name) => /^ea-php\d+$/.test(name));
  const remi = (await names(host, '/etc/opt/remi', signal)).filter((name) => /^php\d+$/.test(name));
  const plesk = (await names(host, '/opt/plesk/php', signal)).filter((name) => /^\d+\.\d+$/.test(name));
  return [
    ...debian,
    rooted('other', 'php', '/etc'),
    rooted('other', 'php', '/usr/local/etc', '/usr/local/etc/php/php.ini', '/usr/local/etc/php/conf.d'),
    ...cpanel.map((name) => rooted('cpanel', name, `/opt/cpanel/${name}/root/etc`)),
    ...remi.map((name) => rooted('other', name, `/etc/opt/remi/${name}`)),
    ...plesk.map((name) => rooted('other', name, `/opt/plesk/php/${name}/etc`)),
  ];
}

async function names(host: Host, folder: string, signal: AbortSignal): Promise<readonly string[]> {
  return (await listed(host, folder, signal)).filter((name) => name !== '').slice(0, most);
}

/** Files of a folder in the order in which PHP and FPM read them. */
export async function readFolder(
  host: Host,
  folder: string,
  suffix: string,
  signal: AbortSignal,
): Promise<readonly { readonly path: string; readonly text: string }[]> {
  const paths = (await listed(host, folder, signal))
    .filter((one) => one.endsWith(suffix))
    .slice(0, mostFiles)
    .map((name) => `${folder}/${name}`);
  const texts = await Promise.all(paths.map((path) => readText(host, path, signal)));
  return paths.flatMap((path, index) => {
    const text = texts[index];
    return text == null ? [] : [{ path, text }];
  });
}

async function listed(host: Host, folder: string, signal: AbortSignal): Promise<readonly string[]> {
  const listing = await orNull(host.files.list(folder, { max: 2000, signal }));
  return (listing?.entries ?? []).map(({ name }) => name).sort();
}

/** Links of Debian's conf.d lead to mods-available, and cPanel's to its own folders: they may point anywhere on the system's disk. */
export async function readText(host: Host, path: string, signal: AbortSignal): Promise<string | null> {
  const read = await orNull(host.files.read(path, { maxBytes, within: '/', signal }));
  return read && Buffer.from(read.bytes).toString('utf8');
}
