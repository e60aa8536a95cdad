/** Verdicts in order, and the status whose sign and colour each has. */
import type { Report, Status, Verdict } from '../model.js';

/** The worst first. */
export const worstFirst: readonly Verdict[] = ['failing', 'incomplete', 'warnings', 'healthy'];

export const verdictStatus = {
  failing: 'fail',
  incomplete: 'unknown',
  warnings: 'warn',
  healthy: 'pass',
} as const satisfies Record<Verdict, Status>;

/** Of several; of none it is incomplete. */
export function worstVerdict(reports: readonly Pick<Report, 'verdict'>[]): Verdict {
  return worstFirst.find((verdict) => reports.some((report) => report.verdict === verdict)) ?? 'incomplete';
}
