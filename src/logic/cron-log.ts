/** Whether cron stamps its entries of the activity log by another time zone than the web does: the order of the entries tells. */
import type { CronLog } from '../model.js';
import { localMoment } from './time-zone.js';

export interface LogEntry {
  readonly by: 'cron' | 'visitor';
  /** Y-m-d H:i:s as stored. */
  readonly at: string;
}

/** Clocks of one machine and slow requests put entries out of order by seconds; zones differ by quarters of an hour. */
const leastShift = 14 * 60;
/** Older entries may be from before a zone was set right. */
const newestChanges = 6;

/**
 * `newestFirst` are entries by descending number. An entry of one kind that follows one of the other kind and is stamped much earlier was
 * written by a clock that many minutes behind; twice, and never the other way round, is no accident such as a clock set back.
 */
export function readCronLog(newestFirst: readonly LogEntry[]): CronLog {
  const newest = (by: LogEntry['by']): string | null => newestFirst.find((entry) => entry.by === by)?.at ?? null;
  const backwards: { readonly ahead: LogEntry['by']; readonly seconds: number }[] = [];
  let changes = 0;
  for (const [index, later] of newestFirst.entries()) {
    const earlier = newestFirst[index + 1];
    if (earlier === undefined || changes >= newestChanges) break;
    if (earlier.by === later.by) continue;
    changes += 1;
    const [from, to] = [localMoment(earlier.at), localMoment(later.at)];
    if (from === null || to === null) continue;
    const seconds = (from - to) / 1000;
    if (seconds >= leastShift) backwards.push({ ahead: earlier.by, seconds });
  }
  const cronAhead = backwards.filter(({ ahead }) => ahead === 'cron');
  const oneWay = cronAhead.length === 0 || cronAhead.length === backwards.length;
  const most = Math.max(0, ...backwards.map(({ seconds }) => seconds));
  return {
    cronEntries: newestFirst.filter(({ by }) => by === 'cron').length,
    newestCron: newest('cron'),
    newestVisitor: newest('visitor'),
    shift: backwards.length < 2 || !oneWay ? null : { cronAheadSeconds: cronAhead.length > 0 ? most : -most, seen: backwards.length },
  };
}
