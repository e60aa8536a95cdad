/** ValidateLogin on the server, by WHMCS's own localAPI(): as whom, with which PHP, and what came of it. */
import { callLocalApi, type LocalCall } from '../host/local-api.js';
import type { OnTouch } from '../host/rights.js';
import type { SecretVault } from '../host/vault.js';
import { LookFailed } from '../logic/failure.js';
import { cliPlaces, poolVersion } from '../logic/php-cli-places.js';
import type { Fact, Facts, Host, Identity, LoginFills, LoginOutcome, LoginTrouble, PhpPool, RunOptions, SecretRef } from '../model.js';
import { errorText, parseLocalOutput, type LocalFrame } from '../parse/local-api-output.js';
import { installBlocker, sampleOf } from '../parse/login-blocker.js';
import { parseValidateLogin, sessionTokensIn, withSealedMessage } from '../parse/validate-login.js';
import { outcomeOf, undetermined } from './login-remote.js';

/** How the install's code is run. */
export type LocalWay = Pick<LocalCall, 'root' | 'php' | 'phpVersion' | 'iniFile' | 'iniFolder' | 'as'>;

export interface LocalSeen {
  readonly root: Facts['install.root'];
  readonly pool: Fact<Facts['php.pool']>;
  readonly web: Fact<Facts['php.web']> | null;
}

type Found<T> = { readonly value: T } | { readonly refused: string };

/** Refused, with the reason and what to do, where it is not known as whom or with which PHP. */
export async function localWay(
  host: Host,
  options: RunOptions,
  seen: LocalSeen,
  runAs: string | null,
  signal: AbortSignal,
): Promise<Found<LocalWay>> {
  const as = await whom(host, seen, runAs, signal);
  if ('refused' in as) return as;
  const pool = seen.pool.ok ? seen.pool.value : null;
  const php = await phpOf(host, options.php, pool, signal);
  if ('refused' in php) return php;
  const webs = options.php === null && pool !== null;
  return {
    value: {
      root: seen.root.realPath,
      as: as.value,
      php: php.value,
      phpVersion: webs ? poolVersion(pool) : null,
      // extensions of the web's configuration fit only the web's version
      iniFile: webs ? pool.iniFile : null,
      iniFolder: webs ? pool.iniFolder : null,
    },
  };
}

/** The pool's user; only root may take on another's rights, and nobody runs it as root. */
async function whom(host: Host, { pool, web }: LocalSeen, runAs: string | null, signal: AbortSignal): Promise<Found<LocalCall['as']>> {
  const { me } = host;
  const poolUser =
    (pool.ok ? pool.value.user : null) ?? (web?.ok ? (web.value.user?.name ?? web.value.user?.uid.toString() ?? null) : null);
  const wanted = runAs ?? poolUser;
  if (wanted === null) {
    const why = pool.ok ? 'its configuration names none' : pool.why;
    return { refused: `which user the site's PHP runs as is not known (${why}): name it with --run-as USER` };
  }
  const account: Identity | null = await host.shell.account(/^\d+$/.test(wanted) ? Number(wanted) : wanted, signal);
  if (account === null)
    return { refused: `there is no user ${wanted} on this machine: name the one that the site's PHP runs as with --run-as USER` };
  if (account.uid === 0)
    return { refused: "the install's code is never run as root: name the user that the site's PHP runs as with --run-as USER" };
  if (me.uid !== 0 && me.uid !== account.uid) {
    const mine = me.name ?? `uid ${me.uid}`;
    return {
      refused:
        runAs === null
          ? `the site's PHP runs as ${wanted} and this is ${mine}: run it as ${wanted} or as root; if ${mine} is right, say so with --run-as ${mine}`
          : `only root can run it as ${wanted}, and this is ${mine}`,
    };
  }
  return { value: { uid: account.uid, gid: account.gid, name: account.name ?? wanted } };
}

async function phpOf(host: Host, given: string | null, pool: PhpPool | null, signal: AbortSignal): Promise<Found<string>> {
  const places = given === null ? (pool === null ? [] : cliPlaces(pool)) : [given];
  for (const place of places) {
    const found = await host.files.stat(place, { follow: true, signal }).catch(() => null);
    if (found?.kind === 'file' && (found.mode & 0o111) !== 0) return { value: place };
  }
  if (given !== null) return { refused: `--php ${given} is no program` };
  const version = pool === null ? null : poolVersion(pool);
  const what =
    version === null ? "the command-line PHP that belongs to the site's PHP" : `the command-line PHP ${version}, which the site's PHP is,`;
  return { refused: `${what} was not found${places.length === 0 ? '' : ` (${places.join(', ')})`}: name it with --php PATH` };
}

export interface LocalLogin {
  readonly host: Host;
  readonly vault: SecretVault;
  readonly onTouch: OnTouch;
  readonly signal: AbortSignal;
  readonly email: string;
  readonly password: SecretRef;
  readonly asAdmin: string | null;
  readonly timeoutMs: number;
  /** Takes secrets out of a text. */
  readonly seal: (text: string) => string;
}

export async function loginLocally(
  { host, vault, onTouch, signal, email, password, asAdmin, timeoutMs, seal }: LocalLogin,
  way: LocalWay,
): Promise<LoginOutcome> {
  const fills = { php: way.php, user: way.as.name, root: way.root, limit: `${timeoutMs / 1000} s` };
  const call: LocalCall = { ...way, action: 'ValidateLogin', parameters: { email, password2: password }, asAdmin, timeoutMs };
  try {
    const { code, stdout, stderr, mark } = await callLocalApi(host, vault, call, onTouch, signal);
    const { frame, stray } = parseLocalOutput(stdout, stderr, mark);
    for (const token of [...sessionTokensIn(stray), ...(frame?.is === 'answer' ? sessionTokensIn(frame.body) : [])])
      vault.keep('session token', token);
    return meaning(frame, seal(stray), { ...fills, code: String(code ?? 'a signal') }, seal);
  } catch (error) {
    if (!(error instanceof LookFailed)) throw error;
    const trouble = { timeout: 'hung', oversize: 'flooded', aborted: 'stopped' } as const;
    const { gap } = error;
    return undetermined(gap === 'timeout' || gap === 'oversize' || gap === 'aborted' ? trouble[gap] : 'php-not-run', null, {
      ...fills,
      why: error.why,
    });
  }
}

/** What WHMCS refuses on the server in the same words as over the API. */
const alsoLocal: ReadonlySet<LoginTrouble> = new Set(['action-unknown', 'account-refused']);

function meaning(frame: LocalFrame | null, stray: string, fills: LoginFills, seal: (text: string) => string): LoginOutcome {
  const sample = sampleOf(stray);
  switch (frame?.is) {
    case 'answer': {
      const outcome = outcomeOf(parseValidateLogin(withSealedMessage(frame.body, seal)), fills, () => ({
        trouble: 'shape-unknown',
        fills: { why: 'it is no answer of the API' },
      }));
      // there is neither a caller's address nor a credential that could be refused
      const refused = outcome.verdict === 'undetermined' && outcome.message !== null && !alsoLocal.has(outcome.trouble);
      return refused ? { ...outcome, trouble: 'local-refused' } : outcome;
    }
    case 'no-local-api':
      return undetermined('local-api-missing', null, fills);
    case 'wrong-user':
      return undetermined('user-differs', null, fills);
    case 'wrong-php':
      return undetermined('php-version-differs', null, { ...fills, version: frame.php });
    case 'ended':
      return ended(frame.error === null ? null : errorText({ ...frame.error, message: seal(frame.error.message) }), stray, {
        ...fills,
        sample,
        during: frame.during === 'init' ? 'while init.php was loading' : 'inside localAPI()',
      });
    case undefined:
      return ended(null, stray, { ...fills, sample, during: `with the status ${fills['code'] ?? ''}` });
  }
}

/** The install's code ended the program: by a page of its license check, by an error, or without a word. */
function ended(error: string | null, stray: string, fills: LoginFills): LoginOutcome {
  const known = installBlocker(`${error ?? ''}\n${stray}`);
  if (known !== null && (known.trouble !== 'php-error' || error === null))
    return undetermined(known.trouble, null, { ...fills, ...known.fills });
  if (error !== null) return undetermined('php-error', null, { ...fills, error });
  return undetermined('ended-early', null, fills);
}
