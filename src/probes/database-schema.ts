/** Which tables and columns the database has: nothing is selected that was not seen here, for they differ between versions. */
import { defineProbe } from '../index.js';

const maxColumns = 20_000;
/** Of what is WHMCS's: others would be quoted, and are never selected. */
const name = /^[\w$]{1,64}$/;

export default defineProbe({
  fact: 'database.schema',
  vantage: 'database',
  title: 'the tables of the database',
  needs: ['database.connection'],
  budgetMs: 10_000,
  touches: [
    {
      kind: 'query',
      what: 'SELECT from information_schema.columns of tables named tbl*',
      covers: ['SELECT ** FROM information_schema.columns **'],
    },
  ],
  async observe({ host, signal }) {
    const rows = await host.database.select(
      'whmcs',
      // MySQL 8 answers in upper-case column names unless told otherwise.
      `SELECT TABLE_NAME AS tbl, COLUMN_NAME AS col FROM information_schema.columns
       WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME LIKE 'tbl%' ORDER BY TABLE_NAME, ORDINAL_POSITION LIMIT ${maxColumns}`,
      [],
      signal,
    );
    const tables = new Map<string, string[]>();
    for (const row of rows) {
      const table = String(row['tbl'] ?? '').toLowerCase();
      const column = String(row['col'] ?? '').toLowerCase();
      if (!name.test(table) || !name.test(column)) continue;
      const columns = tables.get(table) ?? [];
      columns.push(column);
      tables.set(table, columns);
    }
    return { value: { tables: Object.fromEntries(tables) }, source: 'information_schema.columns' };
  },
});
