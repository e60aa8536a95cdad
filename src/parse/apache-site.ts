/** The virtual hosts of Apache: what each serves, where its PHP goes, and what it does to the visitor's address. */
import type { Restoration, ServerVariableLine, WebRouting } from '../model.js';
import { coversFolder, type ApacheDirective, type ApacheTree } from './apache.js';
import { phpHandlers, type PhpHandlers } from './apache-php.js';
import { apacheRouting } from './apache-routing.js';
import { normalPath, type ConfigText } from './config-source.js';
import { apacheServerVariables } from './server-variables.js';

export interface ApacheSite {
  readonly file: string;
  readonly names: readonly string[];
  readonly listens: readonly string[];
  /** DocumentRoot, and folders that Alias lines lead to. */
  readonly roots: readonly string[];
  /** From the innermost level to the main server. */
  readonly handlers: readonly PhpHandlers[];
  readonly restoration: Restoration | null;
  /** Another module than mod_remoteip that restores addresses; null: none. */
  readonly otherRestoration: string | null;
  readonly leakingValues: readonly string[];
  /** php_value and its kin of this host, for the PHP module. */
  readonly values: readonly ApachePhpValue[];
  /** Whether .htaccess files in the folder are read. */
  readonly readsHtaccess: boolean;
  /** Path of ErrorLog, below ServerRoot where it is relative; none where a program or syslog takes it. */
  readonly errorLogs: readonly string[];
  readonly serverVariables: readonly ServerVariableLine[];
  readonly routing: WebRouting;
}

export interface ApachePhpValue {
  readonly directive: string;
  readonly value: string;
  readonly admin: boolean;
  readonly where: string;
}

/** The main server, where it serves anything, and each virtual host, as they treat this folder. `lists` are files of trusted proxies. */
export function apacheSites(tree: ApacheTree, folder: string, lists: readonly ConfigText[]): readonly ApacheSite[] {
  const main = tree.directives.filter((one) => one.name !== 'virtualhost');
  const hosts = tree.directives.filter((one) => one.name === 'virtualhost' && one.block !== null);
  const sites = hosts.map((host) => site(tree, main, host.block ?? [], { folder, lists, listens: host.args, file: host.file }));
  const listens = main.filter((one) => one.name === 'listen').flatMap((one) => one.args[0] ?? []);
  const mainFile = main.find((one) => one.name === 'documentroot')?.file;
  return mainFile === undefined ? sites : [...sites, site(tree, main, [], { folder, lists, listens, file: mainFile })];
}

/** Paths of RemoteIPTrustedProxyList files, which hold the addresses. */
export function proxyLists(tree: ApacheTree): readonly string[] {
  const all = tree.directives.flatMap((one) => [one, ...(one.block ?? [])]);
  return all
    .filter((one) => /^remoteip(?:trusted|internal)proxylist$/.test(one.name))
    .flatMap((one) => (one.args[0] ? [normalPath(one.args[0], tree.serverRoot)] : []));
}

interface Place {
  readonly folder: string;
  readonly lists: readonly ConfigText[];
  readonly listens: readonly string[];
  readonly file: string;
}

function site(tree: ApacheTree, main: readonly ApacheDirective[], own: readonly ApacheDirective[], place: Place): ApacheSite {
  const values = (name: string): readonly string[] => own.filter((one) => one.name === name).flatMap((one) => one.args);
  const last = (name: string): ApacheDirective | undefined =>
    own.filter((one) => one.name === name).at(-1) ?? main.filter((one) => one.name === name).at(-1);
  const roots = [last('documentroot')?.args[0], ...own.filter((one) => one.name === 'alias').map((one) => one.args[1])];
  const sections = [...foldersOf(main, place.folder), ...foldersOf(own, place.folder)];
  const levels = [own, ...[...sections].reverse().map((section) => section.block ?? []), main];
  const handlers = levels.map((list) => phpHandlers(list, tree.modules));
  const everything = [...main, ...own, ...sections.flatMap((section) => section.block ?? [])];
  return {
    file: place.file,
    names: [...values('servername'), ...values('serveralias')].map((name) => name.replace(/^https?:\/\//, '').replace(/:\d+$/, '')),
    listens: place.listens,
    roots: roots.flatMap((root) => (root === undefined ? [] : [normalPath(root, tree.serverRoot)])),
    handlers,
    restoration: restoration(tree, main, own, place.lists),
    otherRestoration: otherRestoration(tree, everything),
    leakingValues: leaks(everything),
    values: phpValues(everything),
    readsHtaccess: allowsOverride(sections),
    errorLogs: errorLog(tree, last('errorlog')?.args[0]),
    serverVariables: apacheServerVariables(main, own, sections, place),
    routing: apacheRouting({ main, own, sections }, tree.modules),
  };
}

/** https://httpd.apache.org/docs/2.4/mod/core.html#errorlog: logs/error_log below ServerRoot is the default. */
function errorLog(tree: ApacheTree, to = 'logs/error_log'): readonly string[] {
  return /^[|]|^syslog|\$\{/.test(to) ? [] : [normalPath(to, tree.serverRoot)];
}

/** <Directory> sections that cover the folder, from the shortest on, as Apache merges them. */
function foldersOf(list: readonly ApacheDirective[], folder: string): readonly ApacheDirective[] {
  return list
    .filter((one) => one.name === 'directory' && one.block !== null && one.args[0] !== '~' && coversFolder(one.args[0] ?? '', folder))
    .sort((a, b) => normalPath(a.args[0] ?? '').length - normalPath(b.args[0] ?? '').length);
}

/** Since 2.3.9 the default is None. */
function allowsOverride(sections: readonly ApacheDirective[]): boolean {
  const lines = sections.flatMap((section) => (section.block ?? []).filter((one) => one.name === 'allowoverride'));
  return lines.length > 0 && lines.at(-1)?.args[0]?.toLowerCase() !== 'none';
}

/** SetEnv PHP_VALUE reaches PHP-FPM as a parameter, and the worker keeps it for the requests of others. */
export function leaks(list: readonly ApacheDirective[]): readonly string[] {
  return flat(list)
    .filter(
      (one) =>
        one.uncertain === undefined &&
        ((one.name === 'setenv' && /^PHP_(?:ADMIN_)?VALUE$/.test(one.args[0] ?? '')) ||
          (one.name === 'proxyfcgisetenvif' && /^!?PHP_(?:ADMIN_)?VALUE$/.test(one.args[1] ?? ''))),
    )
    .map(
      (one) =>
        `${one.name === 'setenv' ? `SetEnv ${one.args[0] ?? ''}` : `ProxyFCGISetEnvIf ${one.args[1] ?? ''}`} (${one.file}:${one.line})`,
    );
}

export function phpValues(list: readonly ApacheDirective[]): readonly ApachePhpValue[] {
  return flat(list).flatMap((one) => {
    const kind = /^php_(admin_)?(value|flag)$/.exec(one.name);
    const [directive, value] = one.args;
    if (!kind || directive === undefined || value === undefined) return [];
    const set = kind[2] === 'flag' ? (/^(?:on|1|true|yes)$/i.test(value) ? '1' : '0') : value === 'none' ? '' : value;
    return [{ directive, value: set, admin: kind[1] !== undefined, where: `${one.file}:${one.line}` }];
  });
}

function flat(list: readonly ApacheDirective[]): readonly ApacheDirective[] {
  return list.flatMap((one) => {
    if (one.block === null) return [one];
    return /^(?:files|filesmatch|if|else|elseif|location|locationmatch)$/.test(one.name) ? flat(one.block) : [];
  });
}

/** A virtual host's own header and list replace those of the main server. mod_remoteip. Not told where one of the lines may not hold. */
function restoration(
  tree: ApacheTree,
  main: readonly ApacheDirective[],
  own: readonly ApacheDirective[],
  lists: readonly ConfigText[],
): Restoration | null {
  if (conditionalRestoration(tree, [...main, ...own]) !== undefined) return null;
  const header = own.filter((one) => one.name === 'remoteipheader').at(-1) ?? main.filter((one) => one.name === 'remoteipheader').at(-1);
  if (!header) return null;
  const trusted = (list: readonly ApacheDirective[]): readonly string[] =>
    list.flatMap((one) => {
      if (/^remoteip(?:trusted|internal)proxy$/.test(one.name)) return one.args;
      if (!/^remoteip(?:trusted|internal)proxylist$/.test(one.name)) return [];
      const path = normalPath(one.args[0] ?? '', tree.serverRoot);
      return addresses(lists.find((file) => file.path === path)?.text ?? '');
    });
  const ownList = trusted(own);
  return {
    server: 'apache',
    header: header.args[0] ?? null,
    from: ownList.length > 0 ? ownList : trusted(main),
    recursive: true,
    where: `${header.file}:${header.line}`,
  };
}

/** A line of mod_remoteip under a condition that cannot be judged from here. */
function conditionalRestoration(tree: ApacheTree, list: readonly ApacheDirective[]): ApacheDirective | undefined {
  return [...list.filter((one) => one.uncertain === true), ...tree.unlikely].find((one) => one.name.startsWith('remoteip'));
}

/** mod_rpaf is switched on by a line (https://github.com/gnif/mod_rpaf); mod_cloudflare works as soon as it is loaded. */
function otherRestoration(tree: ApacheTree, list: readonly ApacheDirective[]): string | null {
  const conditional = conditionalRestoration(tree, list);
  if (conditional) return `mod_remoteip under a condition (${conditional.file}:${conditional.line})`;
  const rpaf = [...list, ...tree.unlikely].findLast((one) => /^rpaf_?enable$/.test(one.name));
  if (/^(?:on|1)$/i.test(rpaf?.args[0] ?? '')) return `mod_rpaf (${rpaf?.file ?? ''}:${rpaf?.line ?? 1})`;
  return tree.modules.has('cloudflare') ? 'mod_cloudflare' : null;
}

function addresses(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .flatMap((line) => line.replace(/#.*$/, '').trim().split(/\s+/))
    .filter((word) => word !== '')
    .slice(0, 10_000);
}
