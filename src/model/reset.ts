/** Facts of password reset links. No token is in any of them. */
import type { Personal } from './secrets.js';
import type { PrintedError } from './web.js';

export interface ResetFacts {
  'http.reset': ResetPage;
  'reset.redirects': ResetRedirects;
  'reset.request': ResetRequest;
  'reset.mails': ResetMails;
}

/** The page that asks for the e-mail address of a forgotten password. */
export interface ResetPage {
  readonly url: string;
  readonly status: number;
  readonly form: { readonly action: string; readonly hasToken: boolean } | null;
  /** What stands in its place: a challenge, a firewall, a notice; null: nothing that is known. */
  readonly hiddenBy: string | null;
  readonly printedErrors: readonly PrintedError[];
}

/** Where a made-up reset link leads at the addresses that redirect to the site. */
export interface ResetRedirects {
  readonly links: readonly {
    /** The address of the install that the link begins with. */
    readonly from: string;
    readonly why: 'system-url' | 'scheme-twin' | 'www-twin' | 'used-url';
    /** `kept`: page, route and token arrive; else what got lost on the way. `not-seen`: the redirects did not end at the site. */
    readonly arrives: 'kept' | 'route-lost' | 'folder-lost' | 'not-seen';
    /** Where the redirects ended, without the token; null: nothing was answered. */
    readonly to: string | null;
  }[];
}

/** The pending password reset of the person named by --user. */
export interface ResetRequest {
  readonly user: Personal;
  /** Table of the person's row; null: there is no such person. */
  readonly table: 'tblusers' | 'tblclients' | 'tblcontacts' | null;
  readonly tokenPresent: boolean;
  /** Y-m-d H:i:s in PHP's zone (8.0 and later), or seconds since 1970 (before); null: none is stored. */
  readonly expiry: { readonly local: string } | { readonly epochSeconds: number } | null;
  /** --used-url is a reset link: it is known that the person followed one. */
  readonly followedLink: boolean;
}

/** The links in the newest password reset mails of the mail log, up to where their token begins. */
export interface ResetMails {
  /** Newest mails that were looked through. */
  readonly examined: number;
  readonly links: readonly {
    /** Time of the mail as stored, PHP's zone; null: not stored. */
    readonly at: string | null;
    /** Address of the install that the link points to. */
    readonly address: string;
  }[];
  /** When the row of the System URL was last written, PHP's zone; null: not known. */
  readonly systemUrlChangedAt: string | null;
}
