/** Known messages in WHMCS's activity log, through its API. Its other logs are not shown there. */
import { defineProbe } from '../index.js';
import { messages } from '../knowledge/messages.js';
import { scannerFor } from '../logic/message-scan.js';
import { localMoment } from '../logic/time-zone.js';
import type { ActivityEntry } from '../parse/api-records.js';
import type { Fact, LogEvidence, SiteClock } from '../model.js';
import { readActivity } from './api-activity.js';
import { apiTouch } from './api-ask.js';

const pages = 5;
const longest = 600;

export default defineProbe({
  fact: 'logs.whmcs',
  vantage: 'api',
  title: "WHMCS's activity log",
  needs: ['api.session'],
  wants: ['api.clock'],
  budgetMs: 20_000,
  from: 'outside',
  touches: [apiTouch('GetActivityLog')],
  async observe({ host, have, want, options, signal }) {
    const { entries, total } = await readActivity({ host, options, signal }, have['api.session'], pages);
    const source = 'GetActivityLog';
    const moment = momentIn(want['api.clock']);
    const lines = entries.map((entry) => `${entry.at ?? ''} ${entry.text.replace(/\s+/g, ' ').slice(0, longest)}`);
    const hits = scannerFor(messages, 'whmcs').scan(
      new TextEncoder().encode(lines.join('\n')),
      source,
      (line) => moment(line.slice(0, 19)),
      host.now(),
    );
    const time = (entry: ActivityEntry | undefined): string | null => {
      const at = entry?.at === undefined || entry.at === null ? null : moment(entry.at);
      return at === null ? null : new Date(at).toISOString();
    };
    const log = { source, size: total, read: entries.length, from: time(entries.at(-1)), to: time(entries[0]), unread: null };
    return { value: { logs: [log], hits } satisfies LogEvidence, source };
  },
});

/** WHMCS stamps its entries in the local time of the site's PHP, which the API tells; without it no entry has a moment. */
function momentIn(clock: Fact<SiteClock>): (stamp: string) => number | null {
  const offset = clock.ok ? clock.value.utcOffsetSeconds : null;
  return (stamp) => {
    const local = localMoment(stamp);
    return local === null || offset === null ? null : local - offset * 1000;
  };
}
