/** WHMCS's cron: the crontab's lines and where they lead, the daemon, and the runs that WHMCS recorded. */
import { defineProbe, LookFailed } from '../index.js';
import { readCronLog, type LogEntry } from '../logic/cron-log.js';
import { localMoment } from '../logic/time-zone.js';
import { cronCommand } from './cron-command.js';
import { cronsOf } from './crontabs.js';
import type { CronRun, CronState, DatabaseSchema, Host } from '../model.js';
import { accountFiles, crontabFiles } from './places.js';

const mostCommands = 10;
const newestEntries = 400;

/** Rows of tblconfiguration, lower case. https://developers.whmcs.com/api-reference/getautomationlog/ has the first; the others are candidates. */
const rows: Readonly<Record<string, CronRun['what']>> = {
  lastdailycroninvocationtime: 'daily',
  lastdailycronruntime: 'daily',
  lastcroninvocationtime: 'any',
};
const hourRow = 'dailycronexecutionhour';

export default defineProbe({
  fact: 'cron.state',
  vantage: 'shell',
  title: "WHMCS's cron",
  needs: ['install.root'],
  wants: ['database.schema'],
  budgetMs: 15_000,
  touches: [
    {
      kind: 'read',
      what: "the crontab of the install's owner, /etc/crontab and /etc/cron.d; config.php beside the cron.php named there",
      covers: [
        ...crontabFiles,
        ...accountFiles,
        '<install>',
        '<install>/**/config.php',
        '<install>/**/cron.php',
        '<install>/init.php',
        '<cron scripts>',
        '<PHP>',
        '/proc/*',
      ],
    },
    {
      kind: 'query',
      what: 'SELECT of lastDailyCronInvocationTime, lastCronInvocationTime and DailyCronExecutionHour from tblconfiguration',
      covers: ['SELECT setting, ** FROM tblconfiguration **'],
    },
    {
      kind: 'query',
      what: `SELECT of times and kinds of the newest ${newestEntries} entries of tblactivitylog, and the newest of tbltask_status`,
      covers: ['SELECT ** FROM tblactivitylog **', 'SELECT ** FROM tbltask_status'],
    },
  ],
  async observe({ host, have, want, signal }) {
    const root = have['install.root'];
    const schema = want['database.schema'];
    const [commands, daemon, recorded] = await Promise.all([
      cronsOf(host, root, signal).then((found) =>
        Promise.all(distinct(found, ({ where }) => where).map((line) => cronCommand(host, root, line, signal))),
      ),
      daemonRuns(host, signal),
      schema.ok ? recordedRuns(host, schema.value.tables, signal) : null,
    ]);
    // Neither side was seen: that is no state of a cron.
    if (commands.length === 0 && recorded === null && !schema.ok) {
      const beyond = schema.beyond === true || schema.gap === 'disabled' || schema.gap === 'unsupported';
      throw new LookFailed(schema.gap, `no crontab names this install, and its recorded runs could not be read: ${schema.why}`, {
        ...(beyond ? { beyond } : {}),
        ...(schema.settle === undefined ? {} : { settle: schema.settle }),
      });
    }
    const value: CronState = {
      commands,
      daemon,
      runs: recorded?.runs ?? [],
      dailyHour: recorded?.dailyHour ?? null,
      log: recorded?.log ?? null,
    };
    return { value, source: recorded === null ? 'crontabs' : 'crontabs, tblconfiguration and tblactivitylog' };
  },
});

function distinct<T>(all: readonly T[], key: (one: T) => string): readonly T[] {
  return [...new Map(all.map((one) => [key(one), one])).values()].slice(0, mostCommands);
}

/** vixie-cron and cronie, busybox and dcron, fcron, systemd-cron, supercronic of containers. */
const daemons = /^(?:cron|crond|fcron|dcron|anacron|supercronic|systemd-cron\S*)$/;

async function daemonRuns(host: Host, signal: AbortSignal): Promise<boolean | null> {
  try {
    const names = (await host.shell.processes(signal)).map(({ argv }) => (argv[0] ?? '').split(/[\s:]/)[0]?.split('/').at(-1) ?? '');
    if (names.some((name) => daemons.test(name))) return true;
    // An ordinary user may be shown only his own processes (hidepid), and systemd can run the jobs without a daemon.
    return host.me.uid === 0 && !names.includes('systemd') ? false : null;
  } catch (error) {
    if (!(error instanceof LookFailed) || signal.aborted) throw error;
    return null;
  }
}

type Recorded = Pick<CronState, 'runs' | 'dailyHour' | 'log'>;

async function recordedRuns(host: Host, tables: DatabaseSchema['tables'], signal: AbortSignal): Promise<Recorded> {
  const has = (table: string, ...columns: readonly string[]): boolean =>
    columns.every((column) => tables[table]?.includes(column) ?? false);
  const settings = has('tblconfiguration', 'setting', 'value') ? await settingRows(host, signal) : [];
  const runs: CronRun[] = settings.flatMap(({ key, value }) => {
    const what = rows[key.toLowerCase()];
    return what === undefined || localMoment(value) === null
      ? []
      : [{ what, at: value.trim().slice(0, 19), source: `tblconfiguration.${key}` }];
  });
  const task = has('tbltask_status', 'last_run') ? await newestTask(host, signal) : null;
  if (task !== null) runs.push({ what: 'any', at: task, source: 'tbltask_status.last_run' });
  const log = has('tblactivitylog', 'id', 'date', 'description', 'ipaddr') ? readCronLog(await newestLog(host, signal)) : null;
  if (log !== null && log.newestCron !== null) runs.push({ what: 'any', at: log.newestCron, source: 'tblactivitylog, newest "Cron Job"' });
  const hour = settings.find(({ key }) => key.toLowerCase() === hourRow)?.value.trim();
  return { runs, dailyHour: hour !== undefined && /^\d{1,2}$/.test(hour) ? hour : null, log };
}

async function settingRows(host: Host, signal: AbortSignal): Promise<readonly { readonly key: string; readonly value: string }[]> {
  const names = [...Object.keys(rows), hourRow];
  const found = await host.database.select(
    'whmcs',
    `SELECT setting, LEFT(value, 40) AS value FROM tblconfiguration
     WHERE LOWER(CONVERT(setting USING utf8)) IN (${names.map(() => '?').join(', ')}) LIMIT 20`,
    names,
    signal,
  );
  return found.map((row) => ({ key: String(row['setting'] ?? '').trim(), value: String(row['value'] ?? '') }));
}

async function newestTask(host: Host, signal: AbortSignal): Promise<string | null> {
  const [row] = await host.database.select('whmcs', 'SELECT CAST(MAX(last_run) AS CHAR) AS at FROM tbltask_status', [], signal);
  const at = String(row?.['at'] ?? '');
  return localMoment(at) === null ? null : at.slice(0, 19);
}

/** By the primary key, so that no table is scanned; of the text only whether it begins as cron's entries do, and of the address only that there is one. */
async function newestLog(host: Host, signal: AbortSignal): Promise<readonly LogEntry[]> {
  const found = await host.database.select(
    'whmcs',
    `SELECT CAST(date AS CHAR) AS at, LEFT(description, 8) AS begins, ipaddr <> '' AS visitor
     FROM tblactivitylog ORDER BY id DESC LIMIT ${newestEntries}`,
    [],
    signal,
  );
  return found.flatMap((row) => {
    const at = String(row['at'] ?? '').slice(0, 19);
    const by = /^cron job$/i.test(String(row['begins'] ?? '')) ? 'cron' : Number(row['visitor'] ?? 0) === 1 ? 'visitor' : null;
    return by === null || localMoment(at) === null ? [] : [{ by, at }];
  });
}
