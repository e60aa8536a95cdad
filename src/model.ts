/**
 * The vocabulary of whmcs-doctor as types and nothing else: host, probe, fact, check, cause, problem, finding, report.
 * The shapes of single facts are in model/, one file per area; everything is re-exported here.
 */
export type * from './model/words.js';
export type * from './model/facts.js';
export type * from './model/knowledge.js';
export type * from './model/report.js';
export type * from './model/diff.js';
export type * from './model/host.js';
export type * from './model/options.js';
export type * from './model/triage.js';
export type * from './model/login.js';
export type * from './model/plugin.js';
import type { FactId, Facts } from './model/facts.js';
import type { CauseId, ProblemId } from './model/knowledge.js';
import type { Host } from './model/host.js';
import type { Confidence, Evidence } from './model/report.js';
import type { RunOptions } from './model/options.js';
import type { Area, GapCode, Origin, Scalar, Vantage } from './model/words.js';

/** What was seen, or why nothing could be seen. */
export type Fact<T> =
  | {
      readonly ok: true;
      readonly value: T;
      readonly origin: Origin;
      /** Set where the budget ran out and this is what was seen until then. */
      readonly partial?: string;
    }
  | {
      readonly ok: false;
      readonly gap: GapCode;
      /** One sentence: what, where, why. */
      readonly why: string;
      /** What would settle it: one sentence that says what to do. */
      readonly settle?: string;
      /** This vantage can never see it (for example: it needs root). Checks that need it skip instead of answering unknown. */
      readonly beyond?: true;
      /** The fact whose gap made this one impossible: reports name the first of such a chain once. */
      readonly because?: FactId;
      readonly origin: Origin;
    };

/** What a probe gets to work with. */
export interface Look<N extends FactId, W extends FactId> {
  readonly host: Host;
  /** Values of the facts that the probe needs: it is not called where one of them is a gap. */
  readonly have: { readonly [K in N]: Facts[K] };
  /** Value or gap of the facts that it wants. */
  readonly want: { readonly [K in W]: Fact<Facts[K]> };
  readonly options: RunOptions;
  /** Aborted when the budget, the deadline or the operator ends the look. */
  readonly signal: AbortSignal;
}

/** Something that was read, run, asked, contacted or written for a moment, exactly: for --audit. */
export interface Touch {
  readonly kind: 'read' | 'run' | 'query' | 'contact' | 'write';
  readonly what: string;
}

/** The same before it happens, for `plan`: in words, and as the patterns that every line of the audit matches. */
export interface Announced extends Touch {
  /**
   * `*` stands for any run of characters but a slash, `**` for any at all, a name in angle brackets for what is known only once it was looked at
   * (<install>, <site>, <session folder>); <endpoints.time> for these addresses.
   */
  readonly covers: readonly string[];
  /** How often the site is visited for it at most without a cookie: each time WHMCS may open an anonymous session. Default: never. */
  readonly sessions?: number;
}

/** Looks at one thing through a host and returns one fact. It observes and never judges. */
export interface Probe<K extends FactId = FactId, N extends FactId = FactId, W extends FactId = FactId> {
  readonly fact: K;
  readonly vantage: Vantage;
  /** What is being looked at: completes "waiting for …". */
  readonly title: string;
  readonly needs: readonly N[];
  readonly wants: readonly W[];
  /** How long the look may take in all, at most 20 000 ms. */
  readonly budgetMs: number;
  readonly touches: readonly Announced[];
  /**
   * Where it can look from. Default: only through the install's own server. `anywhere`: it asks the site, a provider or the operator, so that
   * any machine will do. `outside`: it stands in for the fact's other probe where the target is an address.
   */
  readonly from?: 'anywhere' | 'outside';
  observe(look: Look<N, W>, keep: (partial: Facts[K]) => void): Promise<Observed<Facts[K]>>;
}

/** A probe's result: the value and, where it is more telling than the probe's title, what exactly was looked at. */
export interface Observed<T> {
  readonly value: T;
  readonly source: string;
  /** Where the value came another way than the probe's usual one. */
  readonly vantage?: Vantage;
}

/** Writes one line of evidence: what was seen, what was wanted, and the origin of the fact it comes from. */
export type See<F extends FactId> = (
  fact: F,
  label: string,
  saw: Scalar,
  more?: { readonly want?: Scalar; readonly source?: string; readonly vantage?: Vantage },
) => Evidence;

/** What a check concludes about one subject. */
export type Judgement =
  | { readonly is: 'pass'; readonly subject?: string; readonly note?: string; readonly evidence: readonly Evidence[] }
  | {
      readonly is: 'warn' | 'fail';
      readonly cause: CauseId;
      /** What it is about: a host, a path, a range. Part of the fingerprint. */
      readonly subject: string;
      readonly confidence: Confidence;
      /** Replaces the check's fail title where a more exact true sentence is known. */
      readonly title?: string;
      readonly evidence: readonly Evidence[];
    }
  | { readonly is: 'skip'; readonly subject?: string; readonly reason: string }
  | { readonly is: 'unknown'; readonly subject?: string; readonly reason: string; readonly settle?: string };

/** A pure, synchronous judgement over the facts it declares. */
export interface Check<N extends FactId = FactId, W extends FactId = FactId> {
  /** A noun in its failing state; equals the file name; never renamed or reused. */
  readonly id: string;
  readonly area: Area;
  /** Two true sentences. */
  readonly title: { readonly pass: string; readonly fail: string };
  /** The causes it can prove or rule out. */
  readonly causes: readonly CauseId[];
  readonly needs: readonly N[];
  readonly wants?: readonly W[];
  /** Runs only where the operator selects it or reports one of these problems (default: always). */
  readonly onlyWhenSelected?: true;
  /** A further witness of causes that other checks judge: what it finds counts; that it finds nothing, or cannot look, settles nothing. */
  readonly witness?: true;
  /** The file of the plug-in that brings it: set by the program that loads it. */
  readonly plugin?: string;
  judge(facts: { readonly [K in N]: Facts[K] } & { readonly [K in W]: Fact<Facts[K]> }, see: See<N | W>): Judgement | readonly Judgement[];
}

/** A problem id or a cause id of a plug-in is a plain string at run time. */
export type { ProblemId, CauseId };
