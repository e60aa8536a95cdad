/** The administrator whom the operator named, and how many accounts are in a state that nobody can mean. No password and no hash is read. */
import { defineProbe, LookFailed } from '../index.js';
import { orNull } from '../logic/or-null.js';
import type { AdminAccount, Row } from '../model.js';
import { columnsOf, countIn, factorIn, factorShape, moduleIn, passwordShape, shapeIn } from './access-tables.js';

export default defineProbe({
  fact: 'access.admin',
  vantage: 'database',
  title: 'the accounts of administrators',
  needs: ['database.schema'],
  wants: ['operator.report'],
  budgetMs: 10_000,
  touches: [
    {
      kind: 'query',
      what: 'SELECT of the state of the account that --admin names (no password, no hash) from tbladmins',
      covers: ['SELECT ** FROM tbladmins **'],
    },
    {
      kind: 'query',
      what: 'SELECT of counts from tbladmins, and of the time of the first row of tbladminlog',
      covers: ['SELECT COUNT(*) ** FROM tbladmins**', 'SELECT ** FROM tbladminlog ORDER BY id LIMIT 1'],
    },
  ],
  async observe({ host, have, want, signal }) {
    const schema = have['database.schema'];
    const has = columnsOf(schema, 'tbladmins', ['id', 'username', 'password']);
    const ask = (sql: string, values: readonly string[] = []): Promise<readonly Row[]> =>
      host.database.select('whmcs', sql, values, signal);
    const half = has('passwordhash') ? `${passwordShape('password')} = 'md5' AND passwordhash IS NOT NULL AND passwordhash <> ''` : '1 = 0';
    const zero = has('authmodule') ? `authmodule = '0'` : '1 = 0';
    const [counts] = await ask(
      `SELECT COUNT(*) AS enabled, COUNT(CASE WHEN ${half} THEN 1 END) AS half, COUNT(CASE WHEN ${zero} THEN 1 END) AS zero
       FROM tbladmins${has('disabled') ? ' WHERE disabled = 0' : ''}`,
    );
    const report = want['operator.report'];
    const who = report.ok ? report.value.admin : null;
    const log = schema.tables['tbladminlog'] ?? [];
    const first =
      log.includes('id') && log.includes('logintime')
        ? await orNull(ask('SELECT CAST(logintime AS CHAR) AS first_login FROM tbladminlog ORDER BY id LIMIT 1'))
        : null;
    return {
      value: {
        named: who === null ? null : { who, found: await findAdmin(ask, has, who.value.trim()) },
        enabled: countIn(counts, 'enabled', 'tbladmins'),
        halfReset: countIn(counts, 'half', 'tbladmins'),
        zeroSecondFactor: countIn(counts, 'zero', 'tbladmins'),
        firstLogin: dateIn(first?.[0]),
      },
      source: 'tbladmins',
    };
  },
});

type Ask = (sql: string, values?: readonly string[]) => Promise<readonly Row[]>;

async function findAdmin(ask: Ask, has: (column: string) => boolean, who: string): Promise<AdminAccount | null> {
  const email = has('email');
  const data = has('authdata') ? `authdata IS NOT NULL AND authdata <> ''` : '1 = 0';
  const [row] = await ask(
    `SELECT id, ${has('roleid') ? 'roleid' : 'NULL AS roleid'}, ${has('disabled') ? 'disabled' : '0 AS disabled'},
      ${has('loginattempts') ? 'loginattempts' : 'NULL AS loginattempts'}, ${passwordShape('password')} AS password_shape,
      ${has('passwordhash') ? passwordShape('passwordhash') : 'NULL'} AS hash_shape,
      ${has('authmodule') ? factorShape('authmodule') : 'NULL'} AS factor, ${has('authmodule') ? 'LEFT(authmodule, 40)' : 'NULL'} AS module,
      CASE WHEN ${data} THEN 1 ELSE 0 END AS factor_data, CASE WHEN username = ? THEN 1 ELSE 0 END AS by_name
     FROM tbladmins WHERE username = ?${email ? ' OR email = ?' : ''} ORDER BY by_name DESC, disabled, id LIMIT 1`,
    email ? [who, who, who] : [who, who],
  );
  if (row === undefined) return null;
  return {
    id: countIn(row, 'id', 'tbladmins'),
    matchedBy: Number(row['by_name']) === 1 ? 'username' : 'email',
    roleId: row['roleid'] === null ? null : countIn(row, 'roleid', 'tbladmins'),
    disabled: countIn(row, 'disabled', 'tbladmins') !== 0,
    loginAttempts: row['loginattempts'] === null ? null : countIn(row, 'loginattempts', 'tbladmins'),
    password: shapeIn(row, 'password_shape'),
    passwordHash: row['hash_shape'] === null ? null : shapeIn(row, 'hash_shape'),
    secondFactor: factorIn(row, 'factor'),
    module: moduleIn(row, 'module'),
    secondFactorData: Number(row['factor_data']) === 1,
  };
}

/** null: there is no such row, or its time is none. */
function dateIn(row: Row | undefined): string | null {
  const value = row?.['first_login'];
  if (value === undefined || value === null) return null;
  const text = String(value);
  if (!/^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2})?$/.test(text)) throw new LookFailed('malformed', 'the first row of tbladminlog has no time');
  return text.startsWith('0000') ? null : text;
}
