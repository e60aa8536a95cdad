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
  const now = offsetAt(zone, nowMs);
  return now === null ? null : yearBy((moment) => offsetAt(zone, moment) ?? now, nowMs);
}

/** Of a place where every moment is UTC. */
export function utcYear(nowMs: number): YearOfOffsets {
  return yearBy(() => 0, nowMs);
}

function yearBy(at: (moment: number) => number, nowMs: number): YearOfOffsets {
  const first = Math.floor(nowMs / stepMs) * stepMs;
  const moments = Array.from({ length: steps }, (_, index) => first + index * stepMs);
  return { now: at(nowMs), ahead: new Map(moments.map((moment) => [moment, at(moment)])) };
}

/**
 * ICU knows abbreviations of its own (PST, IST, BST) and System V's names; PHP refuses them, and takes of three letters these alone:
 * https://www.php.net/manual/en/timezones.others.php
 */
const abbreviations = /^(?:CET|EET|EST|GMT|HST|MET|MST|PRC|ROC|ROK|UCT|UTC|WET)$/i;

function isName(zone: string): boolean {
  // Newer runtimes take "+05:30" for a zone, too.
  return /^[A-Za-z]/.test(zone) && !/^SystemV\//i.test(zone) && (zone.length !== 3 || abbreviations.test(zone));
}

/** Seconds east of UTC at one moment; null: PHP, or this program's rules, know no zone of that name. */
export function offsetAt(zone: string, nowMs: number): number | null {
  const offset = isName(zone) ? zoneOffsetMs(zone, nowMs) : null;
  return offset === null ? null : offset / 1000;
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

/** Earlier than any WHMCS: what is stored is no moment, or stands for none. */
const earliest = Date.UTC(1990, 0);

/** A stored "Y-m-d H:i:s" as if it were UTC, ms since 1970; null: it is no moment. */
export function localMoment(stored: string): number | null {
  const match = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})/.exec(stored.trim());
  if (match === null) return null;
  const moment = Date.parse(`${match[1]}T${match[2]}Z`);
  return moment >= earliest ? moment : null;
}
