/** The time at the head of a log's line, in the forms of PHP, PHP-FPM, nginx, Apache and of databases. */
import { momentOf, type WallTime } from '../logic/zoned-time.js';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

interface Stamp {
  readonly wall: WallTime;
  /** IANA name where the line carries one. PHP prints its zone by name: [22-Nov-2026 02:13:51 Europe/Berlin] */
  readonly zone: string | null;
  /** Minutes east of UTC where the line carries an offset. */
  readonly offsetMinutes: number | null;
}

/** PHP and PHP-FPM: https://www.php.net/manual/en/errorfunc.configuration.php#ini.error-log */
const php = /^\[(\d{1,2})-([A-Z][a-z]{2})-(\d{4}) (\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?: ([A-Za-z][\w+/-]{0,40}))?\]/;
const nginx = /^(\d{4})[/-](\d{2})[/-](\d{2})[ T](\d{2}):(\d{2}):(\d{2})(?:[.,]\d+)?(Z|[+-]\d{2}:?\d{2})?/;
const apache = /^\[[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) (\d{2}):(\d{2}):(\d{2})(?:\.\d+)? (\d{4})\]/;

function stampOf(line: string): Stamp | null {
  const head = line.slice(0, 100);
  const one = php.exec(head);
  if (one) return stamp([one[3], monthOf(one[2]), one[1], one[4], one[5], one[6]], one[7] ?? null, null);
  const two = nginx.exec(head);
  if (two) return stamp([two[1], two[2], two[3], two[4], two[5], two[6]], null, offsetOf(two[7]));
  const three = apache.exec(head);
  return three ? stamp([three[6], monthOf(three[1]), three[2], three[3], three[4], three[5]], null, null) : null;
}

function monthOf(name: string | undefined): string {
  return String(months.indexOf((name ?? '').toLowerCase()) + 1);
}

function offsetOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (text === 'Z') return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return text.startsWith('-') ? -minutes : minutes;
}

function stamp(parts: readonly (string | undefined)[], zone: string | null, offsetMinutes: number | null): Stamp | null {
  const [year = NaN, month = NaN, day = NaN, hour = NaN, minute = NaN, second = NaN] = parts.map(Number);
  const real = month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour <= 23 && minute <= 59 && second <= 60;
  return real ? { wall: { year, month, day, hour, minute, second }, zone, offsetMinutes } : null;
}

/**
 * Milliseconds since 1970 of the line's own time, by the zone it names, else by the zone given (that of who wrote the log). null: it carries
 * none, or its zone is unknown.
 */
export function logTime(line: string, zone: string | null): number | null {
  const found = stampOf(line);
  if (found === null) return null;
  const { wall } = found;
  if (found.offsetMinutes !== null) return (momentOf(wall, 'UTC') ?? NaN) - found.offsetMinutes * 60_000;
  const named = found.zone === null ? zone : found.zone;
  return named === null ? null : momentOf(wall, named);
}
