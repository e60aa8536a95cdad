/** Which site of which web server serves the install. */
import path from 'node:path';
import { LookFailed } from '../logic/failure.js';
import { apacheSites, leaks, phpValues, type ApachePhpValue } from '../parse/apache-site.js';
import { parseHtaccess, type ApacheDirective } from '../parse/apache.js';
import { decidingHandlers, handlerText, phpHandlers } from '../parse/apache-php.js';
import { isBelow } from '../parse/config-source.js';
import { sameListener } from '../parse/fpm-pool.js';
import { nginxRouting } from '../parse/nginx-routing.js';
import { nginxSites, type NginxSite } from '../parse/nginx-site.js';
import type { ConfigFiles } from './config-files.js';
import { webConfigurations, type WebConfiguration } from './web-configurations.js';
import type { Host, InstallRoot, WebServer } from '../model.js';

export interface ServingSite {
  readonly web: WebServer;
  /** Of the PHP module only: values of the virtual host and of .htaccess files, from the outermost on. */
  readonly values: readonly ApachePhpValue[];
}

interface Candidate extends ServingSite {
  /** Length of the web root that covers the install: the nearest wins. */
  readonly depth: number;
}

/** LookFailed `absent`, `denied` or `unsupported` where no site can be told. */
export async function servingSite(host: Host, root: InstallRoot, signal: AbortSignal): Promise<ServingSite> {
  const { found, refusal, liteSpeed, readByLiteSpeed } = await webConfigurations(host, signal);
  const candidates: Candidate[] = [];
  for (const one of found)
    candidates.push(...(one.server === 'nginx' ? await nginxCandidates(one, root, host) : await apacheCandidates(one, root, host, signal)));
  const fronts = found.flatMap((one) => (one.server === 'nginx' ? nginxSites(one.tree) : []));
  const best = bestOf(candidates);
  // LiteSpeed reads Apache's files, and restores addresses by a setting of its own: https://docs.litespeedtech.com/lsws/cp/cpanel/real-ip/
  const other = readByLiteSpeed && best?.web.server === 'apache' ? { otherRestoration: 'LiteSpeed' } : {};
  if (best) return { web: { ...withFront(best.web, fronts), ...other }, values: best.values };
  if (liteSpeed)
    throw new LookFailed('unsupported', 'LiteSpeed serves this machine, whose configuration whmcs-doctor does not read', { beyond: true });
  if (refusal !== null) {
    const isRights = refusal.gap === 'denied';
    throw new LookFailed(refusal.gap, `the web server's configuration cannot be read: ${refusal.why}`, {
      ...(isRights ? { settle: 'Run as root.' } : {}),
      ...(isRights && host.me.uid !== 0 ? { beyond: true } : {}),
    });
  }
  if (found.length === 0) throw new LookFailed('absent', 'no configuration of nginx or Apache was found on this machine', { beyond: true });
  throw new LookFailed(
    'absent',
    `no site in ${found.map((one) => one.file).join(', ')} has ${root.path} or a folder above it as its web root`,
  );
}

/** The nearest web root; of equal ones the site that runs PHP itself, then the one that answers https. */
function bestOf(candidates: readonly Candidate[]): Candidate | undefined {
  const rank = (one: Candidate): number =>
    one.depth * 4 + (one.web.handlers.length > 0 ? 2 : 0) + (one.web.listens.some((listen) => /443|ssl/.test(listen)) ? 1 : 0);
  const best = [...candidates].sort((a, b) => rank(b) - rank(a))[0];
  if (!best) return undefined;
  const same = candidates.filter((one) => one.depth === best.depth && one.web.server === best.web.server);
  const names = [...new Set([best, ...same].flatMap((one) => one.web.names))];
  const listens = [...new Set([best, ...same].flatMap((one) => one.web.listens))];
  return { ...best, web: { ...best.web, names, listens } };
}

/** nginx in front of Apache: a server block that hands requests to where Apache listens. */
function withFront(web: WebServer, fronts: readonly NginxSite[]): WebServer {
  if (web.server !== 'apache') return web;
  const listens = web.listens.map((listen) => (/^\d+$/.test(listen) ? `*:${listen}` : listen));
  const handing = fronts.filter((site) =>
    site.proxies.some((to) => listens.some((listen) => sameListener(to, listen) || portOnly(to) === portOnly(listen))),
  );
  const front = handing.find((site) => site.names.some((name) => web.names.includes(name))) ?? handing[0];
  return front
    ? { ...web, behind: 'nginx', frontRestoration: front.restoration, errorLogs: [...(web.errorLogs ?? []), ...front.errorLogs] }
    : web;
}

function portOnly(address: string): string | null {
  const port = /:(\d{1,5})$/.exec(address)?.[1];
  // The usual ports are everybody's.
  return port === undefined || port === '80' || port === '443' ? address : port;
}

/** Length of the nearest of these roots that holds the install; 0: none. */
async function covering(
  roots: readonly string[],
  files: ConfigFiles,
  root: InstallRoot,
  host: Host,
): Promise<{ readonly depth: number; readonly root: string } | null> {
  let best: { depth: number; root: string } | null = null;
  for (const one of roots.slice(0, 20)) {
    const real = (await host.files.realpath(files.root + one).catch(() => null)) ?? one;
    const holds =
      [root.path, root.realPath].some((install) => isBelow(install, one) || isBelow(install, real)) ||
      (files.root !== '' && (await isSameFolder(files.root + one, root, host)));
    if (holds && one.length > (best?.depth ?? 0)) best = { depth: one.length, root: one };
  }
  return best;
}

/** In a container the install has another path: the folder itself tells. */
async function isSameFolder(folder: string, root: InstallRoot, host: Host): Promise<boolean> {
  const [there, here] = await Promise.all([folder, root.realPath].map((one) => host.files.stat(one, { follow: true }).catch(() => null)));
  return there?.kind === 'directory' && here !== null && here !== undefined && there.inode === here.inode && there.device === here.device;
}

async function nginxCandidates(one: WebConfiguration & { server: 'nginx' }, root: InstallRoot, host: Host): Promise<readonly Candidate[]> {
  const found: Candidate[] = [];
  for (const site of nginxSites(one.tree)) {
    const place = await covering(site.roots, one.files, root, host);
    if (!place) continue;
    const { file, names, listens, handlers, restoration, hostLosesPort, leakingValues, errorLogs, serverVariables } = site;
    const { otherRestoration } = site;
    found.push({
      depth: place.depth,
      values: [],
      web: {
        server: 'nginx',
        file,
        names,
        root: place.root,
        behind: null,
        restoration,
        ...(otherRestoration === null ? {} : { otherRestoration }),
        handlers,
        hostLosesPort,
        listens,
        leakingValues,
        errorLogs,
        serverVariables,
        ...routingOf(site, place.root, root),
        unread: one.tree.unread,
      },
    });
  }
  return found;
}

/** Nothing where the install's address is not its path below the web root: then the rules for it cannot be told. */
function routingOf(site: NginxSite, webRoot: string, { path: install, realPath }: InstallRoot): Pick<WebServer, 'routing'> {
  const below = [install, realPath].find((folder) => isBelow(folder, webRoot));
  const aliased = (block: NginxSite['own']): boolean =>
    block.some((one) => (one.name === 'alias' && one.args[0]?.replace(/\/$/, '') === webRoot) || aliased(one.block ?? []));
  if (below === undefined || aliased(site.own)) return {};
  return { routing: nginxRouting(site.own, below.slice(webRoot === '/' ? 0 : webRoot.length).replace(/\/$/, '')) };
}

async function apacheCandidates(
  one: WebConfiguration & { server: 'apache' },
  root: InstallRoot,
  host: Host,
  signal: AbortSignal,
): Promise<readonly Candidate[]> {
  const found: Candidate[] = [];
  const { tree } = one;
  for (const site of apacheSites(tree, root.path, one.lists)) {
    const place = await covering(site.roots, one.files, root, host);
    if (!place) continue;
    const own = site.readsHtaccess ? await htaccess(host, { from: place.root, root, modules: tree.modules, signal }) : [];
    const handlers = decidingHandlers([phpHandlers(own, tree.modules), ...site.handlers]).map(handlerText);
    const { file, names, listens, restoration, otherRestoration, serverVariables } = site;
    found.push({
      depth: place.depth,
      values: [...site.values, ...phpValues(own)],
      web: {
        server: 'apache',
        file,
        names,
        root: place.root,
        behind: null,
        restoration,
        ...(otherRestoration === null ? {} : { otherRestoration }),
        handlers,
        hostLosesPort: false,
        listens,
        leakingValues: [...site.leakingValues, ...leaks(own)],
        errorLogs: site.errorLogs,
        serverVariables,
        routing: site.routing,
        unread: tree.unread,
      },
    });
  }
  return found;
}

/** Directives of the .htaccess files from the web root down to the install, read with the rights of the install's owner. */
async function htaccess(
  host: Host,
  where: { readonly from: string; readonly root: InstallRoot; readonly modules: ReadonlySet<string>; readonly signal: AbortSignal },
): Promise<readonly ApacheDirective[]> {
  const { owner, path: install } = where.root;
  const found: ApacheDirective[] = [];
  for (const folder of foldersBetween(where.from, install)) {
    const file = path.posix.join(folder, '.htaccess');
    try {
      const { bytes } = await host.files.read(file, {
        maxBytes: 1_000_000,
        signal: where.signal,
        ...(host.me.uid === 0 ? { as: { uid: owner.uid, gid: owner.gid } } : {}),
      });
      found.push(...(await parseHtaccess(file, Buffer.from(bytes).toString('utf8'), where.modules)));
    } catch (error) {
      if (!(error instanceof LookFailed) || where.signal.aborted) throw error;
    }
  }
  return found;
}

/** Modules that every panel's Apache has: without its configuration, conditions in .htaccess are taken to ask for these. */
const usualModules: ReadonlySet<string> = new Set([
  'alias',
  'dir',
  'env',
  'headers',
  'mime',
  'proxy_fcgi',
  'rewrite',
  'setenvif',
  'suexec',
]);

/**
 * The handlers that the account's own .htaccess files name, from its home folder down to the install: where the server's configuration is closed
 * to this user, these still say which PHP a panel has chosen (`AddHandler application/x-httpd-ea-php82`).
 */
export async function accountHandlers(host: Host, root: InstallRoot, signal: AbortSignal): Promise<readonly string[]> {
  let from = root.realPath;
  for (let at = path.posix.dirname(from); at !== '/'; at = path.posix.dirname(at)) {
    const stat = await host.files.stat(at, { follow: true, signal }).catch(() => null);
    if (stat?.uid !== root.owner.uid) break;
    from = at;
  }
  const lines = await htaccess(host, { from, root: { ...root, path: root.realPath }, modules: usualModules, signal });
  return decidingHandlers([phpHandlers(lines, usualModules)]).map(handlerText);
}

/** From the web root to the install, both included. */
export function foldersBetween(from: string, install: string): readonly string[] {
  if (!isBelow(install, from)) return [install];
  const folders = [install];
  for (let at = install; at !== from && at !== '/' && folders.length < 40;) {
    at = path.posix.dirname(at);
    folders.unshift(at);
  }
  return folders;
}
