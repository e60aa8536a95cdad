/** What the command line of `login` asks for: whose login, and which way. Mistakes end here, before anything is looked at. */
import { shellQuote } from '../logic/shell-quote.js';
import type { LoginVia, RunOptions } from '../model.js';
import { usage } from './exit.js';
import type { Given } from './options.js';
import type { LiveTarget } from './targets.js';

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

export function emailOf({ email, password, passwd, pass }: LoginGiven): string {
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
export function viaOf(target: LiveTarget, { via, email, asAdmin, runAs }: LoginGiven): LoginVia {
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
        `--via local runs the code of the install, which is not done over ssh: run it on the server, as in ssh -t ${to} whmcs-doctor login ${forSsh(target.folder)} --via local --email ${forSsh(email ?? 'EMAIL')}`,
      );
    }
    default:
      return target satisfies never;
  }
}

export function refuseHttp(target: LiveTarget, { url }: RunOptions): void {
  const address = url ?? (target.kind === 'url' ? target.text : '');
  if (/^http:/i.test(address)) throw usage(`${address}: a password is sent over https only: type the https address`);
}

/** Two shells read it: the one here, and the one there, which gets all words as one line. */
function forSsh(word: string): string {
  return shellQuote(shellQuote(word));
}
