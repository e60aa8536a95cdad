/** What a count of session files and a look at some of them amount to. */
import type { ScanResult } from '../../model.js';
import { estimateStale } from './estimate.js';

/** Up to this many, every file is looked at. */
export const lookAtAll = 20_000;
export const sampleSize = 4096;

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
/** Upper bounds of the age classes, seconds. */
export const ageBounds: readonly (number | null)[] = [
  minute,
  5 * minute,
  24 * minute,
  hour,
  4 * hour,
  12 * hour,
  day,
  3 * day,
  7 * day,
  30 * day,
  null,
];

export interface Tallied {
  readonly counted: number;
  /** Of the files that were looked at, those that had gone by then. */
  readonly gone: number;
  readonly complete: boolean;
  readonly sampled: number;
  readonly stale: number;
  readonly zeroLength: number;
  readonly bytes: number;
  readonly oldestSeconds: number | null;
  readonly newestSeconds: number | null;
  /** By age class. */
  readonly ages: readonly number[];
  readonly owners: Readonly<Record<string, number>>;
}

export function scanResult(tally: Tallied): ScanResult {
  const { complete, sampled, oldestSeconds, newestSeconds, zeroLength, bytes, owners } = tally;
  // Where every file was to be looked at, those that went meanwhile are not part of the store.
  const counted = sampled + tally.gone === tally.counted ? sampled : tally.counted;
  return {
    counted,
    complete,
    sampled,
    stale: estimateStale(tally.stale, sampled, counted),
    ages: ageBounds.map((upToSeconds, index) => ({ upToSeconds, count: tally.ages[index] ?? 0 })),
    oldestSeconds: oldestSeconds === null ? null : Math.round(oldestSeconds),
    newestSeconds: newestSeconds === null ? null : Math.round(newestSeconds),
    zeroLength,
    bytes,
    owners,
  };
}
