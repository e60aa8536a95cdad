/**
 * A bare Debian without Node in which the lab's install can be looked at: as a server where nothing but the executable was copied to. What is
 * written there goes to a layer above the tree, which is gone afterwards; `written` tells of it.
 */
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ended } from './doctor.js';
import { run } from './process.js';

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Wish {
  readonly as?: 'root' | 'nobody';
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What the two machines share: the install, its servers' sockets and configuration, the names and the accounts. */
const shared = ['/run', '/tmp', '/dev', '/etc/hosts', '/etc/resolv.conf', '/etc/nsswitch.conf', '/etc/passwd', '/etc/group'];
const sharedFolders = ['/etc/nginx', '/etc/php', '/etc/cron.d', '/var/lib/php', '/var/spool/cron', '/var/log', '/usr/lib/php'];

export class BareDebian {
  private readonly mounted: string[] = [];
  private constructor(
    readonly root: string,
    private readonly folder: string,
  ) {}

  static async start(tree: string, webRoot: string): Promise<BareDebian> {
    const folder = mkdtempSync('/run/bare-debian-');
    const root = join(folder, 'root');
    for (const name of ['root', 'upper', 'work']) mkdirSync(join(folder, name), { mode: 0o755 });
    const debian = new BareDebian(root, folder);
    const layers = `lowerdir=${tree},upperdir=${join(folder, 'upper')},workdir=${join(folder, 'work')}`;
    await run('mount', ['-t', 'overlay', '-o', layers, 'overlay', root]);
    debian.mounted.push(root);
    await run('mount', ['--rbind', '/proc', join(root, 'proc')]);
    debian.mounted.push(join(root, 'proc'));
    for (const path of [...shared, ...sharedFolders, webRoot]) if (existsSync(path)) await debian.bring(path);
    return debian;
  }

  /** What is at a path of this machine is at the same path of that one. */
  async bring(from: string, to = from): Promise<void> {
    const place = join(this.root, to);
    const isFolder = statSync(from).isDirectory();
    mkdirSync(isFolder ? place : join(place, '..'), { recursive: true });
    if (!isFolder && !existsSync(place)) writeFileSync(place, '');
    await run('mount', ['--bind', from, place]);
    this.mounted.push(place);
  }

  copy(from: string, to: string): void {
    mkdirSync(join(this.root, to, '..'), { recursive: true });
    copyFileSync(from, join(this.root, to));
  }

  /** A program of that machine with its own environment only. */
  async run(command: readonly string[], { as = 'root', input = '', env = {} }: Wish = {}): Promise<Ended> {
    const who = as === 'root' ? [] : ['--userspec=65534:65534', '--groups='];
    const own = { PATH: '/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/', LANG: 'C.UTF-8', ...env };
    return ended(spawn('chroot', [...who, this.root, ...command], { env: own }), input);
  }

  /** Every file and folder that is not as the tree had it, and those of the shared /tmp. */
  written(): readonly string[] {
    const own = readdirSync(join(this.folder, 'upper'), { recursive: true }).map(String);
    return [...own.map((path) => `/${path}`), ...readdirSync('/tmp').map((name) => `/tmp/${name}`)].sort();
  }

  async stop(): Promise<void> {
    for (const place of this.mounted.reverse()) await run('umount', ['-l', place]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
