/** The two ways to try a login, each looked into before anything is asked of WHMCS. */
import type { SecretVault } from '../host/vault.js';
import { LookFailed } from '../logic/failure.js';
import type { Fact, FactId, Facts, Host, LoginOutcome, RunOptions, SecretRef, SessionIpValidation } from '../model.js';
import { sessionIpValidation } from '../parse/validate-login.js';
import { localWay, loginLocally } from '../run/login-local.js';
import { loginAddress, loginRemotely, requireCredential, sessionIpThroughApi } from '../run/login-remote.js';
import { gather } from '../run/scheduler.js';
import type { Audit } from './audit.js';
import { refuseWithoutInstall } from './examine.js';
import { Quit, unusable, usage } from './exit.js';
import { stoppedStatus } from './interruption.js';
import type { LoginGiven } from './login-wish.js';
import { loadProgram } from './program.js';
import { seal } from './seal.js';
import type { LiveTarget } from './targets.js';

/** Everything that a way needs; `vault` alone can say what a reference stands for. */
export interface Circumstances {
  readonly target: LiveTarget;
  readonly options: RunOptions;
  readonly given: LoginGiven;
  readonly email: string;
  readonly host: Host;
  readonly vault: SecretVault;
  readonly audit: Audit;
  readonly signal: AbortSignal;
}

/** What would be done, and how to do it. Nothing has been asked of WHMCS yet. */
export interface Prepared {
  readonly where: string;
  readonly folder: string | null;
  readonly whmcsVersion: string | null;
  /** For the places of what is said beforehand. */
  readonly said: Readonly<Record<string, string>>;
  readonly tryIt: ((password: SecretRef) => Promise<LoginOutcome>) | LoginOutcome;
  readonly sessionIp: () => Promise<SessionIpValidation | null>;
}

export function stopped(signal: AbortSignal): Quit {
  return new Quit(stoppedStatus(signal), 'stopped: nothing was asked of WHMCS');
}

export function refuseStopped(signal: AbortSignal): void {
  if (signal.aborted) throw stopped(signal);
}

type Gathered = <F extends FactId>(fact: F) => Fact<Facts[F]> | null;

async function lookAt(wanted: readonly FactId[], { target, options, host, signal }: Circumstances): Promise<Gathered> {
  const program = await loadProgram(target.kind);
  await refuseWithoutInstall(program, host, options, target, signal, 'login');
  refuseStopped(signal);
  const { facts } = await gather(wanted, program.probes, host, options, signal);
  refuseStopped(signal);
  return <F extends FactId>(fact: F) => (facts.get(fact) as Fact<Facts[F]> | undefined) ?? null;
}

export async function remoteLogin(how: Circumstances): Promise<Prepared> {
  const { target, options, host, vault, audit, signal, email } = how;
  // over ssh the address comes from there; the call is made from here, where the credential is
  const caller = target.kind === 'ssh' ? await outside(options, vault, audit) : host;
  try {
    await requireCredential(caller, signal);
  } catch (error) {
    if (error instanceof LookFailed) throw error.gap === 'disabled' ? usage(error.why) : unusable(error.why);
    throw error;
  }
  const seen = await lookAt(target.kind === 'url' ? ['site.url'] : ['site.url', 'install.version', 'database.settings'], how);
  const site = seen('site.url');
  const found = site === null ? null : loginAddress(site);
  const version = seen('install.version');
  const whmcsVersion = version?.ok ? version.value.value : null;
  const root = target.kind === 'install' ? seen('install.root') : null;
  const folder = root?.ok ? root.value.path : null;
  if (found === null || 'outcome' in found) {
    const outcome = found?.outcome ?? ({ verdict: 'undetermined', trouble: 'site-unknown', message: null, fills: {} } as const);
    return { where: target.text, folder, whmcsVersion, said: {}, tryIt: outcome, sessionIp: () => Promise.resolve(null) };
  }
  const { url } = found;
  const where = `${url.origin}${url.pathname}`;
  const call = { host: caller, options, signal, seal };
  return {
    where,
    folder,
    whmcsVersion,
    said: { where, email },
    tryIt: (password) => loginRemotely({ ...call, email, password }, url),
    sessionIp: async () => sessionIpInDatabase(seen('database.settings')) ?? (await sessionIpThroughApi(call, url)),
  };
}

async function outside(options: RunOptions, vault: SecretVault, audit: Audit): Promise<Host> {
  const { createOutsideHost } = await import('../host/outside.js');
  return createOutsideHost({ ...options, vault, onTouch: audit.listener(null), label: 'this machine' });
}

/** null: the database was not read. */
function sessionIpInDatabase(settings: Fact<Facts['database.settings']> | null): SessionIpValidation | null {
  if (settings?.ok !== true) return null;
  const row = settings.value.disableSessionIpCheck;
  const source = 'tblconfiguration.DisableSessionIPCheck';
  if (!row.present) return { on: null, source: `there is no ${source}` };
  const { on, why } = sessionIpValidation(row.value);
  return { on, source: on === null ? `${source}: ${why}` : source };
}

export async function localLogin(how: Circumstances): Promise<Prepared> {
  const { target, options, given, host, vault, audit, signal, email } = how;
  const seen = await lookAt(['install.root', 'php.pool', 'install.version'], how);
  const root = seen('install.root');
  const pool = seen('php.pool');
  if (root?.ok !== true || pool === null)
    throw unusable(root?.ok === false ? root.why : `the install in ${target.text} could not be looked at`);
  const asks = given.runAs === undefined && (!pool.ok || pool.value.user === null);
  const web = asks ? (await lookAt(['php.web'], how))('php.web') : null;
  const way = await localWay(host, options, { root: root.value, pool, web }, given.runAs ?? null, signal);
  if ('refused' in way) throw usage(way.refused);
  const version = seen('install.version');
  const { php, as } = way.value;
  const asAdmin = given.asAdmin ?? null;
  const call = { host, vault, onTouch: audit.listener(null), signal, email, asAdmin, timeoutMs: options.deadlineMs, seal };
  return {
    where: root.value.path,
    folder: root.value.path,
    whmcsVersion: version?.ok ? version.value.value : null,
    said: { where: root.value.path, email, php, user: as.name },
    tryIt: (password) => loginLocally({ ...call, password }, way.value),
    sessionIp: () => Promise.resolve(null),
  };
}
