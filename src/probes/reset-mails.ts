/** Where the links of the newest password reset mails point. The database cuts the text off before the token, which so never leaves it. */
import { defineProbe } from '../index.js';
import { localMoment } from '../logic/time-zone.js';
import { linkedSite, linkMarkers } from '../parse/reset-link.js';
import type { Host, ResetMails, Row } from '../model.js';

const newest = 200;
const mostLinks = 5;
/** No address of a site is longer; no mail's text is looked at beyond. */
const longestAddress = 500;
const longestMail = 20_000;

export default defineProbe({
  fact: 'reset.mails',
  vantage: 'database',
  title: 'the links in password reset mails',
  needs: ['database.schema'],
  budgetMs: 10_000,
  touches: [
    {
      kind: 'query',
      what: `SELECT of the addresses (never the tokens) of reset links in the newest ${newest} rows of tblemails`,
      covers: ['SELECT ** FROM tblemails **'],
    },
    {
      kind: 'query',
      what: 'SELECT of updated_at of the row SystemURL from tblconfiguration',
      covers: ["SELECT ** FROM tblconfiguration WHERE setting = 'SystemURL'"],
    },
  ],
  async observe({ host, have, signal }) {
    const { tables } = have['database.schema'];
    const has = (table: string, ...columns: readonly string[]): boolean =>
      columns.every((column) => tables[table]?.includes(column) ?? false);
    const value: ResetMails = {
      ...(has('tblemails', 'id', 'message', 'date') ? await linksOf(host, signal) : { examined: 0, links: [] }),
      systemUrlChangedAt: has('tblconfiguration', 'setting', 'updated_at') ? await changedAt(host, signal) : null,
    };
    return { value, source: 'tblemails.message' };
  },
});

/** By the primary key, so that no table is scanned. */
async function linksOf(host: Host, signal: AbortSignal): Promise<Pick<ResetMails, 'examined' | 'links'>> {
  const text = `LEFT(message, ${longestMail})`;
  const columns = linkMarkers.flatMap((_, index) => {
    const at = `LOCATE(?, ${text})`;
    return `IF(${at} = 0, NULL, SUBSTRING(message, GREATEST(${at} - ${longestAddress}, 1), LEAST(${at} - 1, ${longestAddress}))) AS before${index}`;
  });
  const rows = await host.database.select(
    'whmcs',
    `SELECT CAST(date AS CHAR) AS at, ${columns.join(', ')} FROM tblemails ORDER BY id DESC LIMIT ${newest}`,
    linkMarkers.flatMap((marker) => [marker, marker, marker]),
    signal,
  );
  return { examined: rows.length, links: rows.flatMap(linkIn).slice(0, mostLinks) };
}

function linkIn(row: Row): ResetMails['links'] {
  for (const index of linkMarkers.keys()) {
    const before = row[`before${index}`];
    const address = before == null ? null : linkedSite(String(before));
    if (address === null) continue;
    const at = String(row['at'] ?? '').slice(0, 19);
    return [{ at: localMoment(at) === null ? null : at, address }];
  }
  return [];
}

async function changedAt(host: Host, signal: AbortSignal): Promise<string | null> {
  const [row] = await host.database.select(
    'whmcs',
    "SELECT CAST(MAX(updated_at) AS CHAR) AS at FROM tblconfiguration WHERE setting = 'SystemURL'",
    [],
    signal,
  );
  const at = String(row?.['at'] ?? '').slice(0, 19);
  return localMoment(at) === null ? null : at;
}
