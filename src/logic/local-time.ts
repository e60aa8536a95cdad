/** Times that PHP wrote into the database without a zone: their age by the clock of the PHP that wrote them. */
import type { Fact, PhpView } from '../model.js';

/** Seconds that a zone is ahead of UTC at a moment; null: no zone of this name is known. */
export function offsetOfZone(zone: string, epochMs: number): number | null {
  try {
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      dateStyle: 'short',
      timeStyle: 'medium',
    }).formatToParts(epochMs);
    const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value ?? Number.NaN);
    const year = part('year');
    const local = Date.UTC(year < 100 ? 2000 + year : year, part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
    return Number.isNaN(local) ? null : Math.round((local - Math.floor(epochMs / 1000) * 1000) / 1000);
  } catch {
    return null;
  }
}

/** As PHP said it, or as its zone implies; null: neither is known. */
export function phpOffset(php: Fact<Pick<PhpView, 'utcOffsetSeconds' | 'timeZone'>>, epochMs: number): number | null {
  if (!php.ok) return null;
  const { utcOffsetSeconds, timeZone } = php.value;
  return utcOffsetSeconds ?? (timeZone === null ? null : offsetOfZone(timeZone, epochMs));
}

/** Seconds since "2026-01-31 12:00:00" as written with this offset, not below 0; null: no such time ("0000-00-00 …" stands for none). */
export function ageOf(written: string, offsetSeconds: number, epochMs: number): number | null {
  const found = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)/.exec(written);
  if (!found || found[1] === '0000') return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = found.slice(1).map(Number);
  const at = Date.UTC(year, month - 1, day, hour, minute, second) - offsetSeconds * 1000;
  return Math.max(0, Math.round((epochMs - at) / 1000));
}
