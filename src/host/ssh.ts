/** Another machine as a host, through the system's OpenSSH: nothing is installed there, and nothing stays. */
import type { DatabaseClient, Files, Host, Identity, PhpScripts, SshDestination } from '../model.js';
import { orNull } from '../logic/or-null.js';
import { accountIn } from './accounts.js';
import { createCredentials } from './credentials.js';
import { createDatabase } from './database.js';
import type { DatabaseFiles } from './database/files.js';
import { operatorEnvironment } from './environment-secrets.js';
import { LocalFiles } from './files.js';
import type { LocalHostOptions } from './local.js';
import { createNet } from './net.js';
import { LocalShell } from './shell.js';
import { readSmallFile } from './small-file.js';
import { connectingAhead } from './ssh/ahead.js';
import { remoteClock } from './ssh/clock.js';
import { endpointOf } from './ssh/endpoint.js';
import { forwardedConnector } from './ssh/forwarding.js';
import { remoteKeeper } from './ssh/keeper.js';
import { SshLine, type LineOptions } from './ssh/line.js';
import { LogIns } from './ssh/log-ins.js';
import { RemoteLookers } from './ssh/lookers.js';
import { severalDatabases } from './ssh/databases.js';
import { believed, remoteTrust, remoteVantage, whileAlive } from './ssh/net.js';
import { privateFolder, removeFolder } from './ssh/private-folder.js';
import { installRoots, machineRoots, survey } from './ssh/survey.js';
import type { Hello } from './ssh/replies.js';
import { remoteRunner } from './ssh/runner.js';
import { LocalScripts } from './temporary-script.js';
import { SecretVault } from './vault.js';

const lookTimeoutMs = 5000;
const closeLimitMs = 3000;
const largestPem = 1024 * 1024;
const largestAccounts = 4 * 1024 * 1024;
/** Those of this process: several targets may be installs of one machine. */
const logIns = new LogIns();

export interface SshHostOptions extends LocalHostOptions {
  readonly destination: SshDestination;
  /** The operator's: ends the attempt to connect. */
  readonly signal?: AbortSignal;
  /** Default: the ssh of the PATH. */
  readonly program?: string;
}

/** LookFailed where there is no connection, or no PHP at its end: one line that says why and what to do. */
export async function createSshHost(options: SshHostOptions): Promise<Host> {
  const environment = options.environment ?? operatorEnvironment();
  const { destination, signal, program } = options;
  const attempt = async (): Promise<Host> => {
    const line = lineTo({ destination, environment, timeoutMs: options.timeoutMs, signal, program }, await privateFolder());
    try {
      return await hostOver(line, { ...options, environment });
    } catch (error) {
      await line.close();
      throw error;
    }
  };
  return logIns.at(await endpointOf(destination, { program, signal }), attempt, signal);
}

function lineTo(options: LineOptions, folder: string): SshLine {
  try {
    return new SshLine(options, folder);
  } catch (error) {
    removeFolder(folder);
    throw error;
  }
}

async function hostOver(line: SshLine, options: SshHostOptions & { readonly environment: NodeJS.ProcessEnv }): Promise<Host> {
  const { environment, timeoutMs } = options;
  const onTouch = options.onTouch ?? (() => {});
  const vault = options.vault ?? new SecretVault();
  const lookLimitMs = options.lookTimeoutMs ?? lookTimeoutMs;
  const lookers = new RemoteLookers(line);
  // Asked before the greeting has come, so that the answers come with it.
  const trust = remoteTrust(line, lookLimitMs, options.cacert, environment);
  const root = options.target.replace(/(?<=.)\/+$/, '');
  lookers.foresee(null, survey(line, [...machineRoots, ...installRoots(root)], null, onTouch));
  makeReady();
  const hello = await line.hello;
  const heardAt = performance.now();
  const own = lookers.with(null);
  const how = (subject: string) => ({ subject, timeoutMs: lookLimitMs });
  const passwd = await own
    .ask('read', { path: '/etc/passwd', maxBytes: largestAccounts, within: '/', end: false }, how('/etc/passwd'))
    .then(({ bytes }) => Buffer.from(bytes).toString('utf8'))
    .catch(() => '');
  const me = identity(hello, passwd);
  if (me.uid === 0) {
    // Root looks at the install with the rights of its owner.
    const real = (await own.ask('realpath', { path: root }, how(root)).catch(() => null)) ?? root;
    const owned = await own.ask('stat', { path: `${real}/init.php`, follow: true }, how(real)).catch(() => null);
    const owner = owned === null || owned.uid === 0 ? null : { uid: owned.uid, gid: owned.gid };
    if (owner) lookers.foresee(owner, survey(line, installRoots(real), owner, onTouch));
  }
  const clock = remoteClock(line, hello.nowMs);
  const connect = forwardedConnector(line, timeoutMs);
  const vantage = remoteVantage(line, connect, clock, timeoutMs);

  const files = new LocalFiles({ lookers, me, timeoutMs: lookLimitMs, onTouch });
  const runner = remoteRunner(line, onTouch);
  const shell = new LocalShell({ lookers, runner, files, me, timeoutMs: lookLimitMs, onTouch });
  const here = createNet({ options, vault, onTouch, environment: withoutProxies(environment), vantage, trust });
  const net = whileAlive(here, line);
  const forDatabase = { vault, timeoutMs, resolve: options.resolve, onTouch, environment, vantage, files: databaseFiles(files) };
  const database = severalDatabases((onSignedIn) => createDatabase({ ...forDatabase, onSignedIn }));
  const credentials = createCredentials({
    environment,
    keep: (kind, value) => vault.keep(kind, value),
    reveal: (ref) => vault.reveal(ref),
    http: (request) => net.http(request),
    // The files that *_FILE variables name are the operator's.
    read: async (path, { maxBytes }) => ({ bytes: readSmallFile(path, 'the file', maxBytes), truncated: false }),
    now: () => clock.now(),
  });
  const scripts = new LocalScripts({
    me,
    files,
    net,
    timeoutMs,
    onTouch,
    elsewhere: {
      keeper: (as) => remoteKeeper(line, as),
      fastCgi: {
        connect,
        ahead: (times) => connectingAhead(connect, (asked) => asked < times),
        isRoot: me.uid === 0,
        clock,
      },
      uptime: () => (hello.uptimeSeconds ?? 0) + (performance.now() - heardAt) / 1000,
    },
  });

  const end = async (): Promise<void> => {
    database.close();
    here.close();
    await within(closeLimitMs, scripts.close());
    lookers.close();
    await line.close();
  };
  let ended: Promise<void> | null = null;
  return {
    kind: 'ssh',
    label: line.where,
    now: () => clock.now(),
    elapsed: () => performance.now(),
    me,
    files,
    shell,
    net,
    database: databaseWhileAlive(database, line),
    scripts: scriptsWhileAlive(scripts, line),
    credentials,
    vault: vault.front(),
    close: () => (ended ??= end()),
  };
}

/** What every run loads, while ssh still connects. */
function makeReady(): void {
  for (const loading of [import('undici'), import('mysql2')]) loading.catch(() => undefined);
}

function identity({ uid, gid, groups }: Hello, passwd: string): Identity {
  return { uid, gid, groups, name: accountIn(passwd, uid)?.name ?? null };
}

/** The proxies of the operator's network are not those of the other machine. */
function withoutProxies(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(?:https?|no|all)_proxy$/i.test(name)));
}

function databaseFiles(files: Files): DatabaseFiles {
  return {
    socketOwner: async (path) => {
      const seen = await orNull(files.stat(path, { follow: true }));
      return seen?.kind === 'socket' ? seen.uid : null;
    },
    pem: async (path) => Buffer.from((await files.read(path, { maxBytes: largestPem, within: '/' })).bytes).toString('utf8'),
  };
}

function databaseWhileAlive(database: DatabaseClient, line: SshLine): DatabaseClient {
  return {
    open: (access, signal) => believed(line, database.open(access, signal)),
    select: (name, sql, params, signal) => believed(line, database.select(name, sql, params, signal)),
  };
}

function scriptsWhileAlive(scripts: PhpScripts, line: SshLine): PhpScripts {
  return {
    overFastCgi: (to, source, how) => believed(line, scripts.overFastCgi(to, source, how)),
    inWebRoot: (root, baseUrl, source, how) => believed(line, scripts.inWebRoot(root, baseUrl, source, how)),
  };
}

async function within(limitMs: number, promise: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([promise, new Promise((resolve) => (timer = globalThis.setTimeout(resolve, limitMs)))]);
  clearTimeout(timer);
}
