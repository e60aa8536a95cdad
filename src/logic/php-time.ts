/**
 * Moments that WHMCS stored as the local time of its PHP. The database's NOW() may be another zone's, so they are compared with PHP's clock
 * and zone alone: https://developers.whmcs.com/classes/9.1/whmcs/user/adminlog
 */
import type { Fact, PhpView } from '../model.js';

const hourMs = 3_600_000;
/** The offsets of all time zones lie between these. */
const anyZone = { low: -12 * hourMs, high: 14 * hourMs } as const;

/** unsure: PHP's zone is not known and decides it, or what is stored is no moment. */
export type Passed = 'passed' | 'ahead' | 'unsure';

/** Whether the stored moment ("2026-01-31 12:00:00") is over, at the moment `nowMs` of this machine's clock. */
export function passedInPhp(stored: string, php: Fact<PhpView>, nowMs: number): Passed {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}:\d{2}))?/.exec(stored.trim());
  const then = match ? Date.parse(`${match[1]}T${match[2] ?? '00:00:00'}Z`) : Number.NaN;
  // 0000-00-00 is no date.
  if (Number.isNaN(then) || then <= 0) return 'unsure';
  const zone = zoneOf(php, nowMs);
  const clock = php.ok && php.value.clock !== null ? php.value.clock : { lowMs: 0, highMs: 0 };
  if (then <= nowMs + clock.lowMs + zone.low) return 'passed';
  return then > nowMs + clock.highMs + zone.high ? 'ahead' : 'unsure';
}

function zoneOf(php: Fact<PhpView>, nowMs: number): { readonly low: number; readonly high: number } {
  if (!php.ok) return anyZone;
  const { utcOffsetSeconds, timeZone } = php.value;
  const offset = utcOffsetSeconds === null ? (timeZone === null ? null : offsetOf(timeZone, nowMs)) : utcOffsetSeconds * 1000;
  return offset === null ? anyZone : { low: offset, high: offset };
}

/** The zone's distance from UTC at this moment, ms; null: no such zone. */
function offsetOf(timeZone: string, atMs: number): number | null {
  try {
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    }).formatToParts(atMs);
    const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value);
    const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
    return Number.isNaN(local) ? null : local - Math.floor(atMs / 1000) * 1000;
  } catch {
    return null;
  }
}
