/** The user whom the operator named: tblusers from WHMCS 8.0, tblclients and tblcontacts before. No password, hash or token is read. */
import { defineProbe, LookFailed } from '../index.js';
import type { DatabaseSchema, Row, UserAccount } from '../model.js';
import { columnsOf, countIn, factorIn, factorShape, moduleIn, passwordShape, shapeIn } from './access-tables.js';

interface Place {
  readonly table: UserAccount['table'];
  readonly factor: string | null;
  readonly token: string;
  readonly expires: string;
  readonly verified: string | null;
  /** Further condition: a contact without a log-in is no user. */
  readonly only: { readonly column: string; readonly sql: string } | null;
}

const users: Place = {
  table: 'tblusers',
  factor: 'second_factor',
  token: 'reset_token',
  expires: 'reset_token_expiry',
  verified: 'email_verified_at IS NOT NULL',
  only: null,
};
const before: readonly Place[] = [
  { table: 'tblclients', factor: 'authmodule', token: 'pwresetkey', expires: 'pwresetexpiry', verified: 'email_verified = 1', only: null },
  {
    table: 'tblcontacts',
    factor: null,
    token: 'pwresetkey',
    expires: 'pwresetexpiry',
    verified: null,
    only: { column: 'subaccount', sql: 'subaccount = 1' },
  },
];

export default defineProbe({
  fact: 'access.user',
  vantage: 'database',
  title: 'the account of the named user',
  needs: ['database.schema', 'operator.report'],
  budgetMs: 10_000,
  touches: [
    {
      kind: 'query',
      what: 'SELECT of the state of the account that --user names (no password, no hash, no token) from tblusers',
      covers: ['SELECT ** FROM tblusers **', 'SELECT COUNT(*) AS clients FROM tblusers_clients **', 'SELECT ** FROM tblclients **'],
    },
  ],
  async observe({ host, have, signal }) {
    const who = have['operator.report'].user;
    if (who === null) throw new LookFailed('disabled', 'which user it is about was not given: --user EMAIL');
    const schema = have['database.schema'];
    const places = (schema.tables['tblusers'] ? [users] : before).filter(({ table }) => {
      const columns = schema.tables[table] ?? [];
      return columns.includes('email') && columns.includes('password');
    });
    if (places.length === 0) throw new LookFailed('unsupported', 'the database has no tblusers and no tblclients with email and password');
    const ask = (sql: string, values: readonly (string | number)[]): Promise<readonly Row[]> =>
      host.database.select('whmcs', sql, values, signal);
    const searched = places.map(({ table }) => table);
    for (const place of places) {
      const found = await findUser(ask, schema, place, who.value.trim());
      if (found !== null) return { value: { who, found, searched }, source: place.table };
    }
    return { value: { who, found: null, searched }, source: searched.join(', ') };
  },
});

type Ask = (sql: string, values: readonly (string | number)[]) => Promise<readonly Row[]>;

async function findUser(ask: Ask, schema: DatabaseSchema, place: Place, email: string): Promise<UserAccount | null> {
  const has = columnsOf(schema, place.table, ['id', 'email', 'password']);
  const factor = place.factor !== null && has(place.factor) ? place.factor : null;
  const verified = place.verified !== null && has(place.verified.split(' ')[0] ?? '') ? place.verified : null;
  const only = place.only !== null && has(place.only.column) ? ` AND ${place.only.sql}` : '';
  const [row] = await ask(
    `SELECT id, ${passwordShape('password')} AS password_shape,
      ${factor === null ? 'NULL' : factorShape(factor)} AS factor, ${factor === null ? 'NULL' : `LEFT(${factor}, 40)`} AS module,
      ${has(place.token) ? `CASE WHEN ${place.token} IS NULL OR ${place.token} = '' THEN 0 ELSE 1 END` : 'NULL'} AS pending,
      ${has(place.expires) ? `CAST(${place.expires} AS CHAR)` : 'NULL'} AS expires,
      ${verified === null ? 'NULL' : `CASE WHEN ${verified} THEN 1 ELSE 0 END`} AS verified
     FROM ${place.table} WHERE email = ?${only} ORDER BY id LIMIT 1`,
    [email],
  );
  if (row === undefined) return null;
  const id = countIn(row, 'id', place.table);
  return {
    table: place.table,
    id,
    password: shapeIn(row, 'password_shape'),
    owns: place.table === 'tblusers' ? await clientsOf(ask, schema, id) : null,
    secondFactor: factorIn(row, 'factor'),
    module: moduleIn(row, 'module'),
    resetPending: flagIn(row, 'pending'),
    resetExpires: expiryIn(row),
    emailVerified: flagIn(row, 'verified'),
  };
}

async function clientsOf(ask: Ask, { tables }: DatabaseSchema, user: number): Promise<number | null> {
  const columns = tables['tblusers_clients'] ?? [];
  if (!columns.includes('auth_user_id') || !columns.includes('owner')) return null;
  const [row] = await ask('SELECT COUNT(*) AS clients FROM tblusers_clients WHERE auth_user_id = ? AND owner = 1', [user]);
  return countIn(row, 'clients', 'tblusers_clients');
}

function flagIn(row: Row, name: string): boolean | null {
  const value = row[name];
  return value === null || value === undefined ? null : Number(value) === 1;
}

/** Before 8.0 seconds since 1970, 0 for none. */
function expiryIn(row: Row): string | number | null {
  const text = String(row['expires'] ?? '');
  if (/^\d{1,12}$/.test(text)) return text === '0' ? null : Number(text);
  return /^[1-9]\d{3}-\d{2}-\d{2}/.test(text) ? text.slice(0, 19) : null;
}
