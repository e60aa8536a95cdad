/** What is said: findings, problems, the report. Field names are the contract's. */
import type { Area, GapCode, Scalar, Vantage } from './words.js';
import type { CauseId, ProblemId, Risk } from './knowledge.js';

export type Status = 'pass' | 'warn' | 'fail' | 'unknown' | 'skip';
/** proved: the failing behaviour itself was seen. */
export type Confidence = 'proved' | 'likely' | 'possible';
export type Verdict = 'healthy' | 'warnings' | 'failing' | 'incomplete';
/** From where on `--fail-on` lets the exit status tell. */
export type FailOn = 'warn' | 'fail' | 'never';
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
  /** The last day on which it holds: YYYY-MM-DD, UTC. */
  readonly until: string;
  readonly owner: string;
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
  /** The file of the plug-in whose check it is. */
  readonly plugin?: string;
  /** For unknown and skip: why. For a pass: a remark worth knowing. */
  readonly reason?: string;
  /** For unknown: what would settle it. */
  readonly settle?: string;
  readonly durationMs: number;
  /** Accepted by the operator: it does not count. */
  readonly waived?: Waived;
  /** It stands in the baseline, no milder than now: it does not count. */
  readonly known?: true;
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
  /** In the baseline. */
  readonly known: number;
}

/** What became of one waiver. */
export interface WaiverReport {
  /** What it names: `check clock-behind`, `subject /srv/x`, `fingerprint 0123…`, or several of these. */
  readonly names: string;
  readonly reason: string;
  readonly owner: string;
  /** YYYY-MM-DD, UTC. */
  readonly until: string;
  /**
   * unused: nothing of the kind was found; undecided: neither, but not all that it names could be looked at; unknown: it names no check, cause,
   * problem or area that exists.
   */
  readonly state: 'applied' | 'unused' | 'undecided' | 'expired' | 'unknown';
  /** Fingerprints that it waives, or did until it expired. */
  readonly findings: readonly string[];
  /** For unknown: the nearest id. */
  readonly nearest?: string;
}

/** A finding of before, as a baseline or an older report has it. */
export interface FormerFinding {
  readonly fingerprint: string;
  readonly check: string;
  readonly cause: CauseId | null;
  readonly status: 'warn' | 'fail';
  readonly subject: string | null;
  readonly title: string;
}

export interface BaselineReport {
  readonly file: string;
  /** ISO 8601, UTC. */
  readonly writtenAt: string;
  /** Fingerprints of findings that it does not have, or has as mere warnings. */
  readonly new: readonly string[];
  /** It has nothing of a target of this name. */
  readonly unlisted?: true;
  /** What it has and was looked for again, and is not there any more. */
  readonly fixed: readonly FormerFinding[];
}

/** What the operator accepted beforehand, and what became of that. */
export interface PolicyReport {
  readonly waivers?: readonly WaiverReport[];
  readonly baseline?: BaselineReport;
}

/** What can be drawn of what was seen: the numbers behind the pictures, for formats that have them. */
export interface Pictures {
  readonly sessionAges?: {
    /** The folder, or the table. */
    readonly where: string;
    /** Sessions in all, and those whose age was looked at. */
    readonly counted: number;
    readonly sampled: number;
    /** false: the count ended before its end. */
    readonly complete: boolean;
    /** Of the sampled ones by age: upper bound in seconds (null: older than all others) and count. */
    readonly ages: readonly { readonly upToSeconds: number | null; readonly count: number }[];
    readonly oldestSeconds: number | null;
    /** Idle seconds after which a session may be thrown away; null: not seen. */
    readonly lifetimeSeconds: number | null;
    /** Idle seconds after which a session was left behind by its cleaner; null: nothing is told from it. */
    readonly staleAfterSeconds: number | null;
  };
  /** True time minus the clock, ms: above 0 the clock is behind. The true value lies between. */
  readonly clock?: {
    /** The site's server, seen from elsewhere; missing: this machine. */
    readonly whose?: 'server';
    readonly sources: readonly (
      | { readonly name: string; readonly kind: 'ntp' | 'https'; readonly lowMs: number; readonly highMs: number; readonly agreed: boolean }
      | { readonly name: string; readonly kind: 'ntp' | 'https'; readonly failed: string }
    )[];
    /** Where most sources agree; null: nowhere. */
    readonly agreed: { readonly lowMs: number; readonly highMs: number } | null;
    readonly limits: { readonly behindWarnMs: number; readonly behindFailMs: number; readonly aheadWarnMs: number } | null;
  };
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
  /** What `--fail-on` said; reports of before do not tell. */
  readonly failOn?: FailOn;
  readonly counts: Counts;
  /** Only where somebody's words were given: `check --for`. */
  readonly triage?: TriageReport;
  /** Only where waivers or a baseline were given. */
  readonly policy?: PolicyReport;
  readonly findings: readonly Finding[];
  readonly problems: readonly ProblemReport[];
  readonly probes: readonly ProbeReport[];
  /** Only where there is something to draw. */
  readonly pictures?: Pictures;
}
