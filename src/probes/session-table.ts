/** The table that holds WHMCS's sessions where $session_handling keeps them in a database. */
import { LookFailed } from '../index.js';
import { valueOf } from '../logic/follow.js';
import { mostSessionRows } from '../logic/session-cleaning.js';
import { databaseAccess, explainConnection } from './database-access.js';
import type {
  DatabaseAccess,
  DatabaseConnection,
  Fact,
  Host,
  InstallConfiguration,
  PhpView,
  SessionTable,
  Setting,
  Scalar,
} from '../model.js';

/** https://docs.whmcs.com/customization/sessions: minutes, where sessions in files count in seconds. */
const defaultLifetimeMinutes = 1440;

type Handling = InstallConfiguration['sessionHandling'] extends Setting<infer T> ? T : never;

export interface TableLook {
  readonly host: Host;
  readonly signal: AbortSignal;
  readonly configuration: InstallConfiguration;
  readonly connection: Fact<DatabaseConnection>;
  readonly clock: PhpView['clock'];
}

export async function lookAtTable(handling: Handling, look: TableLook): Promise<SessionTable> {
  const lifetimeMinutes = handling.lifetimeMinutes ?? defaultLifetimeMinutes;
  const base = { lifetimeMinutes, table: false, rows: null, oldestSeconds: null, staleRows: null };
  const opened = await open(handling, look);
  if (typeof opened !== 'string') return { ...base, reachable: false, error: opened.why };
  const { host, signal } = look;
  const [found] = await host.database.select(
    opened,
    `SELECT COUNT(*) AS n, (SELECT COUNT(*) ${columnNamed('id')}) AS ids ${columnNamed('last_activity')}`,
    [],
    signal,
  );
  if (wholeNumber(found?.['n']) === 0) return { ...base, reachable: true, error: null };
  return {
    ...base,
    reachable: true,
    error: null,
    table: true,
    ...(await ages(opened, Number(found?.['ids']) === 1, lifetimeMinutes, look)),
  };
}

function columnNamed(name: string): string {
  return `FROM information_schema.columns WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'tblsessions' AND COLUMN_NAME = '${name}'`;
}

/** The name of the open database, or why PHP cannot open it either. Looks that failed for reasons of their own are thrown. */
async function open(handling: Handling, look: TableLook): Promise<DatabaseAccess['name'] | LookFailed> {
  const { host, signal, configuration, connection } = look;
  try {
    if (handling.database === null) {
      valueOf(connection);
      return 'whmcs';
    }
    const where = { path: configuration.path, label: '$session_handling database config ', tls: null };
    const access = await databaseAccess(host, 'sessions', handling.database, where, signal);
    try {
      await host.database.open(access, signal);
    } catch (error) {
      throw error instanceof LookFailed ? explainConnection(error, handling.database.password, configuration.path) : error;
    }
    return 'sessions';
  } catch (error) {
    if (!(error instanceof LookFailed) || signal.aborted || !refusesPhpToo(error)) throw error;
    return error;
  }
}

function refusesPhpToo(error: LookFailed): boolean {
  return error.more.beyond !== true && (error.gap === 'denied' || error.gap === 'absent' || error.gap === 'timeout' || error.gap === 'io');
}

/** A count or a time of the database, which may come as text. */
function wholeNumber(value: Scalar | undefined): number {
  const text = String(value ?? '');
  if (!/^\d{1,15}$/.test(text)) throw new LookFailed('malformed', 'the database answered something else than a number about tblsessions');
  return Number(text);
}

/**
 * WHMCS writes last_activity by PHP's clock, so that is the clock by which rows are old. Only the rows that were made first are looked at, by
 * the primary key: those that stay behind are among them, and the table has no index by which all of them could be counted.
 */
async function ages(
  database: DatabaseAccess['name'],
  hasKey: boolean,
  lifetimeMinutes: number,
  { host, signal, clock }: TableLook,
): Promise<Pick<SessionTable, 'rows' | 'oldestSeconds' | 'staleRows'>> {
  const ahead = clock === null ? 0 : (clock.lowMs + clock.highMs) / 2;
  const now = Math.round((host.now() + ahead) / 1000);
  try {
    const [row] = await host.database.select(
      database,
      `SELECT COUNT(*) AS n, MIN(last_activity) AS oldest, SUM(last_activity < ?) AS stale
       FROM (SELECT last_activity FROM tblsessions${hasKey ? ' ORDER BY id' : ''} LIMIT ${mostSessionRows}) AS eldest`,
      [now - lifetimeMinutes * 60],
      signal,
    );
    const oldest = row?.['oldest'];
    return {
      rows: wholeNumber(row?.['n']),
      oldestSeconds: oldest == null ? null : now - wholeNumber(oldest),
      // The sum over no rows is NULL.
      staleRows: wholeNumber(row?.['stale'] ?? 0),
    };
  } catch (error) {
    // A huge table may outlast the limit of a statement: that it is there has been seen.
    if (error instanceof LookFailed && error.gap === 'timeout' && !signal.aborted)
      return { rows: null, oldestSeconds: null, staleRows: null };
    throw error;
  }
}
