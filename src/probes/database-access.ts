/** From configuration.php to a connection: what PHP's MySQL driver would make of it, and why one fails, in words. */
import { LookFailed } from '../logic/failure.js';
import { parseDatabaseHost } from '../parse/database-host.js';
import type { DatabaseAccess, DatabaseSettings, Host, InstallConfiguration, SecretRef, Setting } from '../model.js';

/** Where the driver's default socket lies: Debian, Red Hat and cPanel, and what MySQL compiles in. */
export const usualSockets: readonly string[] = [
  '/run/mysqld/mysqld.sock',
  '/var/run/mysqld/mysqld.sock',
  '/var/lib/mysql/mysql.sock',
  '/tmp/mysql.sock',
  '/run/mysql/mysql.sock',
];

/**
 * How to connect. LookFailed `unsupported` where a setting is only known to the running PHP, `absent` where it is missing. An unreadable
 * password is left to the host, which takes WHMCS_DB_PASSWORD where that is given.
 */
export async function databaseAccess(
  host: Host,
  name: DatabaseAccess['name'],
  settings: DatabaseSettings,
  where: { readonly path: string; readonly label: string; readonly tls: InstallConfiguration['databaseTls'] },
  signal: AbortSignal,
): Promise<DatabaseAccess> {
  const literal = (setting: Setting<string>, variable: string): string => {
    switch (setting.state) {
      case 'set':
        return setting.value;
      case 'absent':
        throw new LookFailed('absent', `${where.path} does not set ${where.label}${variable}`, {
          settle: `Look at ${where.label}${variable} in ${where.path}.`,
        });
      case 'dynamic':
        throw new LookFailed(
          'unsupported',
          `${where.path} line ${setting.line}: ${where.label}${variable} is not a plain text (${setting.why}), and the file is never run`,
          {
            settle: `Write ${where.label}${variable} as a plain text.`,
          },
        );
    }
  };
  const port = settings.port.state === 'set' ? settings.port.value : '';
  const address = parseDatabaseHost(literal(settings.host, 'host'), port);
  const socket = address.viaSocket ? (address.socket ?? (await defaultSocket(host, signal))) : null;
  return {
    name,
    // Without any socket file the server may still listen on the loopback address.
    host: address.viaSocket && socket === null ? '127.0.0.1' : address.host,
    port: address.port,
    socket,
    user: literal(settings.username, 'username'),
    password: passwordOf(host, settings.password),
    database: literal(settings.name, 'name'),
    tls: where.tls,
  };
}

function passwordOf(host: Host, password: Setting<SecretRef>): SecretRef {
  return password.state === 'set' ? password.value : host.vault.keep('database password', '');
}

async function defaultSocket(host: Host, signal: AbortSignal): Promise<string | null> {
  for (const path of usualSockets) {
    const stat = await host.files.stat(path, { follow: true, signal }).catch(() => null);
    if (stat?.kind === 'socket') return path;
  }
  return null;
}

/** The failure of an attempt to connect, with what would settle it. The codes are those of https://mariadb.com/kb/en/mariadb-error-codes/ */
export function explainConnection(error: LookFailed, access: DatabaseAccess, password: Setting<SecretRef>, path: string): LookFailed {
  const where = access.socket ?? `${access.host}:${access.port}`;
  const settle = settleOf(error.why, access, where, password, path);
  return settle === null || error.more.settle !== undefined ? error : new LookFailed(error.gap, error.why, { ...error.more, settle });
}

function settleOf(why: string, access: DatabaseAccess, where: string, password: Setting<SecretRef>, path: string): string | null {
  if (/ER_ACCESS_DENIED|\b1045\b|1698|access denied for user/i.test(why)) {
    if (password.state === 'dynamic')
      return `${path} line ${password.line} does not hold the password as a plain text: give it in WHMCS_DB_PASSWORD.`;
    return `Try the user name and password of ${path} by hand: mysql -u ${access.user} -p ${access.database}`;
  }
  if (/ER_BAD_DB|\b1049\b|unknown database/i.test(why))
    return `The server has no database ${access.database}: compare $db_name in ${path} with SHOW DATABASES.`;
  if (/ER_DBACCESS_DENIED|\b1044\b/i.test(why)) return `User ${access.user} has no rights on ${access.database}: GRANT SELECT on it.`;
  if (/ENOENT|ECONNREFUSED|\b2002\b|refuse|no such socket/i.test(why))
    return `No database server answers at ${where}: see whether it runs.`;
  if (/ENOTFOUND|EAI_AGAIN/.test(why)) return `The name ${access.host} does not resolve: compare $db_host in ${path}.`;
  if (/ETIMEDOUT|EHOSTUNREACH|did not answer|no answer/i.test(why))
    return `${where} does not answer: look for a firewall or a server that hangs.`;
  return null;
}
