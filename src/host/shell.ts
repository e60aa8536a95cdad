/** Programs, processes and accounts of this machine. */
import { LookFailed } from '../logic/failure.js';
import type { AllowedProgram, As, Files, Identity, ProcessSeen, Ran, Shell } from '../model.js';
import { accountIn, withGroups, type Account } from './accounts.js';
import { assertAllowed, programFolders } from './allowed-programs.js';
import type { Lookers } from './looker.js';
import { rightsFor, type OnTouch } from './rights.js';
import { runFolder } from './run-folder.js';
import { runProgram } from './run-program.js';

const defaultMaxBytes = 1024 * 1024;
const maxProcesses = 32_768;
/** Larger account databases are asked through getent. */
const maxAccountBytes = 4 * 1024 * 1024;

export interface ShellOptions {
  readonly lookers: Lookers;
  readonly files: Files;
  readonly me: Identity;
  readonly timeoutMs: number;
  readonly onTouch: OnTouch;
}

type RunHow = NonNullable<Parameters<Shell['run']>[2]>;

export class LocalShell implements Shell {
  constructor(private readonly options: ShellOptions) {}

  async run(program: AllowedProgram, args: readonly string[], how: RunHow = {}): Promise<Ran> {
    assertAllowed(program, args);
    const { me, timeoutMs } = this.options;
    const as = rightsFor(me, how.as, program);
    const path = await this.#find(program, how, as);
    this.options.onTouch({ kind: 'run', what: [path, ...args].join(' ') });
    const folder = how.cwd === undefined ? null : await runFolder(this.options.files, how.cwd, as, how.signal);
    try {
      return await runProgram(path, args, {
        name: how.path ?? program,
        as,
        cwd: folder?.path,
        timeoutMs: how.timeoutMs ?? timeoutMs,
        maxBytes: how.maxBytes ?? defaultMaxBytes,
        signal: how.signal,
      });
    } finally {
      await folder?.close();
    }
  }

  /** The program's file. Root runs only what nobody else could have put there; another user's rights can do no more than he can himself. */
  async #find(program: AllowedProgram, how: RunHow, as: As | null): Promise<string> {
    if (program !== 'php' && how.path !== undefined)
      throw new LookFailed('denied', `${program} is only run from the folders of the system`);
    if (program === 'php' && !how.path?.startsWith('/'))
      throw new LookFailed('malformed', `PHP must be named by an absolute path, not ${how.path ?? 'nothing'}`);
    const candidates = how.path === undefined ? programFolders.map((folder) => `${folder}/${program}`) : [how.path];
    const { lookers, timeoutMs, me } = this.options;
    const found = await lookers
      .with(null)
      .ask('program', { candidates }, { subject: candidates.join(', '), timeoutMs, signal: how.signal });
    if (!found) throw new LookFailed('absent', how.path === undefined ? `${program} is not installed` : `there is no program ${how.path}`);
    if (found.foreign !== null && me.uid === 0 && (as === null || as.uid === 0)) {
      throw new LookFailed('denied', `${found.path} is not run as root: ${found.foreign}`);
    }
    return found.path;
  }

  async processes(signal?: AbortSignal): Promise<readonly ProcessSeen[]> {
    this.options.onTouch({ kind: 'read', what: '/proc/*' });
    const { lookers, timeoutMs } = this.options;
    return lookers.with(null).ask('processes', { max: maxProcesses }, { subject: 'the list of processes in /proc', timeoutMs, signal });
  }

  async account(who: string | number, signal?: AbortSignal): Promise<Account | null> {
    const local = accountIn(await this.#text('/etc/passwd', signal), who);
    if (local) return withGroups(local, await this.#text('/etc/group', signal));
    return this.#networkAccount(who, signal);
  }

  /** An account of a directory service, as getent(1) knows it. */
  async #networkAccount(who: string | number, signal: AbortSignal | undefined): Promise<Account | null> {
    const how = signal === undefined ? {} : { signal };
    try {
      const { code, stdout } = await this.run('getent', ['passwd', String(who)], how);
      const account = code === 0 ? accountIn(stdout, who) : null;
      if (account?.name == null) return account;
      // "name gid gid …"
      const groups = await this.run('getent', ['initgroups', account.name], how);
      const gids = groups.stdout
        .trim()
        .split(/\s+/)
        .slice(1)
        .filter((gid) => /^\d+$/.test(gid));
      return { ...account, groups: [...new Set([account.gid, ...gids.map(Number)])] };
    } catch (error) {
      // Not installed, or a name that no account has: then there is none.
      if (error instanceof LookFailed && (error.gap === 'absent' || error.gap === 'denied')) return null;
      throw error;
    }
  }

  async #text(path: string, signal: AbortSignal | undefined): Promise<string> {
    try {
      const { bytes } = await this.options.files.read(path, {
        maxBytes: maxAccountBytes,
        within: '/',
        ...(signal === undefined ? {} : { signal }),
      });
      return Buffer.from(bytes).toString('utf8');
    } catch (error) {
      if (error instanceof LookFailed && error.gap === 'absent') return '';
      throw error;
    }
  }
}
