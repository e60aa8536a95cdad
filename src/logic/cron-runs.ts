/** How long ago WHMCS's cron ran. Its records carry the local time of the PHP that wrote them, and no zone. */
import type { CronRun, CronState } from '../model.js';
import { localMoment } from './time-zone.js';

export interface RunAge {
  readonly run: CronRun;
  /** Least age, seconds, in any zone that the record can be of; below 0: in the future. */
  readonly seconds: number;
}

/** The run that ended last; null: none is recorded. */
export function latest(runs: readonly CronRun[], offsets: readonly number[], nowMs: number): RunAge | null {
  const ages = runs.flatMap((run) => {
    const stamp = localMoment(run.at);
    return stamp === null ? [] : [{ run, seconds: Math.min(...offsets.map((offset) => nowMs / 1000 - (stamp / 1000 - offset))) }];
  });
  return ages.sort((a, b) => a.seconds - b.seconds)[0] ?? null;
}

/** A day and its margin: the daily tasks fall anywhere in their hour. */
export const dayHours = 26;

/**
 * Whether cron keeps up by its records. `not-recorded`: a crontab calls this install's cron.php, and no run is recorded where this program looks;
 * null: neither is seen, which does not say that it does not run.
 */
export function cronLate(
  { runs, commands }: Pick<CronState, 'runs' | 'commands'>,
  offsets: readonly number[],
  nowMs: number,
): 'late' | 'recent' | 'not-recorded' | null {
  const last = latest(runs, offsets, nowMs);
  if (last !== null) return last.seconds > dayHours * 3600 ? 'late' : 'recent';
  return commands.some(({ leadsTo }) => leadsTo === 'this') ? 'not-recorded' : null;
}

/** "3 days", "5 h", "40 min". */
export function ago(seconds: number): string {
  if (seconds >= 2 * 86_400) return `${Math.floor(seconds / 86_400)} days`;
  return seconds >= 2 * 3600 ? `${Math.floor(seconds / 3600)} h` : `${Math.max(0, Math.floor(seconds / 60))} min`;
}
