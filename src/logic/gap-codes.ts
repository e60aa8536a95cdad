/** Why a look failed, as a list: for readers of what others wrote. */
import type { GapCode } from '../model.js';

export const gapCodes = [
  'timeout',
  'denied',
  'absent',
  'malformed',
  'oversize',
  'disabled',
  'unsupported',
  'aborted',
  'io',
  'bug',
] as const satisfies readonly GapCode[];

export function isGapCode(value: unknown): value is GapCode {
  return (gapCodes as readonly unknown[]).includes(value);
}
