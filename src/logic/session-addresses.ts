/** Does the recorded address of one account change while a session of it may be open? */
import type { RecordedAddress, RecordedAddresses } from '../model.js';

/** Entries closer together than PHP's default session lifetime can belong to one session. */
const oneSessionMs = 24 * 60_000;

/** Classes of addresses that no visitor has. Private ones can be people's in an office. */
const proxies: ReadonlySet<string> = new Set(['cloudflare', 'loopback']);

export interface ChangingAccount {
  readonly account: number;
  /** Distinct addresses of the newest session, newest first. */
  readonly addresses: readonly string[];
  /** The newest is a proxy's, not a person's. */
  readonly proxied: boolean;
}

/**
 * Accounts whose newest entries, all within one session's time, came from changing addresses: the newest a proxy's, or addresses that
 * changed more than once (one change is a person who moved, or a second device). Older sessions do not count: they may be from before a repair.
 */
export function changingAccounts(recorded: RecordedAddresses): readonly ChangingAccount[] {
  const found: ChangingAccount[] = [];
  for (const [account, entries] of byAccount(recorded)) {
    const session = newestSession(entries);
    const addresses = [...new Set(session.map((entry) => entry.address.value))];
    const changes = session.filter((entry, index) => index > 0 && entry.address.value !== session[index - 1]?.address.value).length;
    const proxied = proxies.has(session[0]?.address.class ?? '');
    if (addresses.length > 1 && (proxied || changes > 1)) found.push({ account, addresses, proxied });
  }
  return found;
}

/** Whether any entry can be compared with others: without one, that nothing changes was not seen. */
export function canCompare(recorded: RecordedAddresses): boolean {
  return byAccount(recorded).size > 0;
}

/**
 * Newest first. Entries without a time or an account, or with something that is no address, cannot be placed. What a program on this machine
 * does through the API stands in the activity log with the machine's own address: it has no session that could end.
 */
function byAccount({ adminLogins, activity }: RecordedAddresses): ReadonlyMap<number, readonly RecordedAddress[]> {
  const accounts = new Map<number, RecordedAddress[]>();
  for (const entry of [...adminLogins, ...activity.filter(({ address }) => address.class !== 'loopback')]) {
    if (entry.account === null || entry.address.class === 'invalid' || Number.isNaN(timeOf(entry))) continue;
    const own = accounts.get(entry.account);
    if (own) own.push(entry);
    else accounts.set(entry.account, [entry]);
  }
  for (const own of accounts.values()) own.sort((a, b) => timeOf(b) - timeOf(a));
  return accounts;
}

function newestSession(entries: readonly RecordedAddress[]): readonly RecordedAddress[] {
  const end = entries.findIndex((entry, index) => index > 0 && timeOf(entries[index - 1] ?? entry) - timeOf(entry) > oneSessionMs);
  return end < 0 ? entries : entries.slice(0, end);
}

/** Only differences count, so the zone does not. */
function timeOf(entry: RecordedAddress): number {
  return entry.at === null ? Number.NaN : Date.parse(`${entry.at.slice(0, 19).replace(' ', 'T')}Z`);
}
