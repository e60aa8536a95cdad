/** WHMCS's activity log through its API, newest first, page by page: https://developers.whmcs.com/api-reference/getactivitylog/ */
import { LookFailed } from '../logic/failure.js';
import { activityEntries, totalOf, type ActivityEntry } from '../parse/api-records.js';
import type { ApiSession } from '../model.js';
import { askApi } from './api-ask.js';
import type { ApiLook } from './api-call.js';

const perPage = 200;

export interface ActivityRead {
  /** By descending number. */
  readonly entries: readonly ActivityEntry[];
  /** How many there are in all; null: the answer does not say. */
  readonly total: number | null;
  /** The last page came, or is older than what was asked for. */
  readonly complete: boolean;
}

/** At most so many pages; what came before a page that failed counts. */
export async function readActivity(look: ApiLook, session: ApiSession, pages: number): Promise<ActivityRead> {
  const entries: ActivityEntry[] = [];
  let total: number | null = null;
  for (let page = 0; page < pages; page += 1) {
    const found = await onePage(look, session, entries.length).catch((error: unknown) => {
      if (entries.length > 0 && error instanceof LookFailed && !look.signal.aborted) return null;
      throw error;
    });
    if (found === null) return done(false);
    total = found.total ?? total;
    entries.push(...found.entries);
    if (found.entries.length === 0 || (total !== null && entries.length >= total)) return done(true);
  }
  return done(false);

  function done(complete: boolean): ActivityRead {
    return { entries: inOrder(entries), total, complete };
  }
}

async function onePage(look: ApiLook, session: ApiSession, from: number): Promise<Omit<ActivityRead, 'complete'>> {
  const { fields } = await askApi(look, session, 'GetActivityLog', { limitstart: String(from), limitnum: String(perPage) }, true);
  const entries = activityEntries(fields);
  const total = totalOf(fields);
  if (entries === null && total !== 0) throw new LookFailed('malformed', "the API's answer to GetActivityLog holds no list of entries");
  return { entries: entries ?? [], total };
}

/** Entries that came in while the pages were read stand on two of them. */
function inOrder(all: readonly ActivityEntry[]): readonly ActivityEntry[] {
  if (all.some(({ id }) => id === null)) return all;
  const byId = new Map(all.map((entry) => [entry.id ?? 0, entry]));
  return [...byId.values()].sort((a, b) => (b.id ?? 0) - (a.id ?? 0));
}
