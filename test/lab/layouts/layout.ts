/** A system that keeps its files elsewhere than Debian does: its files, its folders and how its daemons are started. */
import { appendFile, chmod, chown, mkdir, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { asRoot, type LabOptions } from '../lab.js';
import { type Daemon, run, type Running, start } from '../process.js';
import { phpVersion, type SiteServer, type WebState } from '../web-server.js';
import { Covers } from './covers.js';

export interface Owned {
  readonly path: string;
  readonly mode: number;
  /** `user` or `user:group`; default: root. */
  readonly owner?: string;
}

export interface OwnedFile extends Owned {
  readonly text: string;
}

export interface Link {
  readonly path: string;
  readonly to: string;
}

/** What tells one system from another; the rest is common to all. */
export interface System {
  readonly options: Partial<LabOptions>;
  readonly root: string;
  readonly user: string;
  /** Home of the account `acme`. */
  readonly home: string;
  /** Folders on the machine's disk in which it has entries of its own: folder → former entries that it has not. */
  readonly opened: Readonly<Record<string, readonly string[]>>;
  /** What it has not of Debian's /etc. */
  readonly withoutEtc: readonly string[];
  /** Folder of PHP's additional files. */
  readonly iniFolder: string;
  /** Extensions of Debian's that its PHP has not. */
  readonly withoutExtensions?: readonly string[];
  /** Other users' processes cannot be seen. */
  readonly hidesProcesses?: boolean;
  readonly withoutCron?: boolean;
  /** Accounts that Debian has not: name → user and group id. */
  readonly accounts?: Readonly<Record<string, number>>;
  readonly folders: readonly Owned[];
  readonly files: readonly OwnedFile[];
  readonly links?: readonly Link[];
  /** What PHP reads: php.ini and pools. */
  phpFiles(state: WebState): readonly OwnedFile[];
  webFiles(state: WebState): readonly OwnedFile[];
  fpm(state: WebState): Daemon;
  servers(state: WebState): readonly Daemon[];
}

export class Layout {
  private readonly covers = new Covers();
  private readonly extensions = new Map<string, string>();
  private ca = '';

  constructor(readonly system: System) {}

  get options(): Partial<LabOptions> {
    // Its session folders are its own: the lab makes none and sets none.
    return { sessions: 'debian', ...this.system.options };
  }

  get root(): string {
    return this.system.root;
  }

  get user(): string {
    return this.system.user;
  }

  /** Makes room for the system's files. */
  async prepare(): Promise<void> {
    const { system, covers } = this;
    const debian = `/etc/php/${phpVersion}/fpm/conf.d`;
    for (const name of await readdir(debian)) {
      const without = system.withoutExtensions?.some((extension) => name.endsWith(`-${extension}.ini`)) ?? false;
      if (!without) this.extensions.set(name, await readFile(`${debian}/${name}`, 'utf8'));
    }
    await covers.copy('/etc', system.withoutEtc);
    const accounts = await readFile('/etc/passwd', 'utf8');
    await writeFile('/etc/passwd', accounts.replace(/^(acme:(?:[^:]*:){4})[^:]*/mu, `$1${system.home}`));
    for (const [name, id] of Object.entries(system.accounts ?? {})) {
      await appendFile('/etc/passwd', `${name}:x:${id}:${id}::/nonexistent:/usr/sbin/nologin\n`);
      await appendFile('/etc/group', `${name}:x:${id}:\n`);
    }
    for (const [folder, without] of Object.entries(system.opened)) await covers.open(folder, without);
    if (system.hidesProcesses === true && asRoot) await run('mount', ['-o', 'remount,hidepid=2', '/proc']);
  }

  /** Everything as the lab's machine had it. */
  async remove(): Promise<void> {
    if (this.system.hidesProcesses === true && asRoot) await run('mount', ['-o', 'remount,hidepid=0', '/proc']);
    await this.covers.remove();
  }

  /** The system's folders and files, and what makes PHP trust the lab's authority. */
  async furnish(ca: string): Promise<void> {
    this.ca = ca;
    await this.furnishAs(this.system);
  }

  async furnishAs({ folders, files, links = [], iniFolder }: System): Promise<void> {
    for (const folder of folders) await makeFolder(folder);
    await mkdir(iniFolder, { recursive: true });
    for (const [name, text] of this.extensions) await writeFile(`${iniFolder}/${name}`, text);
    await writeFile(`${iniFolder}/99-lab-authority.ini`, `curl.cainfo = "${this.ca}"\nopenssl.cafile = "${this.ca}"\n`);
    for (const file of files) await makeFile(file);
    for (const { path, to } of links) {
      await mkdir(dirname(path), { recursive: true });
      await rm(path, { force: true });
      await symlink(to, path);
    }
  }

  server(state: WebState): SiteServer {
    return new LayoutServer(this, state);
  }
}

export class LayoutServer implements SiteServer {
  private php: Running | null = null;
  private readonly servers: Running[] = [];
  private system: System;

  constructor(
    private readonly layout: Layout,
    readonly state: WebState,
  ) {
    this.system = layout.system;
  }

  async open(): Promise<void> {
    this.system = this.layout.system;
    await this.restartPhp();
    await this.restartServer();
  }

  async close(): Promise<void> {
    await this.closeServer();
    await this.php?.stop();
    this.php = null;
  }

  /** Goes on as this system: another PHP, say. */
  async become(system: System): Promise<void> {
    this.system = system;
    await this.layout.furnishAs(system);
    await this.restartPhp();
    await this.restartServer();
  }

  async restartPhp(): Promise<void> {
    await this.php?.stop();
    for (const file of this.system.phpFiles(this.state)) await makeFile(file);
    this.php = await start(this.system.fpm(this.state));
  }

  async restartServer(): Promise<void> {
    await this.closeServer();
    for (const file of this.system.webFiles(this.state)) await makeFile(file);
    for (const daemon of this.system.servers(this.state)) this.servers.push(await start(daemon));
  }

  async closeServer(): Promise<void> {
    for (const server of this.servers.splice(0)) await server.stop();
  }
}

async function makeFolder(folder: Owned): Promise<void> {
  await mkdir(folder.path, { recursive: true });
  await own(folder);
}

async function makeFile(file: OwnedFile): Promise<void> {
  await mkdir(dirname(file.path), { recursive: true });
  // Anew: what was there may be a link, or a file of another owner.
  await rm(file.path, { force: true });
  await writeFile(file.path, file.text);
  await own(file);
}

async function own({ path, mode, owner }: Owned): Promise<void> {
  if (asRoot && owner !== undefined) await run('chown', [owner, path]);
  else if (asRoot) await chown(path, 0, 0);
  await chmod(path, mode);
}

/** "name = value" lines as administrator's values of a pool. */
export function poolValues(values: ReadonlyMap<string, string>): string {
  return [...values].map(([name, value]) => `php_admin_value[${name}] = ${JSON.stringify(value)}\n`).join('');
}

/** Starts a daemon under the name that it has on that system. */
export function named(name: string, command: readonly string[]): readonly string[] {
  return ['bash', '-c', `exec -a ${name} "$@"`, 'named', ...command];
}

/** LoadModule lines of Debian's modules, which are the same programs under another distribution's configuration. */
export function loadModules(names: readonly string[]): string {
  return names.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so\n`).join('');
}
