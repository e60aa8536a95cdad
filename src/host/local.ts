/** This machine as a host. */
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { Host, Identity, RunOptions } from '../model.js';
import { accountIn } from './accounts.js';
import { createCredentials } from './credentials.js';
import { createDatabase } from './database.js';
import { operatorEnvironment } from './environment-secrets.js';
import { LocalFiles } from './files.js';
import { Lookers } from './looker.js';
import { createNet } from './net.js';
import { localRunner } from './runner.js';
import type { OnTouch } from './rights.js';
import { LocalShell } from './shell.js';
import { LocalScripts } from './temporary-script.js';
import { SecretVault } from './vault.js';

/** How long one file operation or one program may take before it counts as hanging. */
const lookTimeoutMs = 5000;
/** How long a script's removal may hold up the end of the program; it happens all the same. */
const closeLimitMs = 3000;

export interface LocalHostOptions extends RunOptions {
  /** The caller's own, for the redactor to know its values. */
  readonly vault?: SecretVault;
  /** Hears of everything that is read, run, queried, contacted and written, for --audit. */
  readonly onTouch?: OnTouch;
  /** Per file operation and per program, ms; default 5000. */
  readonly lookTimeoutMs?: number;
  /** Where secrets, proxies and the like are looked up; default: the process's own. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** false: the child that looks at files is started when it is needed, which it may never be. */
  readonly warm?: boolean;
}

export async function createLocalHost(options: LocalHostOptions): Promise<Host> {
  const onTouch = options.onTouch ?? (() => {});
  const timeoutMs = options.lookTimeoutMs ?? lookTimeoutMs;
  const environment = options.environment ?? operatorEnvironment();
  const vault = options.vault ?? new SecretVault();
  const lookers = new Lookers();
  if (options.warm !== false) lookers.with(null).warm();
  const me = await ourselves();

  const files = new LocalFiles({ lookers, me, timeoutMs, onTouch });
  const shell = new LocalShell({ lookers, runner: localRunner({ lookers, files, me, onTouch }), files, me, timeoutMs, onTouch });
  const net = createNet({ options, vault, onTouch, environment });
  const database = createDatabase({ vault, timeoutMs: options.timeoutMs, resolve: options.resolve, onTouch, environment });
  const credentials = createCredentials({
    environment,
    keep: (kind, value) => vault.keep(kind, value),
    reveal: (ref) => vault.reveal(ref),
    http: (request) => net.http(request),
    read: (path, how) => files.read(path, how),
    now: () => Date.now(),
  });
  const scripts = new LocalScripts({ me, files, net, timeoutMs: options.timeoutMs, onTouch });

  const end = async (): Promise<void> => {
    lookers.close();
    net.close();
    database.close();
    await within(closeLimitMs, scripts.close());
  };
  let ended: Promise<void> | null = null;
  return {
    kind: 'local',
    label: hostname(),
    now: () => Date.now(),
    elapsed: () => performance.now(),
    me,
    files,
    shell,
    net,
    database,
    scripts,
    credentials,
    vault: vault.front(),
    close: () => (ended ??= end()),
  };
}

/** Our own ids. The name is looked up in the local account database alone: a directory service may not answer. */
async function ourselves(): Promise<Identity> {
  const uid = process.geteuid?.() ?? 0;
  const gid = process.getegid?.() ?? 0;
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  return { uid, gid, groups: process.getgroups?.() ?? [gid], name: accountIn(passwd, uid)?.name ?? null };
}

async function within(limitMs: number, promise: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([promise, new Promise((resolve) => (timer = setTimeout(resolve, limitMs)))]);
  clearTimeout(timer);
}
