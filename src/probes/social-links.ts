/** How many accounts at providers the person named by --user has linked: numbers only. */
import { defineProbe, LookFailed } from '../index.js';
import type { DatabaseSchema, Host, Row } from '../model.js';

/** One address may be a user, or before 8.0 a client and several contacts. */
const mostAccounts = 50;
/** Of the newest links: the table has no index by account. */
const newest = 100_000;

export default defineProbe({
  fact: 'social.links',
  vantage: 'database',
  title: 'the linked accounts of the user',
  needs: ['database.schema', 'operator.report'],
  budgetMs: 8000,
  touches: [
    {
      kind: 'query',
      what: 'with --user: SELECT of the number of linked accounts from tblauthn_account_links',
      covers: ['SELECT provider, SUM(** FROM (SELECT ** FROM tblauthn_account_links **', 'SELECT id FROM tblusers **'],
    },
  ],
  async observe({ host, have, signal }) {
    const user = have['operator.report'].user?.value.trim() ?? '';
    if (user === '') throw new LookFailed('disabled', 'needs --user, the e-mail address of the person who signs in');
    const { tables } = have['database.schema'];
    const links = tables['tblauthn_account_links'];
    if (links === undefined || !links.includes('provider'))
      throw new LookFailed('unsupported', 'the database has no table of linked accounts');
    const owners = ownersIn(tables, links);
    if (owners.length === 0) throw new LookFailed('unsupported', 'the table of linked accounts has no column that is known');
    const counts: Record<string, number> = {};
    let accounts = 0;
    let looked = 0;
    for (const { table, column } of owners) {
      const ids = await idsOf(host, table, user, signal);
      accounts += ids.length;
      if (ids.length === 0) continue;
      const rows = await host.database.select(
        'whmcs',
        `SELECT provider, SUM(${column} IN (${ids.map(() => '?').join(', ')})) AS links, COUNT(*) AS looked
         FROM (SELECT provider, ${column} FROM tblauthn_account_links${links.includes('id') ? ' ORDER BY id DESC' : ''} LIMIT ${newest}) AS newest
         GROUP BY provider LIMIT 50`,
        ids,
        signal,
      );
      for (const row of rows) count(counts, row);
      looked = Math.max(
        looked,
        rows.reduce((sum, row) => sum + Number(row['looked']), 0),
      );
    }
    if (Object.keys(counts).length === 0 && looked >= newest)
      throw new LookFailed(
        'unsupported',
        `none of the newest ${newest} linked accounts is this person's, and older ones are not looked at`,
      );
    return { value: { accounts, links: counts }, source: 'tblauthn_account_links' };
  },
});

interface Owner {
  readonly table: 'tblusers' | 'tblclients' | 'tblcontacts';
  readonly column: 'user_id' | 'client_id' | 'contact_id';
}

/** Since 8.0 users sign in; before, clients and their contacts did: https://docs.whmcs.com/Users_and_Accounts */
function ownersIn(tables: DatabaseSchema['tables'], links: readonly string[]): readonly Owner[] {
  const has = ({ table, column }: Owner): boolean =>
    links.includes(column) && tables[table]?.includes('id') === true && tables[table].includes('email');
  const users: Owner = { table: 'tblusers', column: 'user_id' };
  if (has(users)) return [users];
  const before: readonly Owner[] = [
    { table: 'tblclients', column: 'client_id' },
    { table: 'tblcontacts', column: 'contact_id' },
  ];
  return before.filter(has);
}

async function idsOf(host: Host, table: Owner['table'], email: string, signal: AbortSignal): Promise<readonly number[]> {
  const rows = await host.database.select('whmcs', `SELECT id FROM ${table} WHERE email = ? LIMIT ${mostAccounts}`, [email], signal);
  return rows.map((row) => Number(row['id'])).filter((id) => Number.isSafeInteger(id) && id > 0);
}

function count(counts: Record<string, number>, row: Row): void {
  const provider = String(row['provider'] ?? '');
  const links = Number(row['links']);
  if (!/^[\w-]{1,64}$/.test(provider) || provider === '__proto__' || !Number.isSafeInteger(links) || links === 0) return;
  counts[provider] = (counts[provider] ?? 0) + links;
}
