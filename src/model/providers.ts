/** Facts of the sign-in providers beyond their first answer. */
import type { WebCurl } from './php.js';

export interface ProviderFacts {
  'social.google-secret': GoogleSecret;
  'social.links': AccountLinks;
  'providers.from-php': ProvidersFromPhp;
}

export type SignInProvider = 'google' | 'facebook' | 'twitter';

/** Google's answer to a code that cannot be good, sent with the client's secret: the error says which part it did not like. */
export interface GoogleSecret {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly status: number;
  /** RFC 6749 section 5.2: invalid_client, invalid_grant, …, and Google's redirect_uri_mismatch; null: no such answer. */
  readonly error: string | null;
  readonly description: string | null;
  /** What may be said of the secret that was given: "35 characters". */
  readonly secretShape: string;
}

/** Accounts at providers that the person named by --user has linked. */
export interface AccountLinks {
  /** Accounts of this install with that address: users, or clients and contacts before 8.0. */
  readonly accounts: number;
  /** Linked accounts by provider, as WHMCS names it: google_signin, … */
  readonly links: Readonly<Record<string, number>>;
}

/** Which providers are asked: those that the log-in page offers, or where it was not seen those that have settings; and Duo where its host was given. */
export interface ProvidersFromPhp {
  readonly reaches: readonly {
    readonly provider: SignInProvider | 'duo';
    /** What WHMCS needs it for. `either`: one of these two names is enough, for releases differ in which they ask. */
    readonly use: 'verify' | 'settings' | 'either' | 'sign-in';
    readonly seen: WebCurl;
  }[];
  /** Where it says which providers are switched on. */
  readonly enabledBy: 'log-in page' | 'settings';
  readonly extension: boolean;
  readonly disabled: readonly string[];
}
