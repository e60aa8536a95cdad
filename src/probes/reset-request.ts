/** The pending password reset of the person that --user names: whether there is a token, and when it ends. The token itself is never read. */
import { defineProbe, LookFailed } from '../index.js';
import { localMoment } from '../logic/time-zone.js';
import { isResetLink } from '../parse/reset-link.js';
import type { Host, ResetRequest, Row } from '../model.js';

type Found = Pick<ResetRequest, 'table' | 'tokenPresent' | 'expiry'>;

/** Users since 8.0; before, clients and their contacts. */
const places = [
  { table: 'tblusers', token: 'reset_token', expiry: 'reset_token_expiry' },
  { table: 'tblclients', token: 'pwresetkey', expiry: 'pwresetexpiry' },
  { table: 'tblcontacts', token: 'pwresetkey', expiry: 'pwresetexpiry' },
] as const;

export default defineProbe({
  fact: 'reset.request',
  vantage: 'database',
  title: 'the pending password reset of the person named',
  needs: ['database.schema'],
  budgetMs: 5000,
  touches: [
    {
      kind: 'query',
      what: 'with --user: whether a reset token is stored for this person, and its expiry, from tblusers (before 8.0 tblclients)',
      covers: ['SELECT ** FROM tblusers **', 'SELECT ** FROM tblclients **'],
    },
  ],
  async observe({ host, have, options, signal }) {
    const email = options.user?.trim() ?? '';
    if (email === '') throw new LookFailed('disabled', 'who followed the reset link was not given: --user EMAIL');
    const { tables } = have['database.schema'];
    const usable = places.filter(({ table, token, expiry }) => ['email', token, expiry].every((column) => tables[table]?.includes(column)));
    // Where users have a table of their own, what is left in the older one counts for nothing.
    const asked = usable[0]?.table === 'tblusers' ? usable.slice(0, 1) : usable;
    if (asked.length === 0) throw new LookFailed('absent', 'no table of this database is known to hold password resets', { beyond: true });
    let found: Found = { table: null, tokenPresent: false, expiry: null };
    for (const place of asked) {
      const row = await rowOf(host, place, email, signal);
      if (row !== null) {
        found = { table: place.table, tokenPresent: Number(row['pending'] ?? 0) === 1, expiry: expiryOf(String(row['expiry'] ?? '')) };
        break;
      }
    }
    const value: ResetRequest = {
      user: { personal: 'email', value: email, class: '' },
      ...found,
      followedLink: options.usedUrl !== null && isResetLink(options.usedUrl),
    };
    return { value, source: found.table ?? asked.map(({ table }) => table).join(', ') };
  },
});

async function rowOf(
  host: Host,
  { table, token, expiry }: (typeof places)[number],
  email: string,
  signal: AbortSignal,
): Promise<Row | null> {
  const rows = await host.database.select(
    'whmcs',
    `SELECT COALESCE(${token}, '') <> '' AS pending, CAST(${expiry} AS CHAR) AS expiry FROM ${table} WHERE email = ? LIMIT 1`,
    [email],
    signal,
  );
  return rows[0] ?? null;
}

function expiryOf(stored: string): ResetRequest['expiry'] {
  if (/^\d{9,11}$/.test(stored)) return { epochSeconds: Number(stored) };
  return localMoment(stored) === null ? null : { local: stored.slice(0, 19) };
}
