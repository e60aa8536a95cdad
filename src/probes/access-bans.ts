/** The addresses that are banned: whom WHMCS turns away before any log-in. */
import { defineProbe } from '../index.js';
import { cloudflareRanges } from '../knowledge/cloudflare-ranges.js';
import { addressSet, isIn, overlaps } from '../logic/address-set.js';
import { parseBan } from '../logic/ban-pattern.js';
import { printable } from '../logic/http-answer.js';
import { visitorClassifier } from '../logic/visitor-class.js';
import type { Ban, Row } from '../model.js';
import { columnsOf, countIn } from './access-tables.js';

const most = 5000;
/** Bans whose time is over stay in the table: how many of the newest are looked through. */
const newest = 50_000;

/** No zone is further from UTC than 14 hours: what is over for longer than a day is over by any clock. */
const overMs = 26 * 3_600_000;

const reasonShape = `CASE WHEN reason IS NULL OR reason = '' THEN 'none' WHEN LOWER(reason) LIKE '%login attempt%' THEN 'failed-logins' ELSE 'other' END`;

const edge = addressSet([...cloudflareRanges.ipv4, ...cloudflareRanges.ipv6]);

export default defineProbe({
  fact: 'access.bans',
  vantage: 'database',
  title: 'the banned addresses',
  needs: ['database.schema'],
  budgetMs: 10_000,
  touches: [{ kind: 'query', what: 'SELECT of addresses and times from tblbannedips', covers: ['SELECT ** FROM tblbannedips**'] }],
  async observe({ host, have, options, signal }) {
    const has = columnsOf(have['database.schema'], 'tblbannedips', ['ip']);
    const [counted] = await host.database.select('whmcs', `SELECT COUNT(*) AS total FROM ${newestOf(has, newest + 1)} LIMIT 1`, [], signal);
    const total = countIn(counted, 'total', 'tblbannedips');
    // By this machine's clock and generously: what remains is compared with PHP's own clock later.
    const bound = new Date(host.now() - overMs).toISOString().slice(0, 19).replace('T', ' ');
    const rows = await host.database.select(
      'whmcs',
      `SELECT LEFT(ip, 200) AS pattern, ${has('expires') ? 'CAST(expires AS CHAR)' : 'NULL'} AS expires,
        ${has('reason') ? reasonShape : `'none'`} AS reason
       FROM ${newestOf(has, newest)}${has('expires') ? ` WHERE expires IS NULL OR expires > ? OR expires < '1971-01-01'` : ''}${has('id') ? ' ORDER BY id DESC' : ''} LIMIT ${most + 1}`,
      has('expires') ? [bound] : [],
      signal,
    );
    const classify = visitorClassifier(cloudflareRanges);
    const read = rows.slice(0, most).map((row) => banOf(row, options.visitorIp, classify));
    const bans = read.flatMap((ban) => (ban === null ? [] : [ban]));
    return {
      value: { total, bans, unread: read.length - bans.length, complete: rows.length <= most && total <= newest },
      source: 'tblbannedips',
    };
  },
});

/** By the primary key, so that a table of any size is not scanned. */
function newestOf(has: (column: string) => boolean, atMost: number): string {
  if (!has('id')) return 'tblbannedips';
  return `(SELECT ${['id', 'ip', 'expires', 'reason'].filter(has).join(', ')} FROM tblbannedips ORDER BY id DESC LIMIT ${atMost}) AS newest`;
}

function banOf(row: Row, visitorIp: string | null, classify: (address: string) => string): Ban | null {
  const stored = String(row['pattern'] ?? '').trim();
  const pattern = parseBan(stored);
  if (pattern === null) return null;
  const reason = String(row['reason'] ?? '');
  return {
    pattern: {
      personal: 'address',
      value: printable(stored, 100),
      class: overlaps(pattern.addresses, edge) ? 'cloudflare' : classify(pattern.first),
    },
    form: pattern.form,
    visitor: visitorIp !== null && isIn(pattern.addresses, visitorIp),
    expires: row['expires'] === null || row['expires'] === undefined ? null : printable(String(row['expires']), 40),
    reason: reason === 'failed-logins' || reason === 'none' ? reason : 'other',
  };
}
