/** PHP and the web server, configured at their real places of the lab's machine. */
import { existsSync, readdirSync } from 'node:fs';
import { chmod, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import type { Leaf } from './certificates.js';
import {
  apacheModules,
  apachePorts,
  apacheSite,
  fpmPool,
  innerApache,
  nginxFront,
  nginxSite,
  type NginxRouting,
  type SiteText,
  type WebServerKind,
} from './configuration.js';
import { run, start, type Running } from './process.js';
import { site } from './names.js';

/** "8.2": the newest PHP of which Debian's folders and FPM are there. */
export const phpVersion =
  readdirSync('/etc/php')
    .filter((version) => existsSync(`/usr/sbin/php-fpm${version}`))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .at(-1) ?? '8.2';
const phpFolder = `/etc/php/${phpVersion}`;
const sapis = ['fpm', 'cli', 'cgi', 'apache2'] as const;

export const fpmSocket = '/run/php/billing.sock';

export interface WebState {
  readonly kind: WebServerKind;
  readonly root: string;
  /** Whom PHP runs as; null: whoever runs the lab. */
  readonly user: string | null;
  readonly logs: string;
  /** Directives of the site's PHP. */
  php: Map<string, string>;
  /** Further pools: name → directives. */
  pools: Map<string, ReadonlyMap<string, string>>;
  /** Further lines of the site's own pool. */
  poolLines: readonly string[];
  /** Where the site's own pool listens: a socket's path, or host:port. */
  listen: string;
  /** Where nginx passes PHP requests on: more than one in turn. */
  sockets: readonly string[];
  /** Environment of PHP-FPM, for a clock of its own. */
  fpmEnvironment: Readonly<Record<string, string>>;
  /** What PHP-FPM is started through: `unshare` puts it behind a network or a mount of its own. */
  fpmThrough: readonly string[];
  names: readonly string[];
  lines: readonly string[];
  /** Further lines of the nginx that stands in front of Apache. */
  frontLines: readonly string[];
  phpLines: readonly string[];
  routing: NginxRouting;
  /** Modules that Apache does not load. */
  withoutModules: readonly string[];
  leaf: Leaf;
}

/** What serves the site: its PHP and its web server, at the places of one system or another. */
export interface SiteServer {
  readonly state: WebState;
  open(): Promise<void>;
  close(): Promise<void>;
  /** Writes PHP's configuration and starts it anew. */
  restartPhp(): Promise<void>;
  /** Writes the web server's configuration and starts it anew. */
  restartServer(): Promise<void>;
  /** Nothing answers at the site's addresses. */
  closeServer(): Promise<void>;
}

/** Directives of the site under mod_php. Debian's session cleaner reads it, so a lab of another kind must not find it. */
const modPhpIni = `${phpFolder}/apache2/conf.d/99-billing.ini`;

export class WebServer implements SiteServer {
  private fpm: Running | null = null;
  private readonly servers: Running[] = [];

  constructor(readonly state: WebState) {}

  async open(): Promise<void> {
    for (const folder of ['/etc/nginx/sites-enabled', '/etc/apache2/sites-enabled', `${phpFolder}/fpm/pool.d`, '/etc/nginx/conf.d']) {
      for (const name of await readdir(folder).catch(() => [])) await rm(`${folder}/${name}`);
    }
    await rm(modPhpIni, { force: true });
    await this.restartPhp();
    await this.restartServer();
  }

  async close(): Promise<void> {
    await this.closeServer();
    await this.fpm?.stop();
    this.fpm = null;
  }

  /** Writes the directives where this PHP reads them, and starts it anew. */
  async restartPhp(): Promise<void> {
    const { kind, php, pools, poolLines, user, listen } = this.state;
    if (kind === 'apache-mod') {
      const lines = [...php].map(([name, value]) => `${name} = "${value}"\n`);
      await writeFile(modPhpIni, lines.join(''));
      if (this.servers.length > 0) await this.restartServer();
      return;
    }
    await this.fpm?.stop();
    const folder = `${phpFolder}/fpm/pool.d`;
    for (const name of await readdir(folder)) await rm(`${folder}/${name}`);
    await writeFile(`${folder}/billing.conf`, fpmPool({ name: 'billing', user, socket: listen, values: php, lines: poolLines }));
    for (const [name, values] of pools) {
      await writeFile(`${folder}/${name}.conf`, fpmPool({ name, user, socket: `/run/php/${name}.sock`, values }));
    }
    await rm(fpmSocket, { force: true });
    this.fpm = await start({
      name: 'php-fpm',
      command: [...this.state.fpmThrough, `php-fpm${phpVersion}`, '-F', '-y', `${phpFolder}/fpm/php-fpm.conf`],
      log: `${this.state.logs}/php-fpm.out`,
      env: this.state.fpmEnvironment,
      ready: () => accepts(listeningAt(listen)),
    });
  }

  async restartServer(): Promise<void> {
    await this.closeServer();
    const { kind, root, names, lines, frontLines, phpLines, routing, leaf, sockets } = this.state;
    const text: SiteText = { root, names, lines, frontLines, phpLines, routing, leaf, sockets };
    if (kind === 'nginx') {
      await writeFile('/etc/nginx/sites-enabled/billing', nginxSite(text));
      this.servers.push(await this.startNginx());
      return;
    }
    await this.writeApache(text);
    this.servers.push(await this.startApache());
    if (kind === 'nginx-apache') {
      await writeFile('/etc/nginx/sites-enabled/billing', nginxFront(text));
      this.servers.push(await this.startNginx());
    }
  }

  /** Nothing answers at the site's addresses. */
  async closeServer(): Promise<void> {
    for (const server of this.servers.splice(0)) await server.stop();
  }

  private startNginx(): Promise<Running> {
    return start({
      name: 'nginx',
      command: ['nginx', '-g', 'daemon off;'],
      log: `${this.state.logs}/nginx.out`,
      ready: () => accepts({ host: site.ipv4, port: 443 }),
    });
  }

  private startApache(): Promise<Running> {
    const [host, port] = innerApache.split(':');
    const inner = this.state.kind === 'nginx-apache';
    return start({
      name: 'apache2',
      command: ['apache2', '-DFOREGROUND'],
      log: `${this.state.logs}/apache2.out`,
      ownGroup: true,
      env: {
        APACHE_RUN_USER: 'www-data',
        APACHE_RUN_GROUP: 'www-data',
        APACHE_PID_FILE: '/run/apache2/apache2.pid',
        APACHE_RUN_DIR: '/run/apache2',
        APACHE_LOCK_DIR: '/run/lock/apache2',
        APACHE_LOG_DIR: '/var/log/apache2',
      },
      ready: () => accepts(inner ? { host: host ?? '', port: Number(port) } : { host: site.ipv4, port: 443 }),
    });
  }

  private async writeApache(text: SiteText): Promise<void> {
    const { kind } = this.state;
    for (const folder of ['mods-enabled', 'conf-enabled']) {
      for (const name of await readdir(`/etc/apache2/${folder}`)) await rm(`/etc/apache2/${folder}/${name}`);
    }
    for (const name of apacheModules(kind, phpVersion)) {
      if (this.state.withoutModules.includes(name)) continue;
      for (const file of [`${name}.load`, `${name}.conf`]) {
        if (existsSync(`/etc/apache2/mods-available/${file}`)) {
          await symlink(`../mods-available/${file}`, `/etc/apache2/mods-enabled/${file}`);
        }
      }
    }
    await writeFile('/etc/apache2/ports.conf', apachePorts(kind));
    await writeFile('/etc/apache2/sites-enabled/billing.conf', apacheSite(kind, text));
  }
}

/** A file in the conf.d folder of every PHP; null removes it. */
export async function phpIni(name: string, contents: string | null): Promise<void> {
  for (const sapi of sapis) {
    const folder = `${phpFolder}/${sapi}/conf.d`;
    if (!existsSync(folder)) continue;
    if (contents === null) await rm(`${folder}/${name}`, { force: true });
    else await writeFile(`${folder}/${name}`, contents);
  }
}

/** Switches an extension off or on again for the PHP that serves the site. */
export async function phpExtension(name: string, enabled: boolean, sapi: 'fpm' | 'apache2'): Promise<void> {
  const folder = `${phpFolder}/${sapi}/conf.d`;
  for (const file of await readdir(folder)) {
    if (new RegExp(`^\\d+-${name}\\.ini$`, 'u').test(file)) await rm(`${folder}/${file}`);
  }
  if (enabled) await symlink(`${phpFolder}/mods-available/${name}.ini`, `${folder}/25-${name}.ini`);
}

/** Copies the application to its root and gives it to its user. */
export async function installApplication(from: string, root: string, user: string | null): Promise<void> {
  await mkdir(root, { recursive: true });
  await run('cp', ['-r', `${from}/.`, root]);
  await mkdir(`${root}/templates_c`, { recursive: true });
  await chmod(root, 0o755);
  if (user !== null) await run('chown', ['-R', `${user}:${user}`, root]);
}

function listeningAt(where: string): Parameters<typeof accepts>[0] {
  if (where.startsWith('/')) return { path: where };
  const { hostname, port } = new URL(`tcp://${where}`);
  return { host: hostname, port: Number(port) };
}

export function accepts(where: { readonly host: string; readonly port: number } | { readonly path: string }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(where);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
