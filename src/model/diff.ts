/** What changed between two reports. Field names are the contract's. */
import type { Confidence, Counts, Finding, Status, Verdict } from './report.js';

export interface DiffFinding {
  readonly fingerprint: string;
  readonly check: string;
  readonly cause: Finding['cause'];
  readonly status: 'warn' | 'fail';
  readonly confidence: Confidence | null;
  readonly subject: string | null;
  readonly title: string;
  readonly waived?: Finding['waived'];
  readonly known?: true;
}

/** What the check said before: `absent` where it was not among the selected ones. */
export type FormerStatus = Status | 'absent';

export type NewFinding = DiffFinding & { readonly was: FormerStatus };

export type ChangedWhat = 'status' | 'confidence' | 'title' | 'evidence' | 'accepted';

export interface ChangedFinding {
  readonly before: DiffFinding;
  readonly now: DiffFinding;
  /** accepted: it is waived or known, and was not, or the other way round. */
  readonly what: readonly ChangedWhat[];
  /** Pieces of evidence that say something else, as "label: before → now". */
  readonly evidence: readonly { readonly label: string; readonly before: string | null; readonly now: string | null }[];
}

/** It was judged before and is not any more: nothing says that it is fixed. */
export interface UnseenFinding {
  readonly check: string;
  readonly was: 'pass' | 'warn' | 'fail';
  readonly is: 'unknown' | 'skip' | 'absent';
  readonly title: string;
  readonly subject: string | null;
  readonly fingerprint: string;
  readonly reason: string | null;
}

export interface DiffSide {
  readonly target: string;
  readonly startedAt: string;
  readonly version: string;
  readonly verdict: Verdict;
  readonly exitCode: number;
  readonly counts: Counts;
}

export interface TargetDiff {
  readonly target: string;
  /** null: only the other report has this target, or it could not be looked at. */
  readonly before: DiffSide | null;
  readonly now: DiffSide | null;
  /** Why it could not be looked at at all. */
  readonly unusable: { readonly before: string | null; readonly now: string | null };
  readonly new: readonly NewFinding[];
  readonly fixed: readonly DiffFinding[];
  readonly changed: readonly ChangedFinding[];
  readonly remaining: readonly DiffFinding[];
  readonly unseen: readonly UnseenFinding[];
  /** Fingerprints of what fails and counts now, and did not before. */
  readonly newFailures: readonly string[];
  /** Checks that only one of the two has. */
  readonly selection: { readonly onlyBefore: readonly string[]; readonly onlyNow: readonly string[] };
}

export interface ReportDiff {
  readonly schema: 'whmcs-doctor/diff/1';
  readonly tool: { readonly name: 'whmcs-doctor'; readonly version: string };
  readonly exitCode: 0 | 2;
  readonly counts: {
    readonly new: number;
    readonly fixed: number;
    readonly changed: number;
    readonly remaining: number;
    readonly unseen: number;
    readonly newFailures: number;
  };
  /** What makes the comparison less than it seems: other versions, other checks. */
  readonly notes: readonly string[];
  readonly targets: readonly TargetDiff[];
}
