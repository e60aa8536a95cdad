/** The mails of the last days as WHMCS logged them: sent, waiting, failed and why. No address, subject or text leaves this file. */
import { defineProbe, LookFailed } from '../index.js';
import { ageOf } from '../logic/local-time.js';
import { mailFailure } from '../logic/mail-failure.js';
import { masked } from '../logic/masked.js';
import { printable } from '../logic/http-answer.js';
import { everywhere, recordOffsets } from '../logic/php-offsets.js';
import type { Host, MailFailure, MailOutbox, Row } from '../model.js';
import { readOptedOut } from './mail-opted-out.js';

export const days = 7;
export const longestSeconds = days * 86_400;
const mostRows = 1000;
const mostKinds = 12;

export default defineProbe({
  fact: 'mail.outbox',
  vantage: 'database',
  title: "WHMCS's log of sent mails",
  needs: ['database.schema'],
  wants: ['database.connection', 'php.web', 'php.cli', 'zone.system'],
  budgetMs: 10_000,
  touches: [
    {
      kind: 'query',
      what: `SELECT of date, state, reason and subject of the newest ${mostRows} rows of tblemails (no text)`,
      covers: ['SELECT ** FROM tblemails **'],
    },
    {
      kind: 'query',
      what: 'with --user: the same of the clients of this user, and their entries about opted-out mails in tblactivitylog',
      covers: ['SELECT ** FROM tblactivitylog **', 'SELECT id FROM tblclients **', 'SELECT ** FROM tblusers_clients **'],
    },
  ],
  async observe({ host, have, want, options, signal }) {
    const { tables } = have['database.schema'];
    const columns = tables['tblemails'] ?? [];
    const time = ['date', 'created_at'].find((column) => columns.includes(column));
    if (!columns.includes('id') || time === undefined) {
      throw new LookFailed('absent', 'the database has no table tblemails with the columns id and date', { beyond: true });
    }
    const now = host.now();
    const php = phpOffset(want, now);
    const database = want['database.connection'].ok ? want['database.connection'].value.utcOffsetSeconds : null;
    const offset = php ?? database;
    const clock = php !== null ? 'php' : database !== null ? 'database' : 'unknown';
    const rows = await read(host, columns, time, signal);
    const mails = rows.map((row) => mailOf(row, offset, now)).filter((mail) => mail.age === null || mail.age <= longestSeconds);
    const value: MailOutbox = {
      days,
      clock,
      hasStates: ['pending', 'failed', 'failure_reason'].every((column) => columns.includes(column)),
      ...countMails(mails),
      optedOut: options.user === null ? null : await readOptedOut(host, tables, options.user, { offset, now, longestSeconds }, signal),
      truncated: rows.length >= mostRows && mails.length === rows.length,
    };
    return { value, source: 'tblemails' };
  },
});

/** Cron writes mails too: of several offsets that are possible the one that makes a mail youngest. null: neither PHP nor code tells. */
function phpOffset(want: Parameters<typeof recordOffsets>[0], now: number): number | null {
  const offsets = recordOffsets(want, now);
  const code = want['zone.system'];
  return offsets === everywhere && !(code.ok && code.value.setters.length > 0) ? null : Math.min(...offsets);
}

interface Mail {
  readonly id: number;
  readonly age: number | null;
  readonly state: 'sent' | 'waiting' | 'failed';
  readonly retried: boolean;
  /** It belongs to a mass mail, which may wait on purpose. */
  readonly mass: boolean;
  readonly reason: string;
  /** What mails of one kind have in common: their subject without its numbers. */
  readonly kind: string;
}

/** Newest first by the primary key, so that no table is scanned. */
async function read(host: Host, columns: readonly string[], time: string, signal: AbortSignal): Promise<readonly Row[]> {
  const optional = ['pending', 'failed', 'retry_count', 'campaign_id'].filter((column) => columns.includes(column));
  const texts = (['failure_reason', 'subject'] as const).filter((column) => columns.includes(column));
  const wanted = [
    'id',
    `CAST(\`${time}\` AS CHAR) AS recorded`,
    ...optional,
    ...texts.map((column) => `LEFT(${column}, 250) AS ${column}`),
  ];
  return await host.database.select('whmcs', `SELECT ${wanted.join(', ')} FROM tblemails ORDER BY id DESC LIMIT ${mostRows}`, [], signal);
}

export function mailOf(row: Row, offset: number | null, now: number): Mail {
  const is = (column: string): boolean => Number(row[column] ?? 0) > 0;
  const reason = String(row['failure_reason'] ?? '');
  return {
    id: Number(row['id']),
    age: offset === null ? null : ageOf(String(row['recorded'] ?? ''), offset, now),
    state: is('failed') ? 'failed' : is('pending') ? 'waiting' : 'sent',
    retried: is('retry_count'),
    mass: is('campaign_id'),
    reason,
    kind: String(row['subject'] ?? '').replace(/\d+/g, '#'),
  };
}

export function countMails(mails: readonly Mail[]): Pick<MailOutbox, 'sent' | 'newestSentAgeSeconds' | 'waiting' | 'failures'> {
  const valid = mails.filter((mail) => Number.isSafeInteger(mail.id));
  const sent = valid.filter((mail) => mail.state === 'sent');
  const waiting = valid.filter((mail) => mail.state === 'waiting' && !mail.mass);
  const kinds = new Map<string, Mail[]>();
  for (const mail of valid.filter((one) => one.state === 'failed')) {
    const message = mailFailure(mail.reason);
    kinds.set(message, [...(kinds.get(message) ?? []), mail]);
  }
  return {
    sent: sent.length,
    newestSentAgeSeconds: youngest(sent),
    waiting: { count: waiting.length, oldestAgeSeconds: oldest(waiting), retried: waiting.filter((mail) => mail.retried).length },
    failures: [...kinds].slice(0, mostKinds).map(([message, failed]) => failureOf(message, failed, sent)),
  };
}

function failureOf(message: string, failed: readonly Mail[], sent: readonly Mail[]): MailFailure {
  const newest = failed.reduce((a, b) => (b.id > a.id ? b : a));
  const later = sent.filter((mail) => mail.id > newest.id);
  return {
    message,
    count: failed.length,
    newestAgeSeconds: newest.age,
    sentSince: later.length > 0,
    likeSentSince: later.some((mail) => mail.kind === newest.kind),
    sample: printable(masked(newest.reason), 200),
  };
}

function youngest(mails: readonly Mail[]): number | null {
  const ages = mails.flatMap((mail) => (mail.age === null ? [] : [mail.age]));
  return ages.length === 0 ? null : Math.min(...ages);
}

function oldest(mails: readonly Mail[]): number | null {
  const ages = mails.flatMap((mail) => (mail.age === null ? [] : [mail.age]));
  return ages.length === 0 ? null : Math.max(...ages);
}
