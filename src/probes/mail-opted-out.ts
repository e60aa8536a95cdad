/** Mails that one client did not get because the client takes no such mails: WHMCS logs "No recipients provided for message". */
import { ageOf } from '../logic/local-time.js';
import type { DatabaseSchema, Host, MailOutbox, Row } from '../model.js';

const text = '%No recipients provided%';
const mostRows = 200;
/** Of the newest entries by the primary key: neither table has an index for the rest of the question. */
const newest = 5000;
const mostClients = 50;

interface Clock {
  readonly offset: number | null;
  readonly now: number;
  readonly longestSeconds: number;
}

/** null: no client of this user is known. */
export async function readOptedOut(
  host: Host,
  tables: DatabaseSchema['tables'],
  user: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<MailOutbox['optedOut']> {
  const has = (table: string, ...columns: readonly string[]): boolean =>
    columns.every((column) => tables[table]?.includes(column) ?? false);
  const select = (sql: string, params: readonly (string | number)[]): Promise<readonly Row[]> =>
    host.database.select('whmcs', sql, params, signal);
  const clients = new Set<number>();
  const keep = (rows: readonly Row[]): void => {
    for (const row of rows) if (Number.isSafeInteger(Number(row['id']))) clients.add(Number(row['id']));
  };
  if (has('tblusers', 'id', 'email') && has('tblusers_clients', 'auth_user_id', 'client_id')) {
    keep(
      await select(
        `SELECT l.client_id AS id FROM tblusers_clients l JOIN tblusers u ON u.id = l.auth_user_id WHERE u.email = ? LIMIT ${mostClients}`,
        [user],
      ),
    );
  }
  if (has('tblclients', 'id', 'email')) keep(await select(`SELECT id FROM tblclients WHERE email = ? LIMIT ${mostClients}`, [user]));
  if (clients.size === 0) return null;
  const ids = [...clients];
  const marks = ids.map(() => '?').join(', ');
  const ages: (number | null)[] = [];
  const take = (rows: readonly Row[]): void => {
    for (const row of rows) ages.push(clock.offset === null ? null : ageOf(String(row['recorded'] ?? ''), clock.offset, clock.now));
  };
  if (has('tblemails', 'id', 'userid', 'date', 'failure_reason')) {
    const sql = `SELECT CAST(\`date\` AS CHAR) AS recorded FROM (SELECT id, userid, \`date\`, failure_reason FROM tblemails ORDER BY id DESC LIMIT ${newest}) AS latest WHERE userid IN (${marks}) AND failure_reason LIKE ? ORDER BY id DESC LIMIT ${mostRows}`;
    take(await select(sql, [...ids, text]));
  }
  if (has('tblactivitylog', 'id', 'userid', 'date', 'description')) {
    const sql = `SELECT CAST(\`date\` AS CHAR) AS recorded FROM (SELECT id, userid, \`date\`, description FROM tblactivitylog ORDER BY id DESC LIMIT ${newest}) AS latest WHERE userid IN (${marks}) AND description LIKE ? ORDER BY id DESC LIMIT ${mostRows}`;
    take(await select(sql, [...ids, text]));
  }
  const recent = ages.filter((age) => age === null || age <= clock.longestSeconds);
  const known = recent.flatMap((age) => (age === null ? [] : [age]));
  return { count: recent.length, newestAgeSeconds: known.length === 0 ? null : Math.min(...known) };
}
