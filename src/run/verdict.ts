/** Verdict and exit status: decided here, once, the same for every format. */
import { unseen as unseenStatus } from '../logic/worst-exit-code.js';
import type { Counts, FailOn, Finding, Verdict } from '../model.js';

export function count(findings: readonly Finding[]): Counts {
  const counts = { pass: 0, warn: 0, fail: 0, unknown: 0, skip: 0, waived: 0, known: 0 };
  for (const finding of findings) counts[finding.waived ? 'waived' : finding.known === true ? 'known' : finding.status] += 1;
  return counts;
}

/**
 * Rank: failures over unknowns over warnings. Skipped findings, and those that are waived or known, never count; where every single one was skipped, nothing says that
 * the target is healthy. `aimed`: somebody chose these checks, and may have chosen some that do not apply. `unseen`: how many of the waived
 * ones are looks that failed.
 */
export function verdictOf(counts: Counts, aimed = false, unseen = 0): Verdict {
  if (counts.fail > 0) return 'failing';
  if (counts.unknown > 0) return 'incomplete';
  if (counts.warn > 0) return 'warnings';
  return nothingJudged(counts, unseen) && !aimed ? 'incomplete' : 'healthy';
}

function nothingJudged({ pass, waived, known }: Counts, unseen: number): boolean {
  return pass + waived - unseen + known === 0;
}

/** How many of the waived ones are looks that failed: these are no verdict on anything. */
export function unseenOf(findings: readonly Finding[]): number {
  return findings.filter(({ status, waived }) => waived !== undefined && (status === 'unknown' || status === 'skip')).length;
}

export function exitCodeOf(verdict: Verdict, failOn: FailOn): number {
  if (failOn === 'never') return 0;
  switch (verdict) {
    case 'failing':
      return 2;
    case 'incomplete':
      return unseenStatus;
    case 'warnings':
      return failOn === 'warn' ? 1 : 0;
    case 'healthy':
      return 0;
    default:
      return verdict satisfies never;
  }
}

export { worstExitCode } from '../logic/worst-exit-code.js';
