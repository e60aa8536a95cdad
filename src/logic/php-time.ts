/**
 * Moments that WHMCS stored as the local time of its PHP. The database's NOW() may be another zone's, so they are compared with PHP's clock
 * and zone alone: https://developers.whmcs.com/classes/9.1/whmcs/user/adminlog
 */
import type { Fact, PhpView, SystemZone } from '../model.js';
import { everywhere, offsetsOf } from './php-offsets.js';

/** unsure: PHP's zone is not known and decides it, or what is stored is no moment. */
export type Passed = 'passed' | 'ahead' | 'unsure';

/** Whether the stored moment ("2026-01-31 12:00:00") is over, at the moment `nowMs` of this machine's clock. */
export function passedInPhp(stored: string, php: Fact<PhpView>, code: Fact<SystemZone>, nowMs: number): Passed {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}:\d{2}))?/.exec(stored.trim());
  const then = match ? Date.parse(`${match[1]}T${match[2] ?? '00:00:00'}Z`) : Number.NaN;
  // 0000-00-00 is no date.
  if (Number.isNaN(then) || then <= 0) return 'unsure';
  const offsets = offsetsOf('web', php, code, nowMs) ?? everywhere;
  const clock = php.ok && php.value.clock !== null ? php.value.clock : { lowMs: 0, highMs: 0 };
  if (then <= nowMs + clock.lowMs + Math.min(...offsets) * 1000) return 'passed';
  return then > nowMs + clock.highMs + Math.max(...offsets) * 1000 ? 'ahead' : 'unsure';
}
