/**
 * PHP-FPM's configuration: pools, with the files that `include` brings in. The syntax is that of php.ini.
 * https://www.php.net/manual/en/install.fpm.configuration.php
 */
import { parsePhpIni, type IniEntry, type IniFile } from './php-ini.js';
import { normalPath, type ConfigText, type LoadConfig } from './config-source.js';

export interface FpmPool {
  readonly name: string;
  /** File and line in which it begins. */
  readonly file: string;
  readonly line: number;
  /** Socket path or host:port, with $pool and a relative path resolved; null: not set. */
  readonly listen: string | null;
  readonly user: string | null;
  readonly group: string | null;
  readonly chroot: string | null;
  /** A null value is set to what only the running PHP knows. */
  readonly values: readonly {
    readonly directive: string;
    readonly value: string | null;
    readonly admin: boolean;
    readonly where: string;
  }[];
}

export interface FpmConfiguration {
  readonly file: string;
  readonly pools: readonly FpmPool[];
  /** Files and lines at which FPM stops reading. */
  readonly unread: readonly string[];
}

interface Draft {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly settings: Map<string, string>;
  readonly values: { directive: string; value: string | null; admin: boolean; where: string }[];
}

/**
 * Paths before which FPM puts its prefix where they do not begin with a slash: FPM_PHP_INI_TO_EXPAND of its fpm_php.h, with what older
 * versions had in it.
 */
const below = new Set(
  `error_log extension_dir mime_magic.magicfile sendmail_path session.cookie_path session_pgsql.sem_file_name soap.wsdl_cache_dir
   uploadprogress.file.filename_template xdebug.output_dir xdebug.profiler_output_dir xdebug.trace_output_dir xmms.path axis2.client_home
   blenc.key_file coin_acceptor.device`.split(/\s+/),
);

const maxPools = 500;
const maxEntries = 5000;
const maxDepth = 5;

/** `file` and its text, and what its includes lead to. */
export async function parseFpm(file: string, text: string, load: LoadConfig): Promise<FpmConfiguration> {
  const drafts: Draft[] = [];
  const unread: string[] = [];
  let current: Draft | null = null;
  const folder = normalPath(`${file}/..`);

  const read = async (path: string, content: string, depth: number): Promise<void> => {
    const ini = linewise(content, path);
    let section = '';
    for (const entry of ini.entries) {
      if (entry.section !== section) {
        section = entry.section;
        current = section === 'global' ? null : enter(section, path, entry.line);
      }
      if (entry.key === 'include' && entry.offset === null) {
        if (entry.value === null || depth >= maxDepth) continue;
        for (const included of await loadFirst(entry.value)) await read(included.path, included.text, depth + 1);
      } else if (current) add(current, entry, path);
    }
    if (ini.broken) unread.push(`${path}:${ini.broken.line}`);
  };
  const loadFirst = async (pattern: string): Promise<readonly ConfigText[]> => {
    for (const base of prefixes(folder)) {
      const found = await load(normalPath(pattern, base));
      if (found.length > 0) return found;
    }
    return [];
  };
  const enter = (name: string, path: string, line: number): Draft | null => {
    const known = drafts.find((draft) => draft.name === name);
    if (known || drafts.length >= maxPools) return known ?? null;
    const draft: Draft = { name, file: path, line, settings: new Map(), values: [] };
    drafts.push(draft);
    return draft;
  };
  await read(file, text, 0);
  return { file, pools: drafts.map((draft) => pool(draft, folder)), unread };
}

/** FPM gives PHP's reader one line at a time: no quote reaches beyond its line. */
function linewise(text: string, file: string): IniFile {
  const entries: IniEntry[] = [];
  let section = '';
  for (const [index, written] of text.split('\n').entries()) {
    if (/^\s*(?:;|$)/.test(written)) continue;
    // an empty entry behind it shows which section the line begins
    const ini = parsePhpIni(/^\s*\[/.test(written) ? `${written}\nx=` : written, file);
    if (ini.broken !== null) return { file, entries, broken: { line: index + 1 } };
    for (const entry of ini.entries) {
      if (entry.line > 1) section = entry.section;
      else entries.push({ ...entry, line: index + 1, section });
    }
    if (entries.length > maxEntries) break;
  }
  return { file, entries, broken: null };
}

/**
 * Where a relative `include` may start: below the prefix that PHP was built with (`etc/php-fpm.d/*.conf` of /usr/local/etc/php-fpm.conf in the
 * official image), which is the folder above `etc`; else beside the file.
 */
function prefixes(folder: string): readonly string[] {
  return folder.endsWith('/etc') && folder !== '/etc' ? [normalPath(`${folder}/..`), folder] : [folder];
}

function add(draft: Draft, entry: IniEntry, path: string): void {
  const value = entry.value?.replaceAll('$pool', () => draft.name) ?? null;
  const php = /^php_(admin_)?(value|flag)$/.exec(entry.key);
  if (php && entry.offset !== null) {
    const set = value !== null && php[2] === 'flag' ? (value === '1' ? '1' : '0') : value;
    draft.values.push({ directive: entry.offset, value: set, admin: php[1] !== undefined, where: `${path}:${entry.line}` });
  } else if (entry.offset === null && value !== null) draft.settings.set(entry.key, value);
}

function pool(draft: Draft, folder: string): FpmPool {
  const setting = (name: string): string | null => draft.settings.get(name) || null;
  const prefix = setting('prefix') ?? folder;
  const listen = setting('listen');
  return {
    name: draft.name,
    file: draft.file,
    line: draft.line,
    listen: listen === null ? null : listenAddress(listen, prefix),
    user: setting('user'),
    group: setting('group'),
    chroot: setting('chroot')?.replaceAll('$prefix', () => prefix) ?? null,
    // FPM leaves the paths of a chroot alone.
    values: setting('chroot') === null ? draft.values.map((one) => (hasPrefix(one) ? { ...one, value: null } : one)) : draft.values,
  };
}

/** Whether FPM puts its prefix before the value, which its binary alone knows. */
function hasPrefix({ directive, value, admin }: FpmPool['values'][number]): boolean {
  const name = directive.toLowerCase();
  if (value === null || value.startsWith('/') || !below.has(name)) return false;
  return !(admin && name === 'error_log' && value.toLowerCase() === 'syslog');
}

/** A bare port means every address. */
function listenAddress(listen: string, prefix: string): string {
  if (/^\d{1,5}$/.test(listen)) return `*:${listen}`;
  return /:\d{1,5}$/.test(listen) ? listen : normalPath(listen, prefix);
}

/** Whether a handler of a web server reaches this listener: the same socket, or the same port on an address that includes it. */
export function sameListener(handler: string, listen: string): boolean {
  const a = splitListener(handler);
  const b = splitListener(listen);
  if (a.port === null || b.port === null) return a.port === b.port && a.host === b.host;
  return a.port === b.port && (a.host === b.host || a.host === '*' || b.host === '*');
}

function splitListener(listen: string): { readonly host: string; readonly port: number | null } {
  const tcp = /^(.*):(\d{1,5})$/.exec(listen);
  // /var/run is a link to /run on every system of today.
  if (!tcp || listen.startsWith('/')) return { host: normalPath(listen).replace(/^\/var\/run\//, '/run/'), port: null };
  const host = (tcp[1] ?? '').replace(/^\[|\]$/g, '').toLowerCase();
  const any = host === '' || host === '*' || host === '0.0.0.0' || host === '::';
  return { host: any ? '*' : host === 'localhost' || host === '::1' ? '127.0.0.1' : host, port: Number(tcp[2]) };
}
