/** Facts of the admin login page, of what the license binds to, and of what calls WHMCS from the command line. */

export interface LicenseFacts {
  'http.admin': AdminPage;
  'license.context': LicenseContext;
  'install.cli-callers': CliCallers;
}

/** What may be said of a license key without giving it away: only what cannot belong to one. */
export interface LicenseKeyShape {
  /** Characters, as written. */
  readonly length: number;
  /** Begins or ends with white space. */
  readonly padded: boolean;
  /** White space between its characters: it is not one token. */
  readonly blanks: boolean;
  readonly lineBreak: boolean;
  /** A quotation mark of any kind is part of the value. */
  readonly quotes: boolean;
  /** An HTML character reference (&amp;, &#39;) or a tag: copied from a page's source. */
  readonly markup: boolean;
  /** Control characters, or ones that no keyboard types. */
  readonly unusual: boolean;
  /** A stand-in of some instructions instead of a key: YOUR-LICENSE-KEY, xxxx. */
  readonly sample: boolean;
}

/** A variable of $_SERVER as the web PHP gets it. */
export interface ServerVariable {
  /** null: PHP is not given it. */
  readonly value: string | null;
  /** The visitor's own Host header, or the address that the visitor connected to, whatever it is: no fixed value. */
  readonly follows: 'visitor' | 'connection' | null;
  /** Where it is set: file and line, or the program's own script. */
  readonly where: string;
  /** A fixed value that stands before it and that it replaces, with its place; null: there is none. */
  readonly replaces: { readonly value: string; readonly where: string } | null;
  /** The value was written for PHP in so many words, not taken from the site's names. */
  readonly written: boolean;
}

/** What a license is bound to, as the web PHP sees it: domain, address and directory. */
export interface LicenseContext {
  /** `request`: a visitor's request was seen in PHP; `configuration`: what the web server's files say. */
  readonly seenBy: 'request' | 'configuration';
  /** SERVER_NAME; null: it could not be told. */
  readonly serverName: ServerVariable | null;
  /** SERVER_ADDR; null: it could not be told. */
  readonly serverAddress: ServerVariable | null;
  /** loopback, private, link-local, public, …; null: no address is known. */
  readonly addressClass: string | null;
  /** Host of the System URL; null: not known. */
  readonly siteHost: string | null;
  readonly container: boolean;
  /** The install's folder as it is configured, and where its links lead: WHMCS sees the latter. */
  readonly directory: { readonly path: string; readonly real: string };
  /** $whmcspath of crons/config.php, without a closing slash; null: not set, or not to be read. */
  readonly cronPath: string | null;
  /** SERVER_NAME or SERVER_ADDR that configuration.php sets by itself. */
  readonly overrides: readonly ('SERVER_NAME' | 'SERVER_ADDR')[];
}

/** Scripts besides WHMCS's own crons that use WHMCS from the command line. */
export interface CliCallers {
  readonly callers: readonly {
    readonly script: string;
    readonly by: 'crontab' | 'process';
    /** Crontab file and line, or the process id. */
    readonly where: string;
    /** What in it calls WHMCS. */
    readonly calls: 'init.php' | 'localAPI';
  }[];
  /** Scripts that were looked into. */
  readonly looked: number;
  /** Places that could not be read. */
  readonly unread: readonly string[];
}

/** The admin area's log-in page as anybody gets it: <System URL><admin folder>/login.php. */
export interface AdminPage {
  readonly url: string;
  /** Name of the admin folder, and who says so. */
  readonly folder: string;
  readonly folderFrom: 'configuration.php' | 'default' | 'option';
  readonly status: number;
  /** The log-in form is there. */
  readonly form: boolean;
  /** What stands there instead, or beside it. */
  readonly notice:
    | 'license-invalid'
    | 'license-suspended'
    | 'license-expired'
    | 'no-connection'
    | 'admin-path-not-configured'
    | 'maintenance'
    | 'banned'
    | null;
  /** The sentence that says so, at most 200 characters, without the license key. */
  readonly text: string | null;
  readonly challenge: boolean;
  /** As those of http.login. */
  readonly headers: Readonly<Record<string, string>>;
}
