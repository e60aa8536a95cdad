/** Where a check rightly passes although a look failed: each with the reason. The fault matrix reports what is not needed any more. */
import type { FactId } from '../../src/model.js';

/** Facts that no look is made for. */
export const lookless: ReadonlySet<FactId> = new Set<FactId>([
  'operator.report',
  'operator.thresholds',
  'clock.now',
  'install.version',
  'site.url',
]);

export interface Exception {
  readonly fact: FactId;
  readonly faults: 'any' | readonly string[];
  readonly checks: readonly string[];
  readonly why: string;
}

export const exceptions: readonly Exception[] = [];
