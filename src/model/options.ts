/** What the operator asked for: the options of `check` and of the configuration file, resolved. */

/** Outside addresses that the program may contact by itself; an empty list or null switches one off. */
export interface Endpoints {
  readonly license: readonly string[];
  readonly time: readonly string[];
  readonly cloudflareRanges: string | null;
  readonly resolvers: readonly string[];
  readonly controls: readonly string[];
  readonly publicAddress: string | null;
  /** A mail server of somebody else's, "smtp://host:25": the control for a port that may be blocked. */
  readonly mailControl: string | null;
  readonly google: string | null;
  readonly facebook: string | null;
  readonly twitter: string | null;
  /** Where Google takes codes and client secrets. */
  readonly googleToken: string | null;
  /** Where Google publishes the certificates by which WHMCS verifies its tokens. */
  readonly googleCertificates: string | null;
  /** X under the name that older releases of WHMCS ask. */
  readonly twitterFormer: string | null;
}

/** Durations in ms, sizes in bytes, shares in percent. */
export interface Thresholds {
  readonly sessionLifetimeMs: number;
  readonly clockBehindWarnMs: number;
  readonly clockBehindFailMs: number;
  readonly clockAheadWarnMs: number;
  readonly freeSpaceBytes: number;
  readonly freeSpacePercent: number;
  readonly freeInodesPercent: number;
}

export interface RunOptions {
  /** The folder, address or bundle to look at, as given. */
  readonly target: string;
  /** Overrides the System URL to look at. */
  readonly url: string | null;
  /** Reach the site at this address, past its CDN. */
  readonly origin: string | null;
  /** Host name, or host name and port, to address: as curl's --resolve. */
  readonly resolve: readonly { readonly host: string; readonly port: number | null; readonly address: string }[];
  readonly cacert: string | null;
  readonly php: string | null;
  readonly fpm: string | null;
  readonly webProbe: boolean;
  /** Nothing beyond the target is contacted. */
  readonly offline: boolean;
  readonly exact: boolean;
  /** Silence allowed per network operation, ms. */
  readonly timeoutMs: number;
  /** The whole run, ms. */
  readonly deadlineMs: number;
  readonly jobs: number;
  /** Folder of the admin area as an address, with a closing slash: from outside nothing else tells where it is. */
  readonly adminUrl: string | null;
  readonly usedUrl: string | null;
  readonly visitorIp: string | null;
  readonly admin: string | null;
  readonly user: string | null;
  /** Permissions that the error page named, as labels or numbers. */
  readonly permissions: readonly string[];
  readonly endpoints: Endpoints;
  readonly thresholds: Thresholds;
  /** The selection names license or a license problem: only then the server's own connection test is run. */
  readonly licenseSelected: boolean;
}

/** Where OpenSSH connects to; null: what its own configuration says. */
export interface SshDestination {
  readonly user: string | null;
  readonly host: string;
  readonly port: number | null;
}
