/** Errors of the connection and of the server in one line each, with what to do. Nothing of the raw error is passed on: it may hold data. */
import type { DatabaseAccess, NetFailure } from '../../model.js';
import { LookFailed } from '../../logic/failure.js';
import { oneLine } from '../net/failure.js';

/** Whom was asked for what, for the sentences. */
export interface Asked {
  readonly access: DatabaseAccess;
  /** "host:port" or the socket's path. */
  readonly where: string;
  /** What the password in use is called: $db_password or WHMCS_DB_PASSWORD. */
  readonly passwordName: string;
}

function setting(asked: Asked, name: 'host' | 'user' | 'database'): string {
  if (asked.access.name === 'sessions') return `the session handler's ${name}`;
  switch (name) {
    case 'host':
      return '$db_host or $db_port';
    case 'user':
      return '$db_username';
    case 'database':
      return '$db_name';
  }
}

/** The database server could not be reached at all. */
export function unreachable(asked: Asked, failure: NetFailure): LookFailed {
  const { where } = asked;
  const settle = `Start the database, or correct ${setting(asked, 'host')}.`;
  switch (failure.code) {
    case 'ECONNREFUSED':
    case 'ENOENT':
      return new LookFailed('io', `nothing listens at ${where}: the database is down or ${setting(asked, 'host')} is wrong`, { settle });
    case 'EACCES':
    case 'EPERM':
      return new LookFailed('denied', `this user may not connect to ${where}`, { settle: 'Run it as a user who may, for example root.' });
    case 'ETIMEDOUT':
      return new LookFailed(
        'timeout',
        `the database at ${where} stays silent: a firewall drops the connection or ${setting(asked, 'host')} is wrong`,
        { settle },
      );
    default:
      if (failure.stage === 'dns') {
        return new LookFailed('io', `the database host cannot be found: ${failure.message}`, {
          settle: `Correct ${setting(asked, 'host')} or the name's DNS entry.`,
        });
      }
      return new LookFailed('io', `the connection to the database at ${where} failed (${failure.code})`, { settle });
  }
}

export function silent(asked: Asked, ms: number): LookFailed {
  return new LookFailed('timeout', `the database at ${asked.where} did not answer within ${ms} ms`, {
    settle: 'Look at the load of the database server, or give more time with --timeout.',
  });
}

/** An error that mysql2 or the server reported while signing in or answering. */
export function refused(asked: Asked, error: unknown): LookFailed {
  const { where, access } = asked;
  const user = oneLine(access.user);
  const database = oneLine(access.database);
  const code = codeOf(error);
  switch (code) {
    case 'ER_ACCESS_DENIED_ERROR':
    case 'ER_ACCESS_DENIED_NO_PASSWORD_ERROR':
      return new LookFailed('denied', `the database refused user ${user} at ${where}: wrong ${asked.passwordName} or missing grant`, {
        settle: `Compare ${setting(asked, 'user')} and ${asked.passwordName} with the database's users, and from which host each may connect and whether it must use TLS.`,
      });
    case 'ER_DBACCESS_DENIED_ERROR':
      return new LookFailed('denied', `user ${user} may not use the database ${database} at ${where}`, {
        settle: `Grant the user rights on it, or correct ${setting(asked, 'database')}.`,
      });
    case 'ER_BAD_DB_ERROR':
      return new LookFailed('absent', `there is no database ${database} at ${where}`, { settle: `Correct ${setting(asked, 'database')}.` });
    case 'ER_HOST_NOT_PRIVILEGED':
    case 'ER_HOST_IS_BLOCKED':
      return new LookFailed('denied', `the database at ${where} accepts no connection from this machine (${code})`, {
        settle: 'Allow this machine in the database users, or run mysqladmin flush-hosts where it was blocked after too many errors.',
      });
    case 'ER_ACCOUNT_HAS_BEEN_LOCKED':
    case 'ER_MUST_CHANGE_PASSWORD':
    case 'ER_MUST_CHANGE_PASSWORD_LOGIN':
      return new LookFailed('denied', `the account ${user} of the database at ${where} is locked or its password has expired`);
    case 'ER_TABLEACCESS_DENIED_ERROR':
    case 'ER_COLUMNACCESS_DENIED_ERROR':
    case 'ER_SPECIFIC_ACCESS_DENIED_ERROR':
      return new LookFailed('denied', `user ${user} may not read this in the database ${database} (${code})`);
    case 'ER_NO_SUCH_TABLE':
    case 'ER_BAD_FIELD_ERROR':
    case 'ER_UNKNOWN_SYSTEM_VARIABLE':
      return new LookFailed('absent', `the database ${database} does not have the table, column or setting that was asked for (${code})`);
    case 'ER_CON_COUNT_ERROR':
    case 'ER_TOO_MANY_USER_CONNECTIONS':
    case 'ER_USER_LIMIT_REACHED':
      return new LookFailed('io', `the database at ${where} takes no more connections (${code})`, {
        settle: 'Raise max_connections or end idle connections.',
      });
    case 'ER_STATEMENT_TIMEOUT':
    case 'ER_QUERY_TIMEOUT':
    case 'ER_LOCK_WAIT_TIMEOUT':
      return new LookFailed('timeout', `the database at ${where} ended a statement that took too long`);
    case 'ER_SECURE_TRANSPORT_REQUIRED':
      return new LookFailed('denied', `the database at ${where} accepts encrypted connections only`, {
        settle: 'Configure TLS for the database connection.',
      });
    case 'HANDSHAKE_NO_SSL_SUPPORT':
      return new LookFailed('io', `the database at ${where} offers no TLS, which is configured for it`, {
        settle: 'Switch TLS on in the server or off in the configuration.',
      });
    case 'HANDSHAKE_SSL_ERROR':
      return new LookFailed('io', `the TLS handshake with the database at ${where} failed: ${tlsReason(error)}`, {
        settle: "Compare the server's certificate with the CA file configured for the database.",
      });
    case 'AUTH_SWITCH_PLUGIN_ERROR':
    case 'MYSQL_CLEAR_PASSWORD_NOT_ENABLED':
      return new LookFailed(
        'io',
        `user ${user} signs in to the database at ${where} by a method that is not supported here${plugin(error)}`,
        {
          settle: 'PHP knows the same methods only: use mysql_native_password or caching_sha2_password for this user.',
        },
      );
    case 'PROTOCOL_CONNECTION_LOST':
    case 'ECONNRESET':
    case 'EPIPE':
      return new LookFailed('io', `the database at ${where} closed the connection`);
    case 'ER_PARSE_ERROR':
    case 'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION':
      return new LookFailed('bug', `a statement of this program is wrong for this database (${code})`);
    default:
      return new LookFailed(
        'io',
        `the database at ${where} reported ${/^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : 'an error that is not known here'}`,
      );
  }
}

/** Numbers that mysql2 does not know by name: they are MariaDB's own, https://mariadb.com/kb/en/mariadb-error-code-reference/ */
const mariadbCodes: Readonly<Record<number, string>> = { 1969: 'ER_STATEMENT_TIMEOUT', 4151: 'ER_ACCOUNT_HAS_BEEN_LOCKED' };

function codeOf(error: unknown): string {
  const { code, errno } = (error ?? {}) as { readonly code?: unknown; readonly errno?: unknown };
  const named = typeof errno === 'number' ? mariadbCodes[errno] : undefined;
  return named ?? (typeof code === 'string' ? code : 'UNKNOWN');
}

/** mysql2 puts its own code over OpenSSL's; the words remain. */
function tlsReason(error: unknown): string {
  const { reason, message } = error as { readonly reason?: unknown; readonly message?: unknown };
  return oneLine(typeof reason === 'string' ? reason : typeof message === 'string' ? message : 'no reason given');
}

/** The plugin's name out of mysql2's sentence. */
function plugin(error: unknown): string {
  const name = /plugin (?:["'`])?([A-Za-z0-9_]{1,64})/.exec(String((error as { readonly message?: unknown }).message ?? ''))?.[1];
  return name === undefined ? '' : ` (${name})`;
}
