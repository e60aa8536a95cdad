/** Facts that WHMCS's API gives and nothing else does. */
import type { Personal } from './secrets.js';

export interface ApiFacts {
  'api.session': ApiSession;
  'api.health': HealthStatus;
  'api.clock': SiteClock;
  'api.caller': ApiCaller;
}

/** The API takes calls with the operator's credential; what it allows is told by each action. */
export interface ApiSession {
  /** Address of includes/api.php. */
  readonly url: string;
  /** As the API writes it; null: no action that may be called tells it. */
  readonly version: { readonly value: string; readonly action: string } | null;
}

/** What WHMCS's own System Health says, one line of plain text per check. */
export interface HealthStatus {
  readonly entries: readonly HealthEntry[];
  /** There were more than are kept. */
  readonly truncated: boolean;
}

export interface HealthEntry {
  /** As the API calls it, which no documentation lists. */
  readonly name: string;
  /** `other`: a word that is not known, or a warning without words. */
  readonly severity: 'success' | 'warning' | 'danger' | 'other';
  /** Without markup, at most 500 characters. */
  readonly text: string;
}

/** The clock of the PHP that serves the site, in its own local time. */
export interface SiteClock {
  /** Y-m-d H:i:s. */
  readonly local: string;
  /** The offset from UTC that fits best, in quarters of an hour; null: none that a zone has. */
  readonly utcOffsetSeconds: number | null;
  /** This machine's clock minus the site's, once the offset is taken away: the true value lies between. Above 0: the site is behind. */
  readonly behind: { readonly lowMs: number; readonly highMs: number };
  /** True time minus this machine's clock; null: not asked, because there was no need, or nothing answered. */
  readonly reference: { readonly lowMs: number; readonly highMs: number } | null;
}

/** Who calls, as others see it: only where the API refuses the caller's address. */
export interface ApiCaller {
  /** It calls from beyond the site's own server. */
  readonly outside: boolean;
  /** The address from which this machine appears on the internet; null: it could not be told. */
  readonly address: Personal | null;
  /** An access key was given, and did not help. */
  readonly accessKey: boolean;
}
