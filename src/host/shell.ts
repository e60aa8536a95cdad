/** Programs, processes and accounts of this machine. */
import { LookFailed } from '../logic/failure.js';
import type { AllowedProgram, Files, Identity, ProcessSeen, Ran, Shell } from '../model.js';
import { accountIn, withGroups, type Account } from './accounts.js';
import { assertAllowed, candidatesFor } from './allowed-programs.js';
import type { LookerPool } from './looker.js';
import { rightsFor, type OnTouch } from './rights.js';
import type { Runner } from './runner.js';

const defaultMaxBytes = 1024 * 1024;
const maxProcesses = 32_768;
/** Larger account databases are asked through getent. */
const maxAccountBytes = 4 * 1024 * 1024;

export interface ShellOptions {
  readonly lookers: LookerPool;
  readonly runner: Runner;
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
    const { me, timeoutMs, runner } = this.options;
    const as = rightsFor(me, how.as, program);
    if (program !== 'php' && how.path !== undefined)
      throw new LookFailed('denied', `${program} is only run from the folders of the system`);
    if (program === 'php' && !how.path?.startsWith('/'))
      throw new LookFailed('malformed', `PHP must be named by an absolute path, not ${how.path ?? 'nothing'}`);
    return await runner({
      program,
      candidates: how.path === undefined ? candidatesFor(program) : [how.path],
      args,
      as,
      cwd: how.cwd,
      timeoutMs: how.timeoutMs ?? timeoutMs,
      maxBytes: how.maxBytes ?? defaultMaxBytes,
      signal: how.signal,
    });
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
