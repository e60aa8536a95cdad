/** A real sshd, and an operator's ssh that knows it: a configuration, keys and known hosts of their own, nobody's on this machine. */
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect } from 'node:net';
import { run, type Running, start } from './process.js';

const port = 2222;
const relay = fileURLToPath(new URL('delay.js', import.meta.url));

export interface SshdWish {
  /** Further lines of sshd_config, before the others. */
  readonly sshd?: readonly string[];
  /** Further lines of the operator's ssh_config for it, before the others. */
  readonly ssh?: readonly string[];
  /** Before the key in authorized_keys, as `restrict`. */
  readonly keyOptions?: string;
}

/** Which machine it stands for. */
export interface SshdPlace {
  /** Its name for the operator's ssh. */
  readonly name: string;
  readonly address: string;
  /** Before sshd's own command, as `unshare` with mounts of its own. */
  readonly within?: readonly string[];
}

export class LabSshd {
  private daemon: Running | null = null;

  private constructor(
    private readonly folder: string,
    private readonly place: SshdPlace,
  ) {}

  static async start(labFolder: string, wish: SshdWish = {}, place: SshdPlace = { name: 'lab', address: '127.0.0.22' }): Promise<LabSshd> {
    const folder = join(labFolder, `ssh-${place.name}`);
    await mkdir(folder, { recursive: true });
    await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
    for (const name of ['host', 'key', 'other'])
      await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', join(folder, name)]);
    await mkdir(join(folder, 'bin'));
    // ssh looks for ~/.ssh in the account's home: the operator's there is left alone
    await writeFile(join(folder, 'bin/ssh'), `#!/bin/sh\nexec /usr/bin/ssh -F ${folder}/config "$@"\n`);
    await chmod(join(folder, 'bin/ssh'), 0o755);
    const sshd = new LabSshd(folder, place);
    await sshd.restart(wish);
    return sshd;
  }

  /** For the environment of the program. */
  get path(): string {
    return `${join(this.folder, 'bin')}:/usr/sbin:/usr/bin:/sbin:/bin`;
  }

  get pid(): number {
    return this.daemon?.pid ?? 0;
  }

  target(root: string, user: string | null = 'root'): string {
    const folder = root.split('/').map(encodeURIComponent).join('/');
    return `ssh://${user === null ? '' : `${user}@`}${this.place.name}${folder}`;
  }

  /** Starts it anew with other lines. */
  async restart({ sshd = [], ssh = [], keyOptions = '' }: SshdWish = {}): Promise<void> {
    await this.stop();
    const { folder } = this;
    const { name, address, within = [] } = this.place;
    const key = await readFile(join(folder, 'key.pub'), 'utf8');
    const hostKey = (await readFile(join(folder, 'host.pub'), 'utf8')).split(' ').slice(0, 2).join(' ');
    await writeFile(join(folder, 'authorized_keys'), `${keyOptions} ${key}`.trimStart());
    await writeFile(join(folder, 'known_hosts'), `[${address}]:${port} ${hostKey}\n`);
    const config = [
      ...sshd,
      `Port ${port}`,
      `ListenAddress ${address}`,
      `HostKey ${folder}/host`,
      `AuthorizedKeysFile ${folder}/authorized_keys`,
      'StrictModes no',
      'UsePAM no',
      'PidFile none',
      'Subsystem sftp internal-sftp',
    ];
    await writeFile(join(folder, 'sshd_config'), `${config.join('\n')}\n`);
    const operator = [
      `Host ${name}`,
      ...ssh,
      `HostName ${address}`,
      `Port ${port}`,
      `IdentityFile ${folder}/key`,
      'IdentitiesOnly yes',
      `UserKnownHostsFile ${folder}/known_hosts`,
      'GlobalKnownHostsFile none',
    ];
    await writeFile(join(folder, 'config'), `${operator.join('\n  ')}\n`);
    this.daemon = await start({
      name: 'sshd',
      command: [...within, '/usr/sbin/sshd', '-D', '-e', '-f', join(folder, 'sshd_config')],
      log: join(folder, 'sshd.out'),
      ready: () => answers(address),
    });
  }

  file(name: string): string {
    return join(this.folder, name);
  }

  async stop(): Promise<void> {
    await this.daemon?.stop();
    this.daemon = null;
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The line of ssh_config that makes every byte take this long, each way. */
export function delayed(ms: number): string {
  return `ProxyCommand ${process.execPath} ${relay} %h %p ${ms}`;
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    socket.once('connect', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(false));
  });
}
