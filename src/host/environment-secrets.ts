/** Secrets that the operator gives in the environment: WHMCS_DB_PASSWORD and others, each with a *_FILE twin that names a file. */
import type { SecretRef, Vault } from '../model.js';
import { LookFailed } from '../logic/failure.js';
import { readSmallFile } from './small-file.js';

/** No password or key is longer. */
const longest = 64 * 1024;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The secret of this variable, or of the file that `<name>_FILE` names (without the line end after it); null where neither is set or what is
 * set is empty. The variable wins over its twin. A file that cannot be used is a LookFailed that names the variable, never the content.
 */
export function secretFromEnvironment(name: string, vault: Pick<Vault, 'keep'>, environment: Environment = process.env): SecretRef | null {
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
export function databasePasswordFromEnvironment(vault: Pick<Vault, 'keep'>, environment: Environment = process.env): SecretRef | null {
  return secretFromEnvironment('WHMCS_DB_PASSWORD', vault, environment);
}
