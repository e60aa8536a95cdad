/** php.ini and its additional files as one set of values, as PHP merges them: later files win, extensions add up. */
import { isBelow } from './config-source.js';
import type { IniFile } from './php-ini.js';

export interface IniSet {
  /** Directive → value as ini_get gives it; null: set to what only the running PHP knows. */
  readonly value: string | null;
  /** File and line. */
  readonly from: string;
}

export interface MergedIni {
  readonly directives: ReadonlyMap<string, IniSet>;
  /** Of [PATH=] and [HOST=] sections that hold here: nothing but these sections overrides them. */
  readonly forced: ReadonlyMap<string, IniSet>;
  /** Lower case, from extension= and zend_extension=, without path and suffix. */
  readonly extensions: readonly string[];
}

/** `here`: the folder of the script and the host name, for the sections that hold for some requests only. */
export function mergeIni(files: readonly IniFile[], here: { readonly folder: string | null; readonly host: string | null }): MergedIni {
  const directives = new Map<string, IniSet>();
  const hosts = new Map<string, IniSet>();
  const paths: { readonly of: string; readonly key: string; readonly set: IniSet }[] = [];
  const extensions: string[] = [];
  for (const { file, entries } of files) {
    for (const entry of entries) {
      const set = { value: entry.value, from: `${file}:${entry.line}` };
      if (entry.offset !== null) continue;
      if (entry.only === null && /^(?:zend_)?extension$/.test(entry.key)) extensions.push(extensionName(entry.value ?? ''));
      else if (entry.only === null) directives.set(entry.key, set);
      else if (entry.only.kind === 'host' && here.host?.toLowerCase() === entry.only.of) hosts.set(entry.key, set);
      else if (entry.only.kind === 'path' && here.folder !== null && isBelow(here.folder, entry.only.of))
        paths.push({ of: entry.only.of, key: entry.key, set });
    }
  }
  // The host's values come first, then those of each folder from the top down.
  const forced = new Map(hosts);
  for (const { key, set } of paths.sort((a, b) => a.of.length - b.of.length)) forced.set(key, set);
  return { directives, forced, extensions: [...new Set(extensions.filter((name) => name !== ''))] };
}

function extensionName(value: string): string {
  const file = value.slice(value.lastIndexOf('/') + 1).toLowerCase();
  return file.replace(/^php_/, '').replace(/\.(?:so|dll)$/, '');
}
