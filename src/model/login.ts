/** What one ValidateLogin call told: https://developers.whmcs.com/api-reference/validatelogin/ */

/** api: over the network, as an integration calls it. local: on the server, by WHMCS's own localAPI(). */
export type LoginVia = 'api' | 'local';

/** Why it is not known whether the e-mail address and the password are right. */
export type LoginTrouble =
  // WHMCS refused the call itself
  | 'address-refused'
  | 'credential-refused'
  | 'access-key-refused'
  | 'action-not-allowed'
  | 'access-denied'
  | 'action-unknown'
  | 'other-error'
  | 'account-refused'
  | 'shape-unknown'
  // something else answered in its place
  | 'redirected'
  | 'not-found'
  | 'challenged'
  | 'firewall'
  | 'rate-limited'
  | 'server-error'
  | 'empty'
  | 'page'
  | 'address-banned'
  | 'license-refused'
  | 'license-unreachable'
  | 'ioncube-missing'
  | 'ioncube-unfit'
  | 'version-mismatch'
  | 'php-error'
  // nothing answered
  | 'site-unknown'
  | 'not-https'
  | 'certificate'
  | 'silent'
  | 'unreachable'
  // on the server
  | 'php-not-run'
  | 'php-version-differs'
  | 'user-differs'
  | 'local-api-missing'
  | 'local-refused'
  | 'ended-early'
  | 'hung'
  | 'flooded'
  | 'stopped';

/** Words for the places of an explanation: {address}, {message}, … Everything here comes from outside and may hold anything. */
export type LoginFills = Readonly<Record<string, string>>;

export type LoginOutcome = Meant & {
  /** What PHP printed around the answer, where it did. */
  readonly printed?: string;
};

type Meant =
  | {
      readonly verdict: 'valid';
      /** The User's id from WHMCS 8.0, the client's before. */
      readonly userId: number;
      /** Only before 8.0, and only for a sub-account. */
      readonly contactId: number | null;
      /** null: the answer does not say, as before 7.2. */
      readonly twoFactorEnabled: boolean | null;
      /** What the answer says of it, where that is neither yes nor no. */
      readonly twoFactorOdd?: string;
      readonly sessionTokenReturned: boolean;
    }
  | { readonly verdict: 'invalid'; readonly message: string }
  | { readonly verdict: 'undetermined'; readonly trouble: LoginTrouble; readonly message: string | null; readonly fills: LoginFills };

/** Whether WHMCS ties a session to one address. null: could not be read. */
export interface SessionIpValidation {
  readonly on: boolean | null;
  /** Where that was read, or why it could not be. */
  readonly source: string;
}

export interface LoginReport {
  readonly via: LoginVia;
  /** The address of the API, or the folder of the install. */
  readonly where: string;
  readonly email: string;
  /** The install's folder on this machine, where it was named; null: an address, or another machine. */
  readonly folder: string | null;
  readonly whmcsVersion: string | null;
  readonly outcome: LoginOutcome;
  /** Looked up only where a session token was returned to a remote caller. */
  readonly sessionIp: SessionIpValidation | null;
  readonly durationMs: number;
}
