/** The connection to WHMCS's database, and the database server's clock. */
import { defineProbe, LookFailed } from '../index.js';
import { stopwatch } from '../logic/clock-interval.js';
import { databaseAccess, explainConnection } from './database-access.js';
import type { DatabaseConnection, Host, Row } from '../model.js';

/** Each question brackets the clock anew; together they narrow it. */
const clockSamples = 3;

/** This machine's clock is read in whole milliseconds: the true moment lies up to one later. */
const clockTickMs = 1;

const clockQuery = `SELECT CAST(TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', UTC_TIMESTAMP(6)) AS CHAR) AS micros,
  TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(), NOW()) AS utc_offset,
  @@session.time_zone AS session_zone, @@system_time_zone AS system_zone`;

export default defineProbe({
  fact: 'database.connection',
  vantage: 'database',
  title: "WHMCS's database",
  needs: ['install.configuration'],
  budgetMs: 15_000,
  touches: [
    { kind: 'read', what: 'the socket file of the database, where configuration.php names one', covers: ['<database>'] },
    { kind: 'contact', what: 'the database server of configuration.php', covers: ['socket <database>', 'tcp <database> *'] },
    {
      kind: 'query',
      what: 'SELECT of its clock and time zones',
      covers: ['SELECT CAST(TIMESTAMPDIFF(**', 'SELECT VERSION() AS version', 'SET SESSION *', "SHOW SESSION STATUS LIKE 'Ssl_cipher'"],
    },
  ],
  async observe({ host, have, signal }) {
    const configuration = have['install.configuration'];
    const where = { path: configuration.path, label: '$db_', tls: configuration.databaseTls };
    const access = await databaseAccess(host, 'whmcs', configuration.database, where, signal);
    try {
      const server = await host.database.open(access, signal);
      return { value: { ...server, ...(await readClock(host, signal)) }, source: `${server.product} at ${server.where}` };
    } catch (error) {
      throw error instanceof LookFailed
        ? explainConnection(error, configuration.database.password, configuration.path, configuration.passwordInterpolated)
        : error;
    }
  },
});

type Clock = Pick<DatabaseConnection, 'clock' | 'sessionTimeZone' | 'systemTimeZone' | 'utcOffsetSeconds'>;

/** UTC_TIMESTAMP asks the clock without any time zone, whose rules may be missing or wrong. */
async function readClock(host: Host, signal: AbortSignal): Promise<Clock> {
  let lowMs = -Infinity;
  let highMs = Infinity;
  let last: Row = {};
  for (let sample = 0; sample < clockSamples; sample++) {
    const watch = stopwatch(host);
    const [row] = await host.database.select('whmcs', clockQuery, [], signal);
    const receivedAt = watch.moment();
    const micros = Number(row?.['micros']);
    if (row === undefined || !Number.isFinite(micros)) throw new LookFailed('malformed', 'the database server did not tell its clock');
    const [low, high] = [micros / 1000 - receivedAt - clockTickMs, micros / 1000 - watch.startedAt];
    lowMs = Math.max(lowMs, low);
    highMs = Math.min(highMs, high);
    last = row;
  }
  return {
    clock: lowMs > highMs ? null : { lowMs, highMs },
    sessionTimeZone: String(last['session_zone'] ?? ''),
    systemTimeZone: String(last['system_zone'] ?? ''),
    utcOffsetSeconds: Number(last['utc_offset'] ?? 0),
  };
}
