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

/** What several saw of one folder, each a share of its own. */
export function together(shares: readonly ScanResult[]): ScanResult {
  const [first, ...others] = shares;
  if (first === undefined) throw new Error('nobody scanned');
  return others.reduce(joined, first);
}

function joined(one: ScanResult, other: ScanResult): ScanResult {
  const owners = { ...one.owners };
  for (const [uid, count] of Object.entries(other.owners)) owners[uid] = (owners[uid] ?? 0) + count;
  return {
    counted: one.counted + other.counted,
    complete: one.complete && other.complete,
    sampled: one.sampled + other.sampled,
    stale: {
      low: one.stale.low + other.stale.low,
      estimate: one.stale.estimate + other.stale.estimate,
      high: one.stale.high + other.stale.high,
    },
    ages: one.ages.map(({ upToSeconds, count }, at) => ({ upToSeconds, count: count + (other.ages[at]?.count ?? 0) })),
    oldestSeconds: ofBoth(Math.max, one.oldestSeconds, other.oldestSeconds),
    newestSeconds: ofBoth(Math.min, one.newestSeconds, other.newestSeconds),
    zeroLength: one.zeroLength + other.zeroLength,
    bytes: one.bytes + other.bytes,
    owners,
  };
}

function ofBoth(choose: (...ages: readonly number[]) => number, one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : choose(one, other);
}
