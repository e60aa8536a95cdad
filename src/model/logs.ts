/** Facts of logs: what was said before this look. */
import type { MessageId } from './knowledge.js';

export interface LogFacts {
  /** PHP's error logs. */
  'logs.php': LogEvidence;
  /** Error logs of the web server. */
  'logs.web': LogEvidence;
  /** What WHMCS itself wrote into its database: activity, errors, failed mails. */
  'logs.whmcs': LogEvidence;
}

/** One log that was read, or could not be. */
export interface LogRead {
  /** A path or a table. */
  readonly source: string;
  /** Size of the log, bytes; rows for a table; null: not known. */
  readonly size: number | null;
  /** How much of its end was read, in the same unit. */
  readonly read: number;
  /** The oldest and the newest time on what was read, ISO 8601 UTC; null: no times there. */
  readonly from: string | null;
  readonly to: string | null;
  /** Why it could not be read; null: it could. */
  readonly unread: string | null;
}

/** A message that is known, and where it stands. */
export interface LogHit {
  readonly message: MessageId;
  /** One of the sources. */
  readonly source: string;
  readonly count: number;
  /** Time of the first and of the last in what was read, ISO 8601 UTC; null: the lines carry none. */
  readonly first: string | null;
  readonly last: string | null;
  /** Seconds from the last one to this look; null: not known. */
  readonly lastAgeSeconds: number | null;
  /** The last such line, at most 300 characters, printable, without what could be a secret; empty where nothing of the log may be shown. */
  readonly sample: string;
}

export interface LogEvidence {
  readonly logs: readonly LogRead[];
  readonly hits: readonly LogHit[];
}
