/** How long ago WHMCS's cron ran. Its records carry the local time of the PHP that wrote them, and no zone. */
import type { CronRun, Fact, PhpView } from '../model.js';
import { localMoment } from './time-zone.js';

/** All zones of the world: from 12 hours behind UTC to 14 ahead. */
const everywhere: readonly number[] = [-12 * 3600, 14 * 3600];

export interface RunAge {
  readonly run: CronRun;
  /** Least age, seconds, in any zone that the record can be of; below 0: in the future. */
  readonly seconds: number;
}

/** Offsets that a record can be of: those of the PHPs that were seen. */
export function recordOffsets(...views: readonly Fact<PhpView>[]): readonly number[] {
  const seen = views.flatMap((view) => (view.ok && view.value.utcOffsetSeconds !== null ? [view.value.utcOffsetSeconds] : []));
  return seen.length > 0 ? seen : everywhere;
}

/** The run that ended last; null: none is recorded. */
export function latest(runs: readonly CronRun[], offsets: readonly number[], nowMs: number): RunAge | null {
  const ages = runs.flatMap((run) => {
    const stamp = localMoment(run.at);
    return stamp === null ? [] : [{ run, seconds: Math.min(...offsets.map((offset) => nowMs / 1000 - (stamp / 1000 - offset))) }];
  });
  return ages.sort((a, b) => a.seconds - b.seconds)[0] ?? null;
}

/** "3 days", "5 h", "40 min". */
export function ago(seconds: number): string {
  if (seconds >= 2 * 86_400) return `${Math.floor(seconds / 86_400)} days`;
  return seconds >= 2 * 3600 ? `${Math.floor(seconds / 3600)} h` : `${Math.max(0, Math.floor(seconds / 60))} min`;
}
