/** The words that everything else is made of. */

/** From where something was seen. */
export type Vantage = 'files' | 'shell' | 'web-php' | 'cli-php' | 'database' | 'http' | 'api' | 'provider' | 'operator';

/** Why a look failed. What the subject does (missing, refused, expired) is a value, not a gap. */
export type GapCode =
  | 'timeout' // no answer in time
  | 'denied' // the look was not permitted
  | 'absent' // what the look goes through is not there
  | 'malformed' // an answer came and cannot be understood
  | 'oversize' // the answer is larger than the limit of the look
  | 'disabled' // switched off, deselected or not given by the operator: checks skip
  | 'unsupported' // cannot be seen from this vantage at all: checks skip
  | 'aborted' // the run was stopped
  | 'io' // the operating system or the network failed below the look
  | 'bug'; // this program failed

export type Scalar = string | number | boolean | null;

export type Area = 'proxy' | 'url' | 'sessions' | 'clock' | 'license' | 'sign-in' | 'access' | 'mail' | 'two-factor';

/** Where and when a fact was seen. */
export interface Origin {
  readonly vantage: Vantage;
  /** What was looked at, in the words of its field: a path, a table and row, an address. */
  readonly source: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly durationMs: number;
}
