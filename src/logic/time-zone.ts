/**
 * Time zones by their offsets. Where a PHP could be asked, its own rules count; else this program's copy of the same database does
 * (https://www.iana.org/time-zones), which Node has from ICU and which may be of another year.
 */

import { zoneOffsetMs } from './zoned-time.js';

/** Two PHPs are asked for the same moments: every 14 days since 1970. */
export const offsetStepSeconds = 1_209_600;
const stepMs = offsetStepSeconds * 1000;
const steps = 28;

/** Seconds east of UTC: at one moment, and over the year from then on (ms since 1970 → offset). */
export interface YearOfOffsets {
  readonly now: number;
  readonly ahead: ReadonlyMap<number, number>;
}

/** null: this program's rules know no zone of that name. */
export function yearOf(zone: string, nowMs: number): YearOfOffsets | null {
  const at = offsetsOf(zone);
  if (at === null) return null;
  const first = Math.floor(nowMs / stepMs) * stepMs;
  const moments = Array.from({ length: steps }, (_, index) => first + index * stepMs);
  return { now: at(nowMs), ahead: new Map(moments.map((moment) => [moment, at(moment)])) };
}

/** Seconds east of UTC at one moment; null: this program's rules know no zone of that name. */
export function offsetAt(zone: string, nowMs: number): number | null {
  return offsetsOf(zone)?.(nowMs) ?? null;
}

/** The first moment of the year, ms, at which the two differ; null: at none that both tell. */
export function firstDifference(one: YearOfOffsets, other: YearOfOffsets): number | null {
  for (const [moment, seconds] of [...one.ahead].sort(([a], [b]) => a - b)) {
    const there = other.ahead.get(moment);
    if (there !== undefined && there !== seconds) return moment;
  }
  return null;
}

/** "UTC", "UTC+05:30", "UTC-04:00". */
export function utcOffset(seconds: number): string {
  if (seconds === 0) return 'UTC';
  const minutes = Math.round(Math.abs(seconds) / 60);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `UTC${seconds < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** "5 h 30 min" of a difference between two offsets. */
export function hours(seconds: number): string {
  const minutes = Math.round(Math.abs(seconds) / 60);
  const parts = [minutes >= 60 ? `${Math.floor(minutes / 60)} h` : '', minutes % 60 > 0 ? `${minutes % 60} min` : ''];
  return parts.filter((part) => part !== '').join(' ') || '0 min';
}

/** A stored "Y-m-d H:i:s" as if it were UTC, ms since 1970; null: it is no moment. */
export function localMoment(stored: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2}):(\d{2})/.exec(stored.trim());
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  const moment = Date.UTC(year, month - 1, day, hour, minute, second);
  return year < 1990 || month < 1 || month > 12 || day < 1 || hour > 23 || Number.isNaN(moment) ? null : moment;
}

function offsetsOf(zone: string): ((moment: number) => number) | null {
  // Newer runtimes take "+05:30" for a zone; PHP does not.
  if (!/^[A-Za-z][\w+/-]{0,63}$/.test(zone) || zoneOffsetMs(zone, 0) === null) return null;
  return (moment) => (zoneOffsetMs(zone, moment) ?? 0) / 1000;
}
