/** The server blocks of nginx: what each serves, where its PHP goes, and what it does to the visitor's address. */
import type { Restoration, ServerVariableLine } from '../model.js';
import { normalPath } from './config-source.js';
import type { NginxDirective, NginxTree } from './nginx.js';
import { nginxServerVariables } from './server-variables.js';

export interface NginxSite {
  readonly file: string;
  readonly names: readonly string[];
  readonly listens: readonly string[];
  /** Every folder that it serves files from: `root` and `alias` of the server and its locations. */
  readonly roots: readonly string[];
  /** Where PHP requests go, by the folder that holds the scripts; null: wherever the request leads. */
  readonly handlers: readonly string[];
  /** Web servers that it hands requests to: host:port or socket path. */
  readonly proxies: readonly string[];
  readonly restoration: Restoration | null;
  /** A fastcgi_param REMOTE_ADDR of something else than $remote_addr; null: none. */
  readonly otherRestoration: string | null;
  readonly hostLosesPort: boolean;
  readonly leakingValues: readonly string[];
  /** Paths of error_log: the server's own, else those of the blocks around it. */
  readonly errorLogs: readonly string[];
  /** Where it runs PHP itself. */
  readonly serverVariables: readonly ServerVariableLine[];
  /** What stands in its block. */
  readonly own: readonly NginxDirective[];
}

/** The blocks from the outermost to the one a directive stands in. */
type Context = readonly (readonly NginxDirective[])[];

export function nginxSites(tree: NginxTree): readonly NginxSite[] {
  const sites: NginxSite[] = [];
  for (const http of tree.directives.filter((directive) => directive.name === 'http')) {
    const outer = http.block ?? [];
    const upstreams = new Map(outer.filter((one) => one.name === 'upstream').map((one) => [one.args[0] ?? '', serversOf(one)]));
    for (const server of outer.filter((one) => one.name === 'server' && one.block !== null))
      sites.push(site(tree, server, outer, upstreams));
  }
  return sites;
}

function serversOf(upstream: NginxDirective): readonly string[] {
  return (upstream.block ?? []).filter((one) => one.name === 'server').flatMap((one) => one.args[0] ?? []);
}

function site(
  tree: NginxTree,
  server: NginxDirective,
  http: readonly NginxDirective[],
  upstreams: ReadonlyMap<string, readonly string[]>,
): NginxSite {
  const own = server.block ?? [];
  const variables = new Map(
    own.filter((one) => one.name === 'set').map((one) => [(one.args[0] ?? '').replace(/^\$/, ''), one.args[1] ?? '']),
  );
  const names = own.filter((one) => one.name === 'server_name').flatMap((one) => one.args);
  const contexts = contextsOf([http, own]);
  const php = contexts.filter((context) => passesIn(context, 'fastcgi_pass').length > 0);
  const proxied = contexts.filter((context) => passesIn(context, 'proxy_pass').length > 0);
  const resolve = (to: string): readonly string[] => {
    const target = substituted(to, variables);
    return (upstreams.get(target) ?? [target]).map((address) => address.replace(/^unix:/, ''));
  };
  const deciding = php[0] ?? proxied[0] ?? [http, own];
  return {
    file: server.file,
    names: names.length === 0 ? [''] : names,
    listens: own.filter((one) => one.name === 'listen').map((one) => one.args.filter((arg, i) => i === 0 || arg === 'ssl').join(' ')),
    roots: [...new Set(contexts.flatMap((context) => rootsOf(context, variables, names)))],
    handlers: [...new Set(php.flatMap((context) => passesIn(context, 'fastcgi_pass').flatMap(resolve)))],
    proxies: [...new Set(proxied.flatMap((context) => passesIn(context, 'proxy_pass').flatMap((to) => proxyTarget(to, resolve))))],
    restoration: restoration(deciding),
    otherRestoration: addressForPhp(php[0] ?? []),
    hostLosesPort: php.some((context) =>
      inherited(context, 'fastcgi_param').some((one) => one.args[0] === 'HTTP_HOST' && one.args[1] === '$host'),
    ),
    errorLogs: errorLogs([tree.directives, http, own]),
    leakingValues: php.flatMap((context) =>
      inherited(context, 'fastcgi_param')
        .filter((one) => /^PHP_(?:ADMIN_)?VALUE$/.test(one.args[0] ?? ''))
        .map((one) => `fastcgi_param ${one.args[0] ?? ''} (${one.file}:${one.line})`),
    ),
    serverVariables:
      php[0] === undefined ? [] : nginxServerVariables(inherited(php[0], 'fastcgi_param'), own, (text) => substituted(text, variables)),
    own,
  };
}

/** A level that has error_log of its own writes to these alone: https://nginx.org/en/docs/ngx_core_module.html#error_log */
function errorLogs(context: Context): readonly string[] {
  return inherited(context, 'error_log')
    .flatMap((one) => one.args[0] ?? [])
    .filter((to) => to.startsWith('/') && !to.includes('$') && to !== '/dev/null')
    .map((to) => normalPath(to));
}

/** The server's own context and one for each location (and `if`) in it, PHP's own suffix first where the pattern names it. */
function contextsOf(context: Context, depth = 0): readonly Context[] {
  const own = context.at(-1) ?? [];
  const inner = own.filter((one) => (one.name === 'location' || one.name === 'if') && one.block !== null && depth < 10);
  const ordered = [...inner].sort((a, b) => Number(namesPhp(b)) - Number(namesPhp(a)));
  return [context, ...ordered.flatMap((one) => contextsOf([...context, one.block ?? []], depth + 1))];
}

function namesPhp(location: NginxDirective): boolean {
  return /php/.test(location.args.join(' '));
}

function passesIn(context: Context, name: string): readonly string[] {
  return (context.at(-1) ?? []).filter((one) => one.name === name).flatMap((one) => one.args[0] ?? []);
}

/** Array-like directives are inherited only by a block that has none of its own. */
function inherited(context: Context, name: string): readonly NginxDirective[] {
  for (const block of [...context].reverse()) {
    const own = block.filter((one) => one.name === name);
    if (own.length > 0) return own;
  }
  return [];
}

function rootsOf(context: Context, variables: ReadonlyMap<string, string>, names: readonly string[]): readonly string[] {
  const roots = [...inherited(context, 'root').slice(-1), ...(context.at(-1) ?? []).filter((one) => one.name === 'alias')];
  return roots.flatMap((one) => {
    const written = substituted(one.args[0] ?? '', variables);
    if (!/\$(?:host|server_name|http_host)\b/.test(written)) return written.includes('$') ? [] : [normalPath(written)];
    return names
      .filter((name) => /^[\w.-]+$/.test(name))
      .map((name) => normalPath(written.replace(/\$\{?(?:host|server_name|http_host)\}?/g, name)));
  });
}

/** Variables of variables multiply with every round. */
const longestValue = 8192;

function substituted(text: string, variables: ReadonlyMap<string, string>, depth = 0): string {
  if (depth > 5 || text.length > longestValue || !text.includes('$')) return text;
  let length = 0;
  const next = text.replace(/\$\{?(\w+)\}?/g, (whole, name: string) => {
    const value = variables.get(name) ?? whole;
    length += value.length;
    return length > longestValue ? whole : value;
  });
  return next === text ? text : substituted(next, variables, depth + 1);
}

function proxyTarget(to: string, resolve: (to: string) => readonly string[]): readonly string[] {
  const url = /^https?:\/\/(unix:[^:]+|\[[^\]]+\](?::\d+)?|[^/:]+(?::\d+)?)/.exec(to);
  if (!url?.[1]) return [];
  const plain = to.startsWith('https:') ? 443 : 80;
  return resolve(url[1]).map((address) => (address.startsWith('/') || /:\d+$/.test(address) ? address : `${address}:${plain}`));
}

/** Of two lines of one name nginx sends both, and PHP keeps the later. */
function addressForPhp(context: Context): string | null {
  const line = inherited(context, 'fastcgi_param').findLast((one) => one.args[0] === 'REMOTE_ADDR');
  const value = line?.args[1] ?? '';
  return line === undefined || /^\$\{?remote_addr\}?$/.test(value)
    ? null
    : `fastcgi_param REMOTE_ADDR ${value} (${line.file}:${line.line})`;
}

/** nginx restores nothing without set_real_ip_from, and from X-Real-IP where no header is named. ngx_http_realip_module */
function restoration(context: Context): Restoration | null {
  const from = inherited(context, 'set_real_ip_from');
  const [first] = from;
  const header = inherited(context, 'real_ip_header').at(-1);
  if (!first && !header) return null;
  return {
    server: 'nginx',
    header: header?.args[0] ?? (first ? 'X-Real-IP' : null),
    from: from.flatMap((one) => one.args[0] ?? []),
    recursive: inherited(context, 'real_ip_recursive').at(-1)?.args[0] === 'on',
    where: `${(header ?? first)?.file ?? ''}:${(header ?? first)?.line ?? 1}`,
  };
}
