/** The administrators' roles: what each may do by number, and how many use it. */
import { defineProbe, LookFailed } from '../index.js';
import { printable } from '../logic/http-answer.js';
import type { Row } from '../model.js';
import { columnsOf } from './access-tables.js';

const mostRoles = 200;
const mostPermissions = 15_000;

export default defineProbe({
  fact: 'access.roles',
  vantage: 'database',
  title: 'the roles of administrators',
  needs: ['database.schema'],
  budgetMs: 10_000,
  touches: [
    {
      kind: 'query',
      what: 'SELECT from tbladminroles and tbladminperms, and of the number of administrators per role',
      covers: [
        'SELECT ** FROM tbladminroles **',
        'SELECT roleid, permid FROM tbladminperms **',
        'SELECT roleid, COUNT(*) AS admins FROM tbladmins **',
      ],
    },
  ],
  async observe({ host, have, signal }) {
    columnsOf(have['database.schema'], 'tbladminroles', ['id', 'name']);
    columnsOf(have['database.schema'], 'tbladminperms', ['roleid', 'permid']);
    const has = columnsOf(have['database.schema'], 'tbladmins', ['roleid']);
    const ask = (sql: string): Promise<readonly Row[]> => host.database.select('whmcs', sql, [], signal);
    const roles = await ask(`SELECT id, LEFT(name, 200) AS name FROM tbladminroles ORDER BY id LIMIT ${mostRoles}`);
    const held = await ask(`SELECT roleid, permid FROM tbladminperms LIMIT ${mostPermissions}`);
    const users = await ask(
      `SELECT roleid, COUNT(*) AS admins FROM tbladmins${has('disabled') ? ' WHERE disabled = 0' : ''} GROUP BY roleid LIMIT ${mostRoles}`,
    );
    // Every install has the role of its first administrator.
    if (roles.length === 0) throw new LookFailed('malformed', 'tbladminroles has no row');
    if (held.length === mostPermissions) throw new LookFailed('oversize', `tbladminperms has more than ${mostPermissions} rows`);
    const permissions = new Map<number, Set<number>>();
    for (const row of held) {
      const role = idIn(row, 'roleid');
      permissions.set(role, (permissions.get(role) ?? new Set()).add(idIn(row, 'permid')));
    }
    const admins = new Map(users.map((row) => [idIn(row, 'roleid'), idIn(row, 'admins')]));
    return {
      value: {
        roles: roles.map((row) => {
          const id = idIn(row, 'id');
          const name = printable(String(row['name'] ?? ''), 100);
          return { id, name, permissions: [...(permissions.get(id) ?? [])].sort((a, b) => a - b), enabledAdmins: admins.get(id) ?? 0 };
        }),
      },
      source: 'tbladminroles, tbladminperms',
    };
  },
});

function idIn(row: Row, name: string): number {
  const value = row[name];
  const id = value === null || value === undefined || value === '' ? Number.NaN : Number(value);
  if (!Number.isSafeInteger(id)) throw new LookFailed('malformed', `the database answered with a ${name} that is no number`);
  return id;
}
