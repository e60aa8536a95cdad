/** The addresses that WHMCS recorded for the newest log-ins: what it takes for the visitor's address. */
import { defineProbe } from '../index.js';
import { cloudflareRanges } from '../knowledge/cloudflare-ranges.js';
import { byText } from '../logic/by-text.js';
import { shownAddress, visitorClassifier, type VisitorClass } from '../logic/visitor-class.js';
import type { DatabaseSchema, Host, RecordedAddress, Row } from '../model.js';

const newest = 200;

interface Source {
  readonly table: string;
  readonly column: string;
  readonly time: string;
  /** Columns that tell accounts apart, in the order of preference; their values never leave this file. */
  readonly account: readonly string[];
}

const adminLog: Source = { table: 'tbladminlog', column: 'ipaddress', time: 'logintime', account: ['adminusername'] };
const activityLog: Source = { table: 'tblactivitylog', column: 'ipaddr', time: 'date', account: ['admin_id', 'user_id', 'userid', 'user'] };
const users: Source = { table: 'tblusers', column: 'last_ip', time: 'last_login', account: ['id'] };

export default defineProbe({
  fact: 'database.addresses',
  vantage: 'database',
  title: 'the addresses of the last log-ins',
  needs: ['database.schema'],
  budgetMs: 10_000,
  touches: [
    {
      kind: 'query',
      what: `SELECT of the newest ${newest} addresses from tbladminlog, tblactivitylog and tblusers`,
      covers: ['SELECT ** FROM tbladminlog **', 'SELECT ** FROM tblactivitylog **', 'SELECT ** FROM tblusers **'],
    },
  ],
  async observe({ host, have, signal }) {
    const { tables } = have['database.schema'];
    const classify = visitorClassifier(cloudflareRanges);
    const accounts = new Map<string, number>();
    const read = (source: Source) => readAddresses(host, source, tables, classify, accounts, signal);
    const adminLogins = await read(adminLog);
    const activity = await read(activityLog);
    // The key says who registered last; who logged in last is sorted here, for no index helps the database with it.
    const logins = [...(await read(users))].sort((a, b) => byText(b.at ?? '', a.at ?? ''));
    return { value: { adminLogins, activity, users: logins }, source: 'tbladminlog.ipaddress, tblactivitylog.ipaddr, tblusers.last_ip' };
  },
});

/** None where the table or one of its columns is missing: versions differ. Newest first by the primary key, so that no table is scanned. */
async function readAddresses(
  host: Host,
  source: Source,
  tables: DatabaseSchema['tables'],
  classify: (address: string) => VisitorClass,
  accounts: Map<string, number>,
  signal: AbortSignal,
): Promise<readonly RecordedAddress[]> {
  const has = (column: string): boolean => tables[source.table]?.includes(column) ?? false;
  if (!has('id') || !has(source.column)) return [];
  const account = source.account.filter(has);
  const columns = [source.column, ...account.map((column) => `LEFT(${column}, 200) AS account_${column}`)];
  if (has(source.time)) columns.push(`CAST(${source.time} AS CHAR) AS recorded`);
  const rows = await host.database.select(
    'whmcs',
    `SELECT ${columns.join(', ')} FROM ${source.table} ORDER BY id DESC LIMIT ${newest}`,
    [],
    signal,
  );
  return rows.flatMap((row) => {
    const value = String(row[source.column] ?? '').trim();
    // The automation's own entries have no address.
    if (value === '') return [];
    const at = String(row['recorded'] ?? '');
    return [
      {
        address: { personal: 'address' as const, value: shownAddress(value), class: classify(value) },
        column: `${source.table}.${source.column}`,
        at: /^[1-9]\d{3}-\d\d-\d\d/.test(at) ? at.slice(0, 26) : null,
        account: accountNumber(row, source, account, accounts),
      },
    ];
  });
}

/** Equal numbers are equal accounts; the names stay here. 0 and empty mean that the entry belongs to none of that kind. */
function accountNumber(row: Row, source: Source, columns: readonly string[], accounts: Map<string, number>): number | null {
  for (const column of columns) {
    const value = String(row[`account_${column}`] ?? '');
    if (value === '' || value === '0') continue;
    const key = `${kindOf(source, column)}:${value}`;
    const known = accounts.get(key) ?? accounts.size + 1;
    accounts.set(key, known);
    return known;
  }
  return null;
}

/** tblactivitylog.user_id is tblusers.id; the other columns count apart. */
function kindOf(source: Source, column: string): string {
  return column === 'user_id' || source.table === 'tblusers' ? 'user' : `${source.table}.${column}`;
}
