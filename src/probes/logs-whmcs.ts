/** What WHMCS wrote into its own database: the newest entries of its activity log, its error log, and why mails failed. */
import { defineProbe } from '../index.js';
import { messages } from '../knowledge/messages.js';
import { scannerFor, type Scanner } from '../logic/message-scan.js';
import { zoneNameOf } from '../logic/php-offsets.js';
import { logTime } from '../parse/log-time.js';
import type { DatabaseSchema, Host, LogEvidence, LogHit, LogRead, MessageId, Row } from '../model.js';

interface Table {
  readonly table: string;
  readonly time: string;
  readonly text: string;
  readonly newest: number;
  /** Requests and answers of modules hold passwords in any form: nothing of them is shown. */
  readonly secret?: true;
  /** Messages that somebody else's words would tell there. */
  readonly foreign?: readonly MessageId[];
}

/** What a control panel or a seller of modules answers of licenses is about their own. */
const ofLicense: readonly MessageId[] = ['license-key-invalid', 'license-invalid', 'no-connection'];

const tables: readonly Table[] = [
  { table: 'tblactivitylog', time: 'date', text: 'description', newest: 2000 },
  { table: 'tblerrorlog', time: 'created_at', text: 'message', newest: 300 },
  { table: 'tblemails', time: 'date', text: 'failure_reason', newest: 500 },
  { table: 'tblmodulelog', time: 'date', text: 'response', newest: 200, secret: true, foreign: ofLicense },
];

const longest = 600;

export default defineProbe({
  fact: 'logs.whmcs',
  vantage: 'database',
  title: "WHMCS's own logs",
  needs: ['database.schema'],
  wants: ['php.web', 'zone.system'],
  budgetMs: 10_000,
  touches: tables.map(({ table, text, newest }) => ({
    kind: 'query',
    what: `SELECT of the newest ${newest} times and ${text}s from ${table}`,
    covers: [`SELECT ** FROM ${table} **`],
  })),
  async observe({ host, have, want, signal }) {
    const scanner = scannerFor(messages, 'whmcs');
    // WHMCS stamps its entries by the clock of PHP: https://developers.whmcs.com/classes/9.1/whmcs/user/adminlog
    const zone = zoneNameOf('web', want['php.web'], want['zone.system'], host.now());
    const all: Searched[] = [];
    for (const table of tables) {
      const rows = await readRows(host, table, have['database.schema'].tables, signal);
      if (rows !== null) all.push(search(table, rows, { scanner, zone, nowMs: host.now() }));
    }
    const value: LogEvidence = { logs: all.map(({ log }) => log), hits: all.flatMap(({ hits }) => hits) };
    return { value, source: value.logs.map(({ source }) => source).join(', ') || 'tblactivitylog' };
  },
});

/** Newest first by the primary key, so that no table is scanned. null: the version has no such table or column. */
async function readRows(
  host: Host,
  { table, time, text, newest }: Table,
  schema: DatabaseSchema['tables'],
  signal: AbortSignal,
): Promise<readonly Row[] | null> {
  const there = schema[table] ?? [];
  if (!['id', time, text].every((column) => there.includes(column))) return null;
  return host.database.select(
    'whmcs',
    `SELECT CAST(${time} AS CHAR) AS written, LEFT(${text}, ${longest}) AS said FROM ${table} ORDER BY id DESC LIMIT ${newest}`,
    [],
    signal,
  );
}

interface Searched {
  readonly log: LogRead;
  readonly hits: readonly LogHit[];
}

function search(
  { table, text, secret, foreign = [] }: Table,
  rows: readonly Row[],
  how: { readonly scanner: Scanner; readonly zone: string | null; readonly nowMs: number },
): Searched {
  const source = `${table}.${text}`;
  const lines = rows.map((row) => `${String(row['written'] ?? '')} ${String(row['said'] ?? '').replace(/\s+/g, ' ')}`);
  const timeOf = (line: string): number | null => logTime(line, how.zone);
  const iso = (line: string | undefined): string | null => {
    const at = line === undefined ? null : timeOf(line);
    return at === null ? null : new Date(at).toISOString();
  };
  const log = { source, size: null, read: rows.length, from: iso(lines.at(-1)), to: iso(lines[0]), unread: null };
  const hits = how.scanner
    .scan(new TextEncoder().encode(lines.join('\n')), source, timeOf, how.nowMs)
    .filter(({ message }) => !foreign.includes(message));
  return { log, hits: secret === true ? hits.map((hit) => ({ ...hit, sample: '' })) : hits };
}
