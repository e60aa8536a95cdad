/** Facts of Duo Security. */
import type { Stage } from './net.js';

export interface DuoFacts {
  'duo.setup': DuoSetup;
  'duo.health': DuoHealth;
}

/** Who uses Duo here, and what of it is installed. */
export interface DuoSetup {
  /** Accounts whose second factor is Duo; null: the database does not show it. */
  readonly admins: number | null;
  readonly users: number | null;
  /** Users of the client area with any second factor; null: the database does not show it. */
  readonly secondFactors: number | null;
  /** Duo has settings of its own; null: not known. */
  readonly configured: boolean | null;
  /** The folder of WHMCS's module; null: not found, which is no sign of anything. */
  readonly module: string | null;
  /** Version of duosecurity/duo_universal_php among WHMCS's libraries; null: not there, or not looked for since nobody uses Duo. */
  readonly library: string | null;
  /** The page that asks for the second factor; null: not looked for (nobody has one), or its theme is not to be seen as a whole. */
  readonly challenge: ChallengePage | null;
}

/** two-factor-challenge.tpl of the active theme or of the one that it inherits from. */
export interface ChallengePage {
  /** The active theme and its parents, in order. */
  readonly themes: readonly string[];
  /** The file that is used; null: none of the themes has one. */
  readonly file: string | null;
  /** It prints {$challenge}; null: there is no file. */
  readonly prints: boolean | null;
}

/** Duo's health check with the keys that the operator gave: https://duo.com/docs/oauthapi */
export interface DuoHealth {
  /** The API hostname as given, without scheme and closing slash, at most 100 characters. */
  readonly host: string;
  /** What is wrong with the form of what was given; []: nothing. Keys of a wrong form are sent to nobody. */
  readonly malformed: readonly { readonly field: 'client id' | 'client secret' | 'API hostname'; readonly shape: string }[];
  /** null: not asked. */
  readonly answer:
    | {
        readonly reached: true;
        readonly status: number;
        readonly stat: 'OK' | 'FAIL' | null;
        readonly code: number | null;
        /** "message: message_detail" or "error: error_description", at most 200 characters. */
        readonly message: string | null;
        /** Duo's clock minus this machine's, ms: the true value lies between. null: Duo did not say its time. */
        readonly clock: { readonly lowMs: number; readonly highMs: number } | null;
      }
    | { readonly reached: false; readonly stage: Stage; readonly code: string }
    | null;
}
