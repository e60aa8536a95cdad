/** How many findings of each kind, in words. */
import type { Counts, Report } from '../model.js';

/** "1 passed", "2 failed", …: without those of which there are none. */
export function totals({ pass, warn, fail, unknown, skip, waived, known }: Counts): readonly string[] {
  return [
    `${pass} passed`,
    ...(fail > 0 ? [`${fail} failed`] : []),
    ...(warn > 0 ? [`${warn} ${warn === 1 ? 'warning' : 'warnings'}`] : []),
    ...(unknown > 0 ? [`${unknown} unknown`] : []),
    ...(skip > 0 ? [`${skip} skipped`] : []),
    ...(waived > 0 ? [`${waived} waived`] : []),
    ...(known > 0 ? [`${known} known`] : []),
  ];
}

/** "failing: 1 passed, 2 failed (exit 2)" */
export function verdictLine({ verdict, counts, exitCode }: Report): string {
  return `${verdict}: ${totals(counts).join(', ')} (exit ${exitCode})`;
}
