/** What is said: findings, problems, the report. Field names are the contract's. */
import type { Area, GapCode, Scalar, Vantage } from './words.js';
import type { CauseId, ProblemId, Risk } from './knowledge.js';

export type Status = 'pass' | 'warn' | 'fail' | 'unknown' | 'skip';
/** proved: the failing behaviour itself was seen. */
export type Confidence = 'proved' | 'likely' | 'possible';
export type Verdict = 'healthy' | 'warnings' | 'failing' | 'incomplete';
export type TargetKind = 'install' | 'url' | 'ssh' | 'bundle';

export interface Evidence {
  readonly label: string;
  readonly saw: Scalar;
  readonly want?: Scalar;
  readonly vantage: Vantage;
  /** The place: a path, a table and row, an address. */
  readonly source: string;
}

export interface NextStep {
  readonly text: string;
  readonly command?: string;
  readonly risk: Risk;
}

export interface Waived {
  readonly reason: string;
  /** YYYY-MM-DD, UTC. */
  readonly until: string;
}

export interface Finding {
  readonly check: string;
  readonly area: Area;
  readonly status: Status;
  readonly title: string;
  readonly cause: CauseId | null;
  readonly problems: readonly ProblemId[];
  /** The documented table does not name this cause. */
  readonly beyondTable?: true;
  readonly confidence: Confidence | null;
  readonly subject: string | null;
  readonly evidence: readonly Evidence[];
  readonly nextSteps: readonly NextStep[];
  readonly verify: string | null;
  readonly docs: readonly string[];
  /** Stable across runs: check, subject, cause. */
  readonly fingerprint: string;
  /** For unknown and skip: why. For a pass: a remark worth knowing. */
  readonly reason?: string;
  /** For unknown: what would settle it. */
  readonly settle?: string;
  readonly durationMs: number;
  readonly waived?: Waived;
}

export interface ProblemReport {
  readonly id: ProblemId;
  readonly title: string;
  readonly status: 'explained' | 'ruled-out' | 'undetermined';
  readonly causes: readonly CauseId[];
  /** Fingerprints of the findings that explain it. */
  readonly findings: readonly string[];
  /** What the logs tell of it: it happened, whether or not its cause is still there. */
  readonly seen: readonly SeenInLog[];
}

/** A known message in a log. */
export interface SeenInLog {
  /** What happened: "PHP could not write a session". */
  readonly what: string;
  readonly count: number;
  /** Time of the last one, ISO 8601 UTC; null: the log does not say. */
  readonly last: string | null;
  readonly lastAgeSeconds: number | null;
  /** A path or a table. */
  readonly source: string;
  readonly sample: string;
}

/** What became of one problem that a person's words tell of. */
export interface Candidate {
  readonly problem: ProblemId;
  readonly title: string;
  /** Chance that the words tell of it, 0 to 1. */
  readonly score: number;
  /** The words that made it so, secrets masked. */
  readonly matched: readonly string[];
  /** As in `problems`. */
  readonly status: ProblemReport['status'];
  /** Found causes of it; what a message in the text names comes first. */
  readonly causes: readonly CauseId[];
  /** Fingerprints of the findings that explain it. */
  readonly findings: readonly string[];
  /** What proved it, or ruled it out, or kept it open: one sentence. */
  readonly why: string;
  /** Options and variables that would let more of its checks look. */
  readonly give: readonly string[];
}

/** What was described, and what became of it. The text itself is kept nowhere: it can hold secrets. */
export interface TriageReport {
  readonly best: ProblemId | 'none';
  /** The most likely first, at most three. */
  readonly candidates: readonly Candidate[];
  /** What to ask the person to know more; null: the words are clear, or tell of something else. */
  readonly ask: string | null;
}

export interface ProbeReport {
  readonly fact: string;
  readonly ok: boolean;
  readonly gap: GapCode | null;
  readonly why?: string;
  readonly partial?: string;
  /** Milliseconds after the start of the run at which the look began. */
  readonly startedMs: number;
  readonly durationMs: number;
  readonly needs: readonly string[];
}

export interface Counts {
  readonly pass: number;
  readonly warn: number;
  readonly fail: number;
  readonly unknown: number;
  readonly skip: number;
  readonly waived: number;
}

/** A target that could not be looked at at all, among others that could. */
export interface UnusableTarget {
  readonly target: string;
  /** What, where, why, what to do. */
  readonly message: string;
  readonly exitCode: number;
}

/** What `check` found at all its targets, in the order in which they were given. */
export interface Several {
  readonly reports: readonly Report[];
  readonly unusable: readonly UnusableTarget[];
}

export interface Report {
  readonly schema: 'whmcs-doctor/report/1';
  readonly tool: { readonly name: 'whmcs-doctor'; readonly version: string };
  readonly target: {
    readonly kind: TargetKind;
    readonly label: string;
    readonly whmcsVersion: string | null;
    readonly systemUrl: string | null;
    /** Of a bundle: from what, when and by which version it was recorded. */
    readonly recorded?: {
      readonly kind: TargetKind;
      readonly label: string;
      /** ISO 8601, UTC. */
      readonly at: string;
      /** Age when it was judged. */
      readonly ageSeconds: number;
      /** Version of whmcs-doctor. */
      readonly by: string;
    };
  };
  readonly startedAt: string;
  readonly durationMs: number;
  readonly verdict: Verdict;
  readonly exitCode: number;
  readonly counts: Counts;
  /** Only where somebody's words were given: `check --for`. */
  readonly triage?: TriageReport;
  readonly findings: readonly Finding[];
  readonly problems: readonly ProblemReport[];
  readonly probes: readonly ProbeReport[];
}
