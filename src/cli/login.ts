/** whmcs-doctor login: whether an e-mail address and a password are right, by WHMCS's own word, with what the answer means. */
import { SecretVault } from '../host/vault.js';
import { loginBeforehand } from '../knowledge/login.js';
import { LookFailed } from '../logic/failure.js';
import { version } from '../logic/version.js';
import type { Host, LoginReport, LoginVia, RunOptions, SecretRef } from '../model.js';
import { toJson } from '../report/json.js';
import { loginDocument } from '../report/login-document.js';
import { renderLogin } from '../report/login-pretty.js';
import { plain } from '../report/plain-text.js';
import { createAudit, type Audit } from './audit.js';
import { decide } from './ending.js';
import { optionsFor } from './examine.js';
import { Quit, usage } from './exit.js';
import { catchSignals } from './interruption.js';
import { askPassword, givenPassword } from './login-password.js';
import { localLogin, refuseStopped, remoteLogin, stopped, type Circumstances, type Prepared } from './login-ways.js';
import { emailOf, refuseHttp, viaOf, type LoginGiven } from './login-wish.js';
import { openHost } from './open-host.js';
import { settingsFor } from './options.js';
import { print, say } from './output.js';
import { simpleFormat, viewFor } from './shown-as.js';
import { seal, sealWith } from './seal.js';
import { liveTarget, type LiveTarget } from './targets.js';
import { isYes, openTerminal, type Terminal } from './terminal.js';

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
      const operator = { terminal, ready, yes: given.yes === true };
      const { report, password } = await attempt({ target, options, given, email, host, vault, audit, signal }, via, operator);
      const document = loginDocument(report, version, seal, sealAnswer(vault, password));
      await print(format === 'json' ? toJson(document) : renderLogin(document, viewFor(given)));
      decide(interruption.code() ?? document.exitCode);
    } finally {
      await host.close();
    }
  } catch (error) {
    throw interruption.told(error);
  } finally {
    terminal?.close();
    interruption.end();
    await audit.write();
  }
}

/** Who answers what is asked before. */
interface Operator {
  readonly terminal: Terminal | null;
  /** The password that the environment gave. */
  readonly ready: SecretRef | null;
  readonly yes: boolean;
}

interface Attempt {
  readonly report: LoginReport;
  readonly password: SecretRef | null;
}

async function attempt(how: Circumstances, via: LoginVia, operator: Operator): Promise<Attempt> {
  const prepared = await (via === 'api' ? remoteLogin : localLogin)(how);
  refuseStopped(how.signal);
  const { where, folder, whmcsVersion, tryIt } = prepared;
  const about = { via, where, folder, email: how.email, whmcsVersion };
  // where there is nobody to ask, nobody is asked to agree
  if (typeof tryIt !== 'function') return { report: { ...about, outcome: tryIt, sessionIp: null, durationMs: 0 }, password: null };
  await agree(prepared, via, how, operator);
  const password = await passwordFrom(operator, how);
  const began = performance.now();
  const outcome = await tryIt(password);
  const token = via === 'api' && outcome.verdict === 'valid' && outcome.sessionTokenReturned;
  const sessionIp = token ? await prepared.sessionIp() : null;
  return { report: { ...about, outcome, sessionIp, durationMs: Math.round(performance.now() - began) }, password };
}

/** Says what will happen; without --yes a person has to say y. */
async function agree({ said }: Prepared, via: LoginVia, { signal }: Circumstances, { terminal, yes }: Operator): Promise<void> {
  for (const line of loginBeforehand[via]) say(line.replace(/\{([a-z]+)\}/g, (_, name: string) => seal(said[name] ?? '')));
  if (yes || terminal === null) return;
  const answer = await terminal.ask('Go on? [y/N] ', { hidden: false, signal });
  if (answer === null) throw stopped(signal);
  if (!isYes(answer)) throw new Quit(3, 'nothing was asked of WHMCS: type y to go on, or give --yes');
}

async function passwordFrom({ ready, terminal }: Operator, { email, vault, signal }: Circumstances): Promise<SecretRef> {
  if (ready !== null) return ready;
  if (terminal === null) throw usage(noPassword);
  return askPassword(terminal, plain(email), vault, signal);
}

const noPassword =
  'there is no terminal to ask for the password: give it as WHMCS_LOGIN_PASSWORD in the environment, or name a file with it in WHMCS_LOGIN_PASSWORD_FILE';

/** Whoever calls it from a script says beforehand what a person would be asked. */
function refuseWithoutAnswers({ yes }: LoginGiven, password: SecretRef | null, terminal: Terminal | null): void {
  if (terminal !== null) return;
  if (yes !== true)
    throw usage(
      'there is no terminal to ask whether to go on: give --yes (a session is started, the last login updated, and a wrong password may count towards a ban)',
    );
  if (password === null) throw usage(noPassword);
}

async function opened(target: LiveTarget, options: RunOptions, vault: SecretVault, audit: Audit): Promise<Host> {
  try {
    return await openHost(target, options, vault, audit.listener(null));
  } catch (error) {
    if (error instanceof LookFailed) throw usage(error.why);
    throw error;
  }
}

const shortestSealed = 4;

/** A password that is shorter than what the redactor looks for: where WHMCS repeats it, nothing of its words is shown. */
function sealAnswer(vault: SecretVault, password: SecretRef | null): (text: string) => string {
  const short = password === null ? '' : vault.reveal(password).trim();
  // where none was sent, or one of blanks only, there is nothing that the words could repeat
  if (short === '' || short.length >= shortestSealed) return seal;
  return (text) => (text.includes(short) ? '[hidden: it may repeat the password]' : seal(text));
}
