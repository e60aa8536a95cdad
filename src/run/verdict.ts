/** Verdict and exit status: decided here, once, the same for every format. */
import type { Counts, Finding, Verdict } from '../model.js';

export type FailOn = 'warn' | 'fail' | 'never';

export function count(findings: readonly Finding[]): Counts {
  const counts = { pass: 0, warn: 0, fail: 0, unknown: 0, skip: 0, waived: 0 };
  for (const finding of findings) counts[finding.waived ? 'waived' : finding.status] += 1;
  return counts;
}

/**
 * Rank: failures over unknowns over warnings. Skipped and waived findings never count; where every single one was skipped, nothing says that
 * the target is healthy. `aimed`: somebody chose these checks, and may have chosen some that do not apply.
 */
export function verdictOf(counts: Counts, aimed = false): Verdict {
  if (counts.fail > 0) return 'failing';
  if (counts.unknown > 0) return 'incomplete';
  if (counts.warn > 0) return 'warnings';
  return nothingJudged(counts) && !aimed ? 'incomplete' : 'healthy';
}

function nothingJudged({ pass, waived }: Counts): boolean {
  return pass + waived === 0;
}

export function exitCodeOf(verdict: Verdict, failOn: FailOn): number {
  if (failOn === 'never') return 0;
  switch (verdict) {
    case 'failing':
      return 2;
    case 'incomplete':
      return 3;
    case 'warnings':
      return failOn === 'warn' ? 1 : 0;
    case 'healthy':
      return 0;
    default:
      return verdict satisfies never;
  }
}

const rank: readonly number[] = [0, 1, 3, 2];

/** Of several targets the worst status counts. */
export function worstExitCode(codes: readonly number[]): number {
  return codes.reduce((worst, code) => (rank.indexOf(code) > rank.indexOf(worst) ? code : worst), 0);
}
