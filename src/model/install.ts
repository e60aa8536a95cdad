/** Facts of the install's files and of its database. */
import type { LicenseKeyShape } from './license.js';
import type { Personal, SecretRef } from './host.js';

export interface InstallRoot {
  /** Folder that holds configuration.php and init.php. */
  readonly path: string;
  readonly realPath: string;
  readonly owner: { readonly uid: number; readonly gid: number; readonly name: string | null };
  /** Known files that are there: init.php, configuration.php, … */
  readonly markers: readonly string[];
  /** Version in the comment at the top of init.php or cart.php, "8.11.2-release.1". */
  readonly filesVersion: string | null;
}

/** A variable of configuration.php, read without running it. */
export type Setting<T> =
  | { readonly state: 'set'; readonly value: T; readonly line: number }
  | { readonly state: 'absent' }
  /** Not a literal: why, for a person. */
  | { readonly state: 'dynamic'; readonly why: string; readonly line: number };

export interface DatabaseSettings {
  readonly host: Setting<string>;
  readonly port: Setting<string>;
  readonly username: Setting<string>;
  readonly password: Setting<SecretRef>;
  readonly name: Setting<string>;
}

export interface InstallConfiguration {
  readonly path: string;
  /** Octal with leading zero: "0400". */
  readonly mode: string;
  readonly ownerUid: number;
  readonly ownerGid?: number;
  readonly license: Setting<SecretRef>;
  /** Of the key that is set; absent: none is, or it is empty. */
  readonly licenseShape?: LicenseKeyShape;
  readonly database: DatabaseSettings;
  readonly databaseTls: {
    readonly ca: string | null;
    readonly cert: string | null;
    readonly key: string | null;
    readonly verify: boolean;
  } | null;
  readonly customAdminPath: Setting<string>;
  readonly templatesCompileDir: Setting<string>;
  readonly displayErrors: Setting<boolean>;
  /** $session_handling; absent: PHP's own handler. */
  readonly sessionHandling: Setting<{
    readonly serviceProvider: string | null;
    /** Minutes; null: the default of 1440. */
    readonly lifetimeMinutes: number | null;
    readonly connectionAlias: string | null;
    /** The database that holds them; null: not given. */
    readonly database: DatabaseSettings | null;
  }>;
  readonly apiAccessKey: Setting<SecretRef>;
  /** What stands before the opening tag and so is sent before any header: a byte-order mark or text. */
  readonly outputBefore: 'bom' | 'text' | null;
  /** Text after a closing tag (one line break is harmless and not counted). */
  readonly outputAfter: boolean;
  /** Assignments to $_SERVER[...]: they override what the web server says. */
  readonly serverOverrides: readonly { readonly key: string; readonly line: number }[];
  /** ini_set() and session_*() calls: directive or function, and its literal argument where there is one. */
  readonly runtimeSettings: readonly { readonly name: string; readonly value: string | null; readonly line: number }[];
  /** The password is in double quotes with an unescaped $: PHP reads less than is written. */
  readonly passwordInterpolated: boolean;
  /** Names of variables that are not known; values are never read. */
  readonly unknownVariables: readonly string[];
}

export interface WhmcsVersion {
  /** "8.11.2" without the release suffix; null: nowhere to be read. */
  readonly value: string | null;
  readonly database: string | null;
  readonly files: string | null;
}

export interface DatabaseConnection {
  readonly product: 'mariadb' | 'mysql';
  readonly version: string;
  readonly via: 'tcp' | 'socket';
  readonly where: string;
  readonly cipher: string | null;
  /** The database server's clock minus this machine's, ms: the true value lies between. null: one of them was set while they were compared. */
  readonly clock: { readonly lowMs: number; readonly highMs: number } | null;
  readonly sessionTimeZone: string;
  readonly systemTimeZone: string;
  /** NOW() minus UTC_TIMESTAMP(), seconds. */
  readonly utcOffsetSeconds: number;
}

/** Tables whose names begin with tbl, and their columns; lower case. */
export interface DatabaseSchema {
  readonly tables: Readonly<Record<string, readonly string[]>>;
}

/** A row of tblconfiguration. An absent row is not an empty value. */
export type ConfigRow = { readonly present: true; readonly value: string; readonly key: string } | { readonly present: false };

export interface TrustedProxies {
  /** How the stored value is written; the official format is undocumented. */
  readonly shape: 'empty' | 'json' | 'php' | 'list' | 'undecodable';
  readonly entries: readonly string[];
}

export interface WhmcsSettings {
  readonly systemUrl: ConfigRow;
  readonly version: ConfigRow;
  readonly template: ConfigRow;
  readonly orderForm: ConfigRow;
  readonly routeUriPathMode: ConfigRow;
  /** null: no such row, which says nothing about trust. */
  readonly trustedProxies: TrustedProxies | null;
  /** Candidate key proxyHeader; blank means X_FORWARDED_FOR. */
  readonly proxyHeader: ConfigRow;
  readonly disableSessionIpCheck: ConfigRow;
  /** Rows of the sign-in providers in tblauthn_config: provider → number of settings; null: no such table. */
  readonly signInProviders: Readonly<Record<string, number>> | null;
}

export interface RecordedAddress {
  readonly address: Personal;
  /** tbladminlog.ipaddress, tblactivitylog.ipaddr, tblusers.last_ip. */
  readonly column: string;
  /** As stored by WHMCS, local time of its PHP; null: not stored. */
  readonly at: string | null;
  /** Which account, as a number within this fact: equal numbers are the same account. */
  readonly account: number | null;
}

/** The newest recorded log-in addresses, newest first. */
export interface RecordedAddresses {
  readonly adminLogins: readonly RecordedAddress[];
  readonly activity: readonly RecordedAddress[];
  readonly users: readonly RecordedAddress[];
}
