/** From configuration.php to a connection: what PHP's MySQL driver would make of it. */
import { LookFailed } from '../logic/failure.js';
import { isSystemAccount } from '../logic/system-account.js';
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
    // Anybody can put a socket into /tmp and wait for passwords: there only one of a system account counts.
    if (stat?.kind === 'socket' && (!path.startsWith('/tmp/') || isSystemAccount(stat.uid))) return path;
  }
  return null;
}

/** The failure of an attempt to connect: where the file does not say the password, being refused is no wonder and the operator can help. */
export function explainConnection(error: LookFailed, password: Setting<SecretRef>, path: string, interpolated = false): LookFailed {
  if (error.gap !== 'denied' || password.state === 'set') return error;
  // no doubt about what PHP makes of it, and so no question to the operator: the file is wrong
  if (interpolated && password.state === 'dynamic')
    return new LookFailed(
      'malformed',
      `${path} line ${password.line}: $db_password is in double quotes and holds a $, so PHP reads less than is written`,
      {
        settle: `Write the password in single quotes: $db_password = '…';`,
      },
    );
  const why =
    password.state === 'dynamic' ? `line ${password.line} does not hold it as a plain text (${password.why})` : 'it is not set there';
  return new LookFailed('denied', `${error.why}; the password could not be read from ${path}: ${why}`, {
    settle: 'Give the password of the database in WHMCS_DB_PASSWORD.',
    beyond: true,
  });
}
