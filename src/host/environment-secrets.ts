/** Secrets that the operator gives in the environment: WHMCS_DB_PASSWORD and others, each with a *_FILE twin that names a file. */
import type { SecretRef, SecretVariable, Vault } from '../model.js';
import { LookFailed } from '../logic/failure.js';
import { readSmallFile } from './small-file.js';

/** No password or key is longer. */
const longest = 64 * 1024;

type Environment = Readonly<Record<string, string | undefined>>;

/** All that the program takes; each has its twin. */
const variables = Object.keys({
  FACEBOOK_APP_ID: true,
  FACEBOOK_APP_SECRET: true,
  TWITTER_API_KEY: true,
  TWITTER_API_SECRET: true,
  GOOGLE_CLIENT_SECRET: true,
  DUO_CLIENT_ID: true,
  DUO_CLIENT_SECRET: true,
  SMTP_PASSWORD: true,
  WHMCS_API_IDENTIFIER: true,
  WHMCS_API_SECRET: true,
  WHMCS_API_ACCESS_KEY: true,
  WHMCS_API_USERNAME: true,
  WHMCS_API_PASSWORD: true,
  WHMCS_DB_PASSWORD: true,
  WHMCS_LOGIN_PASSWORD: true,
} satisfies Readonly<Record<SecretVariable | 'WHMCS_DB_PASSWORD' | 'WHMCS_LOGIN_PASSWORD', true>>);

const withheld = new Map<string, string>();

/** The environment as the operator gave it, also once its secrets were taken out of process.env. */
export function operatorEnvironment(): NodeJS.ProcessEnv {
  return { ...Object.fromEntries(withheld), ...process.env };
}

/** Takes the secrets, and the names of their files, out of process.env, where code of others would see them. The program still finds them. */
export function withholdSecrets(): void {
  for (const name of variables.flatMap((each) => [each, `${each}_FILE`])) {
    const value = process.env[name];
    if (value === undefined) continue;
    withheld.set(name, value);
    Reflect.deleteProperty(process.env, name);
  }
}

/** Every secret that is in the environment, used or not, for the redactor: a twin that cannot be read holds nothing that could get out. */
export function environmentSecrets(
  environment: Environment = operatorEnvironment(),
): readonly { readonly kind: string; readonly value: string }[] {
  const found: { readonly kind: string; readonly value: string }[] = [];
  for (const kind of variables)
    // both: code of others may read the one that is not used
    for (const each of [{ [kind]: environment[kind] }, { [`${kind}_FILE`]: environment[`${kind}_FILE`] }]) {
      const keep: Vault['keep'] = (_, value) => {
        found.push({ kind, value });
        return { secret: -1, present: true, shape: '' };
      };
      try {
        secretFromEnvironment(kind, { keep }, each);
      } catch (error) {
        if (!(error instanceof LookFailed)) throw error;
      }
    }
  return found;
}

/**
 * The secret of this variable, or of the file that `<name>_FILE` names (without the line end after it); null where neither is set or what is
 * set is empty. The variable wins over its twin. A file that cannot be used is a LookFailed that names the variable, never the content.
 */
export function secretFromEnvironment(
  name: string,
  vault: Pick<Vault, 'keep'>,
  environment: Environment = operatorEnvironment(),
): SecretRef | null {
  const value = environment[name];
  if (value !== undefined && value !== '') {
    if (value.length > longest) throw new LookFailed('oversize', `${name} is longer than ${longest} characters`);
    return vault.keep(name, value);
  }
  const path = environment[`${name}_FILE`];
  if (path === undefined || path === '') return null;
  const content = readSmallFile(path, `the file of ${name}_FILE,`, longest)
    .toString('utf8')
    .replace(/\r?\n$/, '');
  return content === '' ? null : vault.keep(name, content);
}

/** The database password that the operator gives instead of the configured one, or null. */
export function databasePasswordFromEnvironment(
  vault: Pick<Vault, 'keep'>,
  environment: Environment = operatorEnvironment(),
): SecretRef | null {
  return secretFromEnvironment('WHMCS_DB_PASSWORD', vault, environment);
}
