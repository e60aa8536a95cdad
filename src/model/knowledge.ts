/** The documented table as a graph of data: problems, causes, remedies. */

/** The 23 documented next-steps pages. Ids are never renamed or reused. */
export type ProblemId =
  | 'cloudflare-proxy-check-errors'
  | 'frequent-logouts'
  | 'invalid-license-api-errors'
  | 'invalid-license-errors'
  | 'login-details-errors'
  | 'login-redirect-loops'
  | 'no-connection-errors'
  | 'access-denied-errors'
  | 'sessions-are-not-removed'
  | 'facebook-app-not-setup-errors'
  | 'facebook-url-errors'
  | 'invalid-details-errors'
  | 'unable-to-access-sign-in-integrations'
  | 'google-remote-linking-failures'
  | 'google-sign-in-unavailable-errors'
  | 'google-verification-failures'
  | 'social-login-errors'
  | 'twitter-connection-errors'
  | 'twitter-link-initiated-messages'
  | 'invalid-reset-link-errors'
  | 'unsent-general-emails'
  | 'duo-security-login-failures'
  | 'system-timezone-issues';

/** Plug-ins bring causes of their own, so the id is an open string; built-in ids are checked by a test. */
export type CauseId = string;

/** A message that logs, pages and answers are searched for: src/knowledge/messages. */
export type MessageId = string;

/** PHP's own logs, the web server's, and what WHMCS writes into its database. */
export type LogKind = 'php' | 'web' | 'whmcs';

/** A text by which something that happened is recognised, wherever it was written. */
export interface Message {
  readonly id: MessageId;
  /** What happened: completes "In the logs: …". */
  readonly title: string;
  /** One of these stands in the line; letters match in either case. */
  readonly literals: readonly string[];
  /** Where a literal is too common: the line must match this, too. */
  readonly only?: RegExp;
  /** Where it may stand. Elsewhere the same words mean something else. */
  readonly logs: readonly LogKind[];
  /** Documented problems of which it tells. */
  readonly problems: readonly ProblemId[];
  /** Causes of which it is evidence. */
  readonly causes: readonly CauseId[];
  readonly example: string;
  /** A line like it that means something else. */
  readonly counterExample: string;
}

/** One literal text that a person sees. */
export interface Symptom {
  readonly text: string;
  /** WHMCS versions that print it, where the table says so: "8.11 and later". */
  readonly versions?: VersionRange;
  /** Where the text is the documentation's or a neighbour's wording rather than the product's. */
  readonly note?: string;
}

/** Inclusive lower and exclusive upper bound, as "8.11" style versions. */
export interface VersionRange {
  readonly from?: string;
  readonly below?: string;
}

export interface Problem {
  readonly id: ProblemId;
  readonly title: string;
  /** The section of the documented table. */
  readonly area: string;
  readonly symptoms: readonly Symptom[];
  /** The documented cause, as the table puts it. */
  readonly documentedCause: string;
  readonly docs: string;
  /** How its causes are proved, in a sentence or two. */
  readonly proof?: string;
  /** Why no check can prove it from any vantage, where that is so. */
  readonly unprovable?: string;
}

export type Risk = 'none' | 'low' | 'high';

/** One step of a remedy. `{subject}` in text and command is replaced by the finding's subject. */
export interface Step {
  readonly text: string;
  readonly command?: string;
  readonly risk: Risk;
}

/** What to do about a cause, for some or all WHMCS versions. */
export interface Remedy {
  readonly versions?: VersionRange;
  readonly steps: readonly Step[];
}

/** One root cause. */
export interface Cause {
  readonly id: CauseId;
  /** A true sentence when the cause is present. */
  readonly title: string;
  readonly problems: readonly ProblemId[];
  /** Outside the documented table: it looks like one of its problems, or is reported beside them, and the table does not name it. */
  readonly beyondTable?: true;
  /** One paragraph: why this makes the problems. */
  readonly explanation: string;
  readonly remedies: readonly Remedy[];
  /** The command that shows that it is gone; `{target}` is replaced. Defaults to `whmcs-doctor check --only <check>`. */
  readonly verify?: string;
  readonly docs: readonly string[];
  /** Causes of which this one is a visible consequence: where one of them is found too, it is named first. */
  readonly follows?: readonly CauseId[];
}
