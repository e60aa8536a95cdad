/** configuration.php, read without running it; its secrets go into the vault at once. */
import path from 'node:path';
import { defineProbe, LookFailed } from '../index.js';
import { asText, flag, inArray, minutes, secret, settingOf, type Read } from './configuration-settings.js';
import { isTelling } from './php-directives.js';
import { cleaner } from './php-secrets.js';
import { licenseKeyShape } from '../logic/license-key.js';
import { parseConfigurationPhp, type ConfigurationPhp, type PhpValue } from '../parse/configuration-php.js';
import type { DatabaseSettings, Host, InstallConfiguration, Setting } from '../model.js';

/** WHMCS's own has 2 kB. Reading PHP takes some microseconds and a kilobyte per byte of dense code, in the main process. */
const maxBytes = 131_072;

/** Variables that WHMCS or its documentation is known to set. */
const known = new Set(
  `license db_host db_port db_username db_password db_name db_tls_ca db_tls_ca_path db_tls_cert db_tls_cipher db_tls_key db_tls_verify_cert
   cc_encryption_hash mysql_charset templates_compiledir attachments_dir downloads_dir customadminpath crons_dir api_access_key autoauthkey
   display_errors session_handling`.split(/\s+/),
);
const maxUnknown = 100;

export default defineProbe({
  fact: 'install.configuration',
  vantage: 'files',
  title: 'configuration.php',
  needs: ['install.root'],
  budgetMs: 10_000,
  touches: [{ kind: 'read', what: 'configuration.php of the install', covers: ['<install>/configuration.php'] }],
  async observe({ host, have, signal }) {
    const root = have['install.root'];
    const file = path.join(root.path, 'configuration.php');
    const { bytes, truncated, stat } = await host.files.read(file, {
      maxBytes,
      within: root.realPath,
      signal,
      ...(host.me.uid === 0 ? { as: { uid: root.owner.uid, gid: root.owner.gid } } : {}),
    });
    if (truncated) throw new LookFailed('oversize', `${file} is larger than ${maxBytes} bytes, which no configuration.php is`);
    const parsed = await parseConfigurationPhp(bytes, path.join(root.realPath, 'configuration.php'));
    return { value: configuration(parsed, { path: file, mode: stat.mode, uid: stat.uid, gid: stat.gid }, host), source: file };
  },
});

function configuration(
  parsed: ConfigurationPhp,
  file: { readonly path: string; readonly mode: number; readonly uid: number; readonly gid: number },
  host: Host,
): InstallConfiguration {
  const text = (name: string): Setting<string> => settingOf(parsed.variable(name), asText);
  const password = parsed.variable('db_password');
  // Kept although no check needs them: what the vault knows is redacted wherever it turns up.
  for (const name of ['cc_encryption_hash', 'autoauthkey']) settingOf(parsed.variable(name), secret(host.vault, name));
  for (const value of parsed.otherSecrets) host.vault.keep('other secret in configuration.php', value);
  return {
    path: file.path,
    mode: file.mode.toString(8).padStart(4, '0'),
    ownerUid: file.uid,
    ownerGid: file.gid,
    license: settingOf(parsed.variable('license'), secret(host.vault, 'license key')),
    ...licenseShape(text('license')),
    database: {
      host: text('db_host'),
      port: text('db_port'),
      username: text('db_username'),
      password: settingOf(password, secret(host.vault, 'database password')),
      name: text('db_name'),
    },
    databaseTls: tls(text, settingOf(parsed.variable('db_tls_verify_cert'), flag)),
    customAdminPath: text('customadminpath'),
    templatesCompileDir: text('templates_compiledir'),
    displayErrors: settingOf(parsed.variable('display_errors'), flag),
    sessionHandling: settingOf(parsed.variable('session_handling'), (value, line) => sessionHandling(value, line, host)),
    apiAccessKey: settingOf(parsed.variable('api_access_key'), secret(host.vault, 'API access key')),
    outputBefore: parsed.outputBefore,
    outputAfter: parsed.outputAfter,
    serverOverrides: parsed.serverOverrides,
    runtimeSettings: runtimeSettings(parsed, host),
    passwordInterpolated: password?.value.is === 'dynamic' && password.value.interpolated === true,
    unknownVariables: parsed.names
      .filter((name) => !known.has(name))
      .map((name) => name.slice(0, 64))
      .slice(0, maxUnknown),
  };
}

/** The key itself is in the vault; of its text only what is wrong with it goes on. */
function licenseShape(key: Setting<string>): Pick<InstallConfiguration, 'licenseShape'> {
  return key.state === 'set' && key.value !== '' ? { licenseShape: licenseKeyShape(key.value) } : {};
}

/** A path that is not literal leaves that part out: the connection is then tried without it. */
function tls(text: (name: string) => Setting<string>, verify: Setting<boolean>): InstallConfiguration['databaseTls'] {
  const part = (name: string): string | null => {
    const setting = text(name);
    return setting.state === 'set' && setting.value !== '' ? setting.value : null;
  };
  const [ca, cert, key] = [part('db_tls_ca'), part('db_tls_cert'), part('db_tls_key')];
  const any = ca ?? cert ?? key ?? part('db_tls_ca_path') ?? part('db_tls_cipher');
  return any === null ? null : { ca, cert, key, verify: verify.state === 'set' && verify.value };
}

type SessionHandling = InstallConfiguration['sessionHandling'] extends Setting<infer T> ? T : never;

/** Keys as https://docs.whmcs.com/customization/sessions/ has them: database => lifetime (minutes), connectionAlias, config. */
function sessionHandling(value: PhpValue, line: number, host: Host): Read<SessionHandling> {
  if (value.is !== 'array') return { why: 'it is not an array' };
  const database = inArray(value, 'database');
  const config = inArray(database, 'config');
  const lifetime = inArray(database, 'lifetime');
  if (lifetime?.is === 'dynamic') return { why: `its lifetime is not a literal: ${lifetime.why}` };
  const literal = (from: PhpValue | undefined): string | null => {
    const text = from === undefined ? undefined : asText(from);
    return text !== undefined && 'value' in text ? text.value : null;
  };
  return {
    value: {
      serviceProvider: literal(inArray(value, 'serviceProvider')),
      lifetimeMinutes: minutes(lifetime),
      connectionAlias: literal(inArray(database, 'connectionAlias')),
      database: config?.is === 'array' ? databaseIn(config, line, host) : null,
    },
  };
}

function databaseIn(config: PhpValue, line: number, host: Host): DatabaseSettings {
  const held = (...names: readonly string[]): { readonly value: PhpValue; readonly line: number } | undefined => {
    for (const name of names) {
      const value = inArray(config, name);
      if (value) return { value, line };
    }
    return undefined;
  };
  return {
    host: settingOf(held('host'), asText),
    port: settingOf(held('port'), asText),
    username: settingOf(held('username', 'user'), asText),
    password: settingOf(held('password'), secret(host.vault, 'session database password')),
    name: settingOf(held('database', 'name'), asText),
  };
}

/** Functions whose argument is a setting; that of session_id() is a visitor's session. */
const settingFunctions = new Set([
  'session_save_path',
  'session_name',
  'session_module_name',
  'session_cache_limiter',
  'session_cache_expire',
]);

/** Values of other directives are not read: some hold passwords, and of the session's settings only the path can. */
function runtimeSettings(parsed: ConfigurationPhp, host: Host): InstallConfiguration['runtimeSettings'] {
  const paths = parsed.runtimeSettings.flatMap((one) => (/save_path$/.test(one.name) && one.value !== null ? [one.value] : []));
  const clean = cleaner(paths, host.vault);
  return parsed.runtimeSettings.map((one) => {
    const telling = one.value !== null && (isTelling(one.name) || settingFunctions.has(one.name));
    return { ...one, value: telling ? clean(one.value ?? '') : null };
  });
}
