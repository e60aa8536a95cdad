/** The password of the login that is tried: from the environment, a file or a hidden prompt, never from an argument. */
import { secretFromEnvironment } from '../host/environment-secrets.js';
import type { SecretVault } from '../host/vault.js';
import { LookFailed } from '../logic/failure.js';
import type { SecretRef } from '../model.js';
import { unusable, usage } from './exit.js';
import { stopped } from './login-ways.js';
import type { Terminal } from './terminal.js';

const variable = 'WHMCS_LOGIN_PASSWORD';

/** null: neither the variable nor its twin is set. Throws Quit for an empty one and for a file that cannot be used. */
export function givenPassword(vault: SecretVault, environment: NodeJS.ProcessEnv = process.env): SecretRef | null {
  const file = environment[`${variable}_FILE`] ?? '';
  if (environment[variable] === '' && file === '') throw usage(`${variable} is empty: WHMCS takes no empty password`);
  try {
    const password = secretFromEnvironment(variable, vault, environment);
    if (password === null && file !== '') throw usage(`the file that ${variable}_FILE names is empty: WHMCS takes no empty password`);
    return password;
  } catch (error) {
    if (error instanceof LookFailed) throw unusable(error.why);
    throw error;
  }
}

/** Throws Quit for an empty line. */
export async function askPassword(terminal: Terminal, email: string, vault: SecretVault, signal: AbortSignal): Promise<SecretRef> {
  const typed = await terminal.ask(`Password of ${email} (it is not shown): `, { hidden: true, signal });
  if (typed === null) throw stopped(signal);
  if (typed === '') throw usage('no password was typed: WHMCS takes no empty password');
  return vault.keep(variable, typed);
}
