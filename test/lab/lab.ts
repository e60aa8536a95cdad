/**
 * A server with a WHMCS-like install, made of real components at their real places: MariaDB, PHP, nginx or Apache, a resolver, Redis or
 * memcached, a fake Cloudflare and a fake internet. It runs only inside the namespaces that machine.sh makes.
 */
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Authority, type Leaf, type LeafWish, makeAuthority, makeLeaf } from './certificates.js';
import { configurationPhp } from './configuration.js';
import { prepareDatabase, runSql, startDatabase } from './database.js';
import { Edge, healthyEdge } from './edge.js';
import { configurationLines, healthySite, type LabOptions, plain, restorationLines, sessionFolderOf } from './healthy-site.js';
import { Internet } from './internet.js';
import type { Layout } from './layouts/layout.js';
import { LabMail, mailAddress, mailHost, seedMail } from './mail-server.js';
import { cloudflare, everyPublishedRange, internetAddresses, licenseAddresses, site, timeServers, visitors } from './names.js';
import { run, type Running, startCron } from './process.js';
import { Names } from './resolver.js';
import { accounts, databasePassword, seed } from './seed.js';
import { startMemcached, startRedis } from './session-server.js';
import { Visitor } from './visitor.js';
import { installApplication, phpIni, phpVersion, type SiteServer, WebServer } from './web-server.js';

export { type LabOptions, plain } from './healthy-site.js';
export const asRoot = process.getuid?.() === 0;
const machine = process.env['LAB_MACHINE'] ?? '';
export const cacheFolder = fileURLToPath(new URL('../../.lab-cache/', import.meta.url));
export const appFolder = fileURLToPath(new URL('app/', import.meta.url));

/** Debian's cleaner of sessions, as the package put it there. */
const crontabs = '/var/spool/cron/crontabs';
const cleanerLine = await readFile('/etc/cron.d/php', 'utf8').catch(() => null);

/** What a fault says of the time zone to the PHP of the command line. */
export const zoneOfCommandLine = `/etc/php/${phpVersion}/cli/conf.d/99-zone.ini`;

export class Lab {
  /** The authority that both PHP and the program are told to trust. */
  readonly ca: string;
  readonly internet: Internet;
  readonly edge: Edge;
  readonly names: Names;
  readonly web: SiteServer;
  readonly mail: LabMail;
  /** Where people sign in: the System URL, and the admin folder's name. */
  readonly address = { url: site.url as string, admin: 'admin' };
  private database: Running | null = null;
  /** It is stopped, or lives in another time. */
  private databaseTouched = false;
  private serving = false;
  private sessionServer: Running | null = null;
  private cron: Running | null = null;
  private readonly mounts: string[] = [];

  private constructor(
    readonly options: LabOptions,
    readonly folder: string,
    readonly authority: Authority,
    /** The install's root folder. */
    readonly root: string,
    /** Whom PHP runs as; null: whoever runs the lab. */
    readonly user: string | null,
    private readonly leaf: Leaf,
    outside: Leaf,
    /** Where another system than Debian keeps its files; null: Debian. */
    private readonly layout: Layout | null,
  ) {
    this.ca = authority.cert;
    this.internet = new Internet(outside);
    this.edge = new Edge(leaf);
    this.mail = new LabMail(outside);
    this.names = new Names(folder);
    const state = { kind: options.web, root, user, logs: folder, ...this.healthySite() };
    this.web = layout === null ? new WebServer(state) : layout.server(state);
  }

  /** `change`: what this lab has otherwise than the healthy one, made before anything serves the site. */
  static async start(
    wanted: Partial<LabOptions> = {},
    layout: Layout | null = null,
    change: (lab: Lab) => Promise<void> = () => Promise.resolve(),
  ): Promise<Lab> {
    const web = process.env['LAB_WEB'];
    if (web === undefined) throw new Error('the lab runs only inside its own namespaces: npm run test:lab, or see test/lab/machine.sh');
    const attempt = () => Lab.attempt(web, wanted, layout, change);
    // a hook is not tried again as a test is: what a busy machine stalls is
    return attempt().catch(async (error: unknown) => {
      console.warn(`test/lab: started once more: ${String(error)}`);
      await delay(1000);
      return attempt();
    });
  }

  private static async attempt(
    web: string,
    wanted: Partial<LabOptions>,
    layout: Layout | null,
    change: (lab: Lab) => Promise<void>,
  ): Promise<Lab> {
    const options = { ...plain, ...layout?.options, ...wanted };
    const folder = await mkdtemp(join(tmpdir(), 'whmcs-lab-'));
    await chmod(folder, 0o755);
    const authority = await makeAuthority(folder, 'root');
    const outsideNames = ['licensing.whmcs.com', ...Object.keys(licenseAddresses), ...Object.keys(internetAddresses), mailHost];
    const [inside, outside] = await Promise.all([
      makeLeaf(folder, 'site', { names: [site.host, site.apex], issuer: authority }),
      makeLeaf(folder, 'internet', { names: outsideNames, issuer: authority }),
      prepareDatabase(join(folder, 'database'), cacheFolder),
    ]);
    const user = asRoot ? (layout?.user ?? (options.web === 'apache-mod' ? 'www-data' : 'acme')) : null;
    const lab = new Lab(options, folder, authority, layout?.root ?? `${web}/billing`, user, inside, outside, layout);
    try {
      await lab.open(change);
    } catch (error) {
      await lab.stop();
      throw error;
    }
    return lab;
  }

  /** Ends every process of this lab and removes what it wrote. */
  async stop(): Promise<void> {
    await this.web.close();
    await this.edge.close();
    await this.internet.close();
    await this.mail.close();
    await this.names.close();
    await this.sessionServer?.stop();
    await this.stopDatabase();
    await this.cron?.stop();
    await this.unmountAll();
    await this.removeSessionFolders();
    await rm(this.folder, { recursive: true, force: true });
    await rm(this.root, { recursive: true, force: true });
    await this.layout?.remove();
  }

  /** Everything as it was when the lab had just started, whatever was changed since. */
  async restore(): Promise<void> {
    this.serving = false;
    await this.web.close();
    await this.unmountAll();
    await this.removeSessionFolders();
    await this.emptyLogs();
    Object.assign(this.web.state, this.healthySite());
    Object.assign(this.edge.options, healthyEdge);
    this.edge.purge();
    await this.internet.restore();
    await this.mail.restore();
    if (this.databaseTouched) await this.restartDatabase();
    if (this.sessionServer !== null) await this.restartSessionServer();
    await this.furnish();
    await this.web.open();
    this.serving = true;
    await this.signIns();
  }

  /** The folder that holds the sessions, where they are files. */
  get sessionFolder(): string {
    return sessionFolderOf(this.options);
  }

  /** Sets a row of tblconfiguration; null removes it. */
  async setting(name: string, value: string | null): Promise<void> {
    await runSql('DELETE FROM tblconfiguration WHERE setting = ?', [name]);
    // no REPLACE: before 8.0 the table had no unique key
    if (value !== null) await runSql('INSERT INTO tblconfiguration (setting, value) VALUES (?, ?)', [name, value]);
  }

  sql(statement: string, values: readonly unknown[] = []): Promise<unknown> {
    return runSql(statement, values);
  }

  /** Sets directives of the site's PHP (null: takes them out) and starts it anew. */
  async php(values: Readonly<Record<string, string | null>>): Promise<void> {
    for (const [name, value] of Object.entries(values)) {
      if (value === null) this.web.state.php.delete(name);
      else this.web.state.php.set(name, value);
    }
    await this.web.restartPhp();
  }

  /** Replaces the additional lines of the site's web server configuration. */
  async siteLines(lines: readonly string[]): Promise<void> {
    this.web.state.lines = lines;
    await this.web.restartServer();
  }

  /** Replaces the lines that follow the installer's and those of the session store in configuration.php. */
  async configuration(lines: readonly string[]): Promise<void> {
    const file = join(this.root, 'configuration.php');
    await rm(file, { force: true });
    const all = [...configurationLines(this.options), ...lines];
    await writeFile(file, configurationPhp({ password: databasePassword, lines: all }), { mode: 0o400 });
    await this.give(file);
    // PHP looks at a file's time only every other second (opcache.revalidate_freq).
    if (this.serving) await this.web.restartPhp();
  }

  /** Lines after the two of localhost in the machine's hosts file. */
  async hosts(lines: readonly string[]): Promise<void> {
    await writeFile('/etc/hosts', ['127.0.0.1 localhost', '::1 localhost', ...lines].map((line) => `${line}\n`).join(''));
  }

  certificate(label: string, wish: Omit<LeafWish, 'issuer'> & { readonly issuer?: Authority }): Promise<Leaf> {
    return makeLeaf(this.folder, label, { issuer: this.authority, ...wish });
  }

  /** What the kernel says of its clock; the clock itself is never touched. */
  async clockSynchronised(yes: boolean): Promise<void> {
    await writeFile(`${machine}/clock-synchronised`, yes ? 'yes\n' : 'no\n');
  }

  async restartDatabase(env: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.stopDatabase();
    this.databaseTouched = Object.keys(env).length > 0;
    this.database = await startDatabase(join(this.folder, 'database'), join(this.folder, 'mariadbd.out'), env);
  }

  async stopDatabase(): Promise<void> {
    await this.database?.stop();
    this.database = null;
    this.databaseTouched = true;
  }

  /** Starts the session server with further options of its own. */
  async restartSessionServer(options: readonly string[] = []): Promise<void> {
    await this.stopSessionServer();
    this.sessionServer = await (this.options.sessions === 'redis' ? startRedis(this.folder, options) : startMemcached(this.folder));
  }

  async stopSessionServer(): Promise<void> {
    await this.sessionServer?.stop();
  }

  /** A plain PHP file of a third party, which runs with every request; null removes it. */
  async hook(name: string, contents: string | null): Promise<void> {
    const file = join(this.root, 'includes/hooks', `${name}.php`);
    await mkdir(join(this.root, 'includes/hooks'), { recursive: true });
    if (contents === null) await rm(file, { force: true });
    else await writeFile(file, contents);
    await this.web.restartPhp();
  }

  /** Cron's process ends, or begins again. */
  async cronRuns(yes: boolean): Promise<void> {
    await this.cron?.stop();
    this.cron = yes ? await startCron(this.folder) : null;
  }

  /** Makes a folder of PHP's user, or gives it to that user. */
  async userFolder(path: string, mode = 0o700): Promise<void> {
    await mkdir(path, { recursive: true });
    await chmod(path, mode);
    await this.give(path);
  }

  /** Mounts a small file system of its own, which PHP's user may write to. */
  async mount(path: string, options: string): Promise<void> {
    await this.mountOn(path, ['-t', 'tmpfs', '-o', options, 'tmpfs']);
    if (!options.split(',').includes('ro')) await this.userFolder(path);
  }

  /** Mounts something until the lab is restored; `what` as mount(8) takes it. */
  async mountOn(path: string, what: readonly string[]): Promise<void> {
    await mkdir(path, { recursive: true });
    await run('mount', [...what, path]);
    this.mounts.push(path);
  }

  async remount(path: string, options: string): Promise<void> {
    await run('mount', ['-o', `remount,${options}`, path]);
  }

  visitor(from: string | null = visitors.first, to: string | null = null): Visitor {
    return new Visitor(from, this.ca, to);
  }

  /** A user and an administrator sign in from their own addresses, so that WHMCS records what it takes for these. */
  async signIns(): Promise<boolean> {
    const { url, admin } = this.address;
    const asUser = await this.visitor(visitors.first).signIn(`${url}index.php?rp=/login`, accounts.user, `${url}clientarea.php`);
    const asAdmin = await this.visitor(visitors.second).signIn(`${url}${admin}/login.php`, accounts.admin, `${url}${admin}/index.php`);
    return asUser && asAdmin;
  }

  async forgetSignIns(): Promise<void> {
    await runSql("DELETE FROM tblactivitylog; DELETE FROM tbladminlog; UPDATE tblusers SET last_ip = '', last_login = NULL");
  }

  /** What makes the visitor's address out of the proxy's, in the words of the web server at hand. */
  restoration(ranges?: readonly string[]): readonly string[] {
    return restorationLines(this.options, ranges);
  }

  private healthySite() {
    return healthySite(this.options, this.leaf);
  }

  /** Makes it PHP's user's. */
  async give(path: string): Promise<void> {
    if (this.user === null) return;
    const [uid, gid] = await Promise.all(['-u', '-g'].map((which) => run('id', [which, this.user ?? 'root'])));
    await chown(path, Number(uid), Number(gid));
  }

  private async open(change: (lab: Lab) => Promise<void>): Promise<void> {
    await this.layout?.prepare();
    const opening = [
      this.names.open(join(this.folder, 'dnsmasq.out')),
      this.internet.open(),
      this.mail.restore(),
      this.restartDatabase(),
      this.layout?.system.withoutCron === true ? undefined : startCron(this.folder).then((cron) => (this.cron = cron)),
      this.options.sessions === 'redis' || this.options.sessions === 'memcached' ? this.restartSessionServer() : undefined,
      this.options.front === 'cloudflare' ? this.edge.open() : undefined,
    ];
    // all have ended before one that failed is told of: nothing starts while the others are stopped
    await Promise.allSettled(opening);
    await Promise.all(opening);
    await this.furnish();
    await change(this);
    await this.web.open();
    this.serving = true;
    await this.signIns();
  }

  /** Names, files and rows of a healthy install. */
  private async furnish(): Promise<void> {
    const { front, restore, sessions } = this.options;
    const everywhere = front === 'cloudflare' ? [cloudflare.ipv4, cloudflare.ipv6] : [site.ipv4, site.ipv6];
    const time = Object.fromEntries(Object.entries(timeServers).map(([name, address]) => [name, [address]]));
    for (const name of [site.host, site.apex]) this.internet.records.set(name, everywhere);
    this.internet.mailRecords();
    await rm(this.root, { recursive: true, force: true });
    await this.removeCrontabs();
    await rm(zoneOfCommandLine, { force: true });
    const trusted = front === 'cloudflare' && restore === 'application' ? everyPublishedRange : [];
    await Promise.all([
      this.names.replace({
        ...licenseAddresses,
        ...internetAddresses,
        ...time,
        [site.host]: everywhere,
        [site.apex]: everywhere,
        [mailHost]: [mailAddress],
      }),
      installApplication(appFolder, this.root, this.user),
      seed(trusted).then(seedMail),
      this.hosts([]),
      cleanerLine === null || this.layout !== null ? undefined : writeFile('/etc/cron.d/php', cleanerLine),
      this.clockSynchronised(true),
      phpIni('99-lab-authority.ini', `curl.cainfo = "${this.ca}"\nopenssl.cafile = "${this.ca}"\n`),
      sessions === 'files' ? this.userFolder(this.sessionFolder) : undefined,
    ]);
    await this.configuration([]);
    if (this.layout !== null) return this.layout.furnish(this.ca);
    await this.crontab([`*/5 * * * * /usr/bin/php -q ${this.root}/crons/cron.php`]);
  }

  /** Writes the lines of the install's account. */
  async crontab(lines: readonly string[]): Promise<void> {
    await writeFile(join(crontabs, this.user ?? 'acme'), lines.map((line) => `${line}\n`).join(''), { mode: 0o600 });
  }

  /** A crontab that another lab left, for another account, would be read as well. */
  private async removeCrontabs(): Promise<void> {
    // a layout without this folder has none
    for (const name of await readdir(crontabs).catch(() => [])) await rm(join(crontabs, name));
  }

  private async unmountAll(): Promise<void> {
    for (const path of this.mounts.splice(0).reverse()) await run('umount', [path]);
  }

  /** What an earlier fault made the web server, PHP or the kernel write. */
  private async emptyLogs(): Promise<void> {
    for (const name of await readdir('/var/log', { recursive: true }))
      if (/\.log$/.test(name)) await rm(join('/var/log', name), { force: true });
  }

  /** Every folder below PHP's own, and the sessions in Debian's. */
  private async removeSessionFolders(): Promise<void> {
    for (const name of await readdir('/var/lib/php')) {
      if (name === 'modules') continue;
      if (name !== 'sessions') await rm(`/var/lib/php/${name}`, { recursive: true, force: true });
      else for (const file of await readdir('/var/lib/php/sessions')) await rm(`/var/lib/php/sessions/${file}`, { recursive: true });
    }
  }
}
