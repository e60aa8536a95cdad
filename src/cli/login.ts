/** whmcs-doctor login: whether an e-mail address and a password are right, by WHMCS's own word, with what the answer means. */
import { SecretVault } from '../host/vault.js';
import { loginBeforehand } from '../knowledge/login.js';
import { LookFailed } from '../logic/failure.js';
import { version } from '../logic/version.js';
import type { Facts, FactId, Fact, Host, LoginOutcome, LoginVia, RunOptions, SecretRef, SessionIpValidation } from '../model.js';
import { sessionIpValidation } from '../parse/validate-login.js';
import { toJson } from '../report/json.js';
import { loginDocument } from '../report/login-document.js';
import { renderLogin } from '../report/login-pretty.js';
import { plain } from '../report/plain-text.js';
import { localWay, loginLocally } from '../run/login-local.js';
import { loginAddress, loginRemotely, requireCredential, sessionIpThroughApi } from '../run/login-remote.js';
import { gather } from '../run/scheduler.js';
import { createAudit, type Audit } from './audit.js';
import { optionsFor, refuseWithoutInstall } from './examine.js';
import { Quit, status, unusable, usage } from './exit.js';
import { catchSignals } from './interruption.js';
import { askPassword, givenPassword } from './login-password.js';
import { settingsFor, type Given } from './options.js';
import { openHost } from './open-host.js';
import { print, say } from './output.js';
import { loadProgram } from './program.js';
import { simpleFormat, viewFor } from './render.js';
import { seal, sealWith } from './seal.js';
import { liveTarget, type LiveTarget } from './targets.js';
import { openTerminal, type Terminal } from './terminal.js';

export interface LoginGiven extends Given {
  readonly email?: string;
  readonly via?: LoginVia;
  readonly yes?: boolean;
  readonly runAs?: string;
  readonly asAdmin?: string;
  /** Only there to be refused. */
  readonly password?: unknown;
  readonly passwd?: unknown;
  readonly pass?: unknown;
}

/** Everything that a way needs; `vault` alone can say what a reference stands for. */
interface Circumstances {
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
interface Prepared {
  readonly where: string;
  readonly whmcsVersion: string | null;
  /** For the places of what is said beforehand. */
  readonly said: Readonly<Record<string, string>>;
  readonly tryIt: ((password: SecretRef) => Promise<LoginOutcome>) | LoginOutcome;
  readonly sessionIp: () => Promise<SessionIpValidation | null>;
}

/** Asks nothing of WHMCS before the operator agreed. */
export async function login(text: string | undefined, given: LoginGiven): Promise<void> {
  const email = emailOf(given);
  const format = simpleFormat(given);
  const target = await liveTarget(text ?? '.', 'login');
  const via = viaOf(target, given);
  const settings = await settingsFor(target.text, given);
  const options = optionsFor(target, settings);
  if (via === 'api') refuseHttp(target, options);
  const vault = new SecretVault();
  sealWith(() => vault.values());
  const ready = givenPassword(vault);
  const terminal = given.yes === true && ready !== null ? null : openTerminal();
  refuseWithoutAnswers(given, ready, terminal);
  const interruption = catchSignals();
  const audit = createAudit(given.audit ?? settings.file.audit);
  const { signal } = interruption;
  try {
    const host = await opened(target, options, vault, audit);
    try {
      const prepared = await (via === 'api' ? remote : local)({ target, options, given, email, host, vault, audit, signal });
      refuseStopped(signal);
      let used = ready;
      const began = performance.now();
      const outcome = typeof prepared.tryIt === 'function' ? await prepared.tryIt((used = await agreed(prepared))) : prepared.tryIt;
      const token = via === 'api' && outcome.verdict === 'valid' && outcome.sessionTokenReturned;
      const sessionIp = token ? await prepared.sessionIp() : null;
      const { where, whmcsVersion } = prepared;
      const durationMs = Math.round(performance.now() - began);
      const document = loginDocument(
        { via, where, email, whmcsVersion, outcome, sessionIp, durationMs },
        version,
        seal,
        sealAnswer(vault, used),
      );
      await print(format === 'json' ? toJson(document) : renderLogin(document, viewFor(given)));
      process.exitCode = interruption.code() ?? document.exitCode;
    } finally {
      await host.close();
    }
  } finally {
    terminal?.close();
    interruption.end();
    await audit.write();
  }

  async function agreed({ said }: Prepared): Promise<SecretRef> {
    for (const line of loginBeforehand[via]) say(seal(line.replace(/\{([a-z]+)\}/g, (_, name: string) => said[name] ?? '')));
    if (given.yes !== true && terminal !== null) {
      const answer = await terminal.ask('Go on? [y/N] ', { hidden: false, signal });
      if (!/^y(?:es)?$/i.test(answer.trim())) throw new Quit(3, 'nothing was asked of WHMCS: type y to go on, or give --yes');
    }
    const password = ready ?? (terminal === null ? null : await askPassword(terminal, plain(email), vault, signal));
    if (password === null) throw usage(noPassword);
    return password;
  }
}

const noPassword =
  'there is no terminal to ask for the password: give it as WHMCS_LOGIN_PASSWORD in the environment, or name a file with it in WHMCS_LOGIN_PASSWORD_FILE';

function emailOf({ email, password, passwd, pass }: LoginGiven): string {
  if (password !== undefined || passwd !== undefined || pass !== undefined)
    throw usage(
      'a password is never taken from the command line, where every user of the machine can read it: leave it out to be asked for it, or give WHMCS_LOGIN_PASSWORD or WHMCS_LOGIN_PASSWORD_FILE in the environment',
    );
  const given = email?.trim() ?? '';
  if (given === '') throw usage('whose login is tried? Give --email ADDRESS');
  if (!/^[^\s@]+@[^\s@]+$/.test(given) || given.length > 320) throw usage(`--email ${given.slice(0, 100)} is not an e-mail address`);
  return given;
}

/** An address is asked over the API; a folder of this machine by localAPI, which needs no credential. */
function viaOf(target: LiveTarget, { via, email, asAdmin, runAs }: LoginGiven): LoginVia {
  const way = via ?? (target.kind === 'install' ? 'local' : 'api');
  if (way === 'api') {
    const only = asAdmin !== undefined ? '--as-admin' : runAs !== undefined ? '--run-as' : null;
    if (only !== null) throw usage(`${only} is for --via local: over the API the credential says who asks`);
    return way;
  }
  switch (target.kind) {
    case 'install':
      return way;
    case 'url':
      throw usage('--via local runs on the server of the install: type the folder there, or leave --via out to ask over the API');
    case 'ssh': {
      const { user, host, port } = target.destination;
      const to = `${port === null ? '' : `-p ${port} `}${user === null ? '' : `${user}@`}${host}`;
      throw usage(
        `--via local runs the code of the install, which is not done over ssh: run it on the server, as in ssh -t ${to} whmcs-doctor login ${target.folder} --via local --email ${email ?? 'EMAIL'}`,
      );
    }
    default:
      return target satisfies never;
  }
}

function refuseHttp(target: LiveTarget, { url }: RunOptions): void {
  const address = url ?? (target.kind === 'url' ? target.text : '');
  if (/^http:/i.test(address)) throw usage(`${address}: a password is sent over https only: type the https address`);
}

/** Whoever calls it from a script says beforehand what a person would be asked. */
function refuseWithoutAnswers({ yes }: LoginGiven, password: SecretRef | null, terminal: Terminal | null): void {
  if (terminal !== null) return;
  if (yes !== true)
    throw usage(
      'there is no terminal to ask whether to go on: give --yes (a session is started, the last login updated, and a wrong password may count towards a ban)',
    );
  if (password === null) throw usage(noPassword);
}

function refuseStopped(signal: AbortSignal): void {
  if (signal.aborted) throw new Quit(status.interrupted, 'stopped: nothing was asked of WHMCS');
}

async function opened(target: LiveTarget, options: RunOptions, vault: SecretVault, audit: Audit): Promise<Host> {
  try {
    return await openHost(target, options, vault, audit.listener(null));
  } catch (error) {
    if (error instanceof LookFailed) throw usage(error.why);
    throw error;
  }
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

async function remote(how: Circumstances): Promise<Prepared> {
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
  if (found === null || 'outcome' in found) {
    const outcome = found?.outcome ?? ({ verdict: 'undetermined', trouble: 'site-unknown', message: null, fills: {} } as const);
    return { where: target.text, whmcsVersion, said: {}, tryIt: outcome, sessionIp: () => Promise.resolve(null) };
  }
  const { url } = found;
  const where = `${url.origin}${url.pathname}`;
  const call = { host: caller, options, signal, seal };
  return {
    where,
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

async function local(how: Circumstances): Promise<Prepared> {
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
    whmcsVersion: version?.ok ? version.value.value : null,
    said: { where: root.value.path, email, php, user: as.name },
    tryIt: (password) => loginLocally({ ...call, password }, way.value),
    sessionIp: () => Promise.resolve(null),
  };
}

const shortestSealed = 4;

/** A password that is shorter than what the redactor looks for: where WHMCS repeats it, nothing of its words is shown. */
function sealAnswer(vault: SecretVault, password: SecretRef | null): (text: string) => string {
  const short = password === null ? '' : vault.reveal(password).trim();
  if (short.length >= shortestSealed) return seal;
  return (text) => (text.includes(short) ? '[hidden: it may repeat the password]' : seal(text));
}
