/** Whether times that the database stamps fit those that PHP stamps, in the newest log-ins of administrators. */
import { defineProbe } from '../index.js';
import { localMoment } from '../logic/time-zone.js';

const newest = 20;

export default defineProbe({
  fact: 'zone.database',
  vantage: 'database',
  title: "the times of administrators' log-ins",
  needs: ['database.schema'],
  budgetMs: 5000,
  touches: [
    {
      kind: 'query',
      what: `SELECT of logintime and lastvisit of the newest ${newest} entries of tbladminlog`,
      covers: ['SELECT ** FROM tbladminlog **'],
    },
  ],
  async observe({ host, have, signal }) {
    const columns = have['database.schema'].tables['tbladminlog'] ?? [];
    const source = 'tbladminlog';
    if (!['id', 'logintime', 'lastvisit'].every((column) => columns.includes(column)))
      return { value: { examined: 0, visitsBefore: [], latestVisit: null }, source };
    const rows = await host.database.select(
      'whmcs',
      `SELECT CAST(logintime AS CHAR) AS login, CAST(lastvisit AS CHAR) AS visit FROM tbladminlog ORDER BY id DESC LIMIT ${newest}`,
      [],
      signal,
    );
    const gaps = rows.flatMap((row) => {
      const [login, visit] = [localMoment(String(row['login'] ?? '')), localMoment(String(row['visit'] ?? ''))];
      return login === null || visit === null ? [] : [(login - visit) / 1000];
    });
    const visits = rows.map((row) => String(row['visit'] ?? '').slice(0, 19)).filter((visit) => localMoment(visit) !== null);
    return {
      value: { examined: gaps.length, visitsBefore: gaps.filter((seconds) => seconds > 0), latestVisit: visits.sort().at(-1) ?? null },
      source,
    };
  },
});
