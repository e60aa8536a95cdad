/**
 * The one clock rule. Being behind breaks sign-in with Google, whose tokens are then "from the future": google/apiclient allows 1 s
 * (https://github.com/googleapis/google-api-php-client/issues/1630) and WHMCS documents 30 s
 * (https://docs.whmcs.com/troubleshooting/troubleshoot-authentication/google-remote-linking-failures). Being ahead harms only time-based codes and Duo.
 */
import type { ClockOffset, Thresholds } from '../model.js';
import { boundMs, guaranteedMs, type Interval } from './clock-interval.js';

export type ClockVerdict =
  | { readonly is: 'pass'; readonly boundMs: number }
  | { readonly is: 'warn' | 'fail'; readonly direction: 'behind' | 'ahead'; readonly byMs: number };

type ClockLimits = Pick<Thresholds, 'clockBehindWarnMs' | 'clockBehindFailMs' | 'clockAheadWarnMs'>;

/** @param timeBasedCodes whether codes by time or Duo are known to be in use: only then a clock ahead fails */
export function judgeOffset(offset: Interval, limits: ClockLimits, timeBasedCodes = false): ClockVerdict {
  const certain = guaranteedMs(offset);
  if (certain > limits.clockBehindFailMs) return { is: 'fail', direction: 'behind', byMs: certain };
  if (certain > limits.clockBehindWarnMs) return { is: 'warn', direction: 'behind', byMs: certain };
  if (-certain > limits.clockAheadWarnMs) return { is: timeBasedCodes ? 'fail' : 'warn', direction: 'ahead', byMs: -certain };
  return { is: 'pass', boundMs: boundMs(offset) };
}

/** Offsets of a clock behind that somebody is known not to tolerate: https://github.com/duosecurity/duo_universal_php */
const intolerant: readonly { readonly overMs: number; readonly who: string }[] = [
  { overMs: 1000, who: 'Google sign-in (1 s)' },
  { overMs: 60_000, who: "Duo's identity token (60 s)" },
  { overMs: 300_000, who: "Duo's client assertion (300 s)" },
];

/** Who does not tolerate a clock that is this much behind; empty: nobody known. */
export function intolerantOf(behindMs: number): readonly string[] {
  return intolerant.filter(({ overMs }) => behindMs > overMs).map(({ who }) => who);
}

/** "31.2 s", "250 ms", "2 h 5 min": at most three digits, rounded towards zero so that "at least" stays true. */
export function duration(ms: number): string {
  const whole = Math.trunc(Math.abs(ms));
  if (whole < 1000) return `${whole} ms`;
  if (whole < 100_000) return `${Math.trunc(whole / 100) / 10} s`;
  const minutes = Math.trunc(whole / 60_000);
  if (minutes < 120) return `${minutes} min ${Math.trunc((whole % 60_000) / 1000)} s`;
  const hours = Math.trunc(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.trunc(hours / 24)} days`;
}

/** "between 0.9 s and 1.9 s behind", "between 80 ms ahead and 1 s behind". */
export function describeOffset({ lowMs, highMs }: Interval): string {
  const side = (ms: number): string => (ms < 0 ? 'ahead' : 'behind');
  if (lowMs >= 0 || highMs <= 0) {
    const [near, far] = lowMs >= 0 ? [lowMs, highMs] : [highMs, lowMs];
    return `between ${duration(near)} and ${duration(far)} ${side(far)}`;
  }
  return `between ${duration(lowMs)} ahead and ${duration(highMs)} behind`;
}

/** Whose clock was compared, as the subject of a sentence. */
export function clockOf({ whose }: Pick<ClockOffset, 'whose'>): string {
  return whose === 'server' ? "The clock of the site's server" : "This machine's clock";
}
