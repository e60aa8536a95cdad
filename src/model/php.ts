/** Facts of PHP and of the web server that calls it. */
import type { WebRouting } from './admin-area.js';
import type { Personal, SecretRef } from './host.js';

/** Which way the values came: asked over FastCGI, asked as a visitor, read from files, asked on the command line. */
export type PhpWay = 'fastcgi' | 'web-probe' | 'static' | 'cli';

export interface PhpView {
  readonly way: PhpWay;
  readonly version: string | null;
  readonly sapi: string | null;
  /** Directive → value as PHP's ini_get gives it ("1", "", "/path"); a directive that is missing here was not seen. */
  readonly ini: Readonly<Record<string, string>>;
  /** Directive → the file, and line, that sets it; only where values were read from files. */
  readonly iniFrom: Readonly<Record<string, string>>;
  /** Lower case; null: not seen. */
  readonly extensions: readonly string[] | null;
  readonly disabledFunctions: readonly string[] | null;
  /** The user that PHP runs as. */
  readonly user: { readonly uid: number; readonly gid: number; readonly groups: readonly number[]; readonly name: string | null } | null;
  /** PHP's clock minus this machine's, ms: the true value lies between. null: not seen. */
  readonly clock: { readonly lowMs: number; readonly highMs: number } | null;
  readonly timeZone: string | null;
  readonly utcOffsetSeconds: number | null;
  /** date.timezone as php.ini has it, also where PHP refuses it; null: it sets none. Missing: not asked. */
  readonly timeZoneWritten?: string | null;
  /** Seconds east of UTC over the coming year by PHP's own rules: every 14 days since 1970 (ms) → offset. Missing: not asked. */
  readonly utcOffsetsAhead?: Readonly<Record<string, number>>;
  /** Version of the ionCube Loader; null: not loaded. Missing: not asked. */
  readonly ionCube?: string | null;
  readonly curl: { readonly version: string; readonly ssl: string; readonly https: boolean } | null;
  readonly tempDir: string | null;
  /** Whether PHP itself may execute the program of sendmail_path; null or absent: not to be seen (open_basedir, files only). */
  readonly sendmailExecutable?: boolean | null;
  /** One session of its own, opened, written, read back and destroyed; null: not tried. */
  readonly trial: SessionTrial | null;
  /** Directives whose value differed between workers, with the values seen: one polluted worker. */
  readonly alternating: readonly { readonly directive: string; readonly values: readonly string[] }[];
  /** FastCGI status of the pool was sampled this often. */
  readonly samples: number;
  /** For sessions in Redis: the credentials of each server of session.save_path, in its order; they are cut out of `ini`. */
  readonly sessionAuth?: readonly ({ readonly user: string | null; readonly password: SecretRef } | null)[];
}

export interface SessionTrial {
  readonly started: boolean;
  /** What was written was there again in a second request-like read. */
  readonly persisted: boolean;
  /** PHP's own messages, in order. */
  readonly errors: readonly string[];
  readonly durationMs: number;
}

export interface PhpPool {
  readonly kind: 'fpm' | 'mod_php' | 'cgi' | 'lsapi';
  /** How it was found to serve the site. */
  readonly foundBy: 'operator' | 'web-server-configuration' | 'processes' | 'only-one';
  /** Where it listens: a socket path, or host:port; null for mod_php. */
  readonly listen: string | null;
  readonly pool: string | null;
  readonly file: string | null;
  readonly masterPid: number | null;
  readonly user: string | null;
  readonly group: string | null;
  readonly chroot: string | null;
  /** "8.2", from paths or process names. */
  readonly version: string | null;
  /** php.ini and the folder of additional files that this PHP reads. */
  readonly iniFile: string | null;
  readonly iniFolder: string | null;
  /** php_value, php_admin_value and their flags of the pool file, in order; a null value is set to what only the running PHP knows. */
  readonly values: readonly {
    readonly directive: string;
    readonly value: string | null;
    readonly admin: boolean;
    readonly where: string;
  }[];
  /** The service runs with systemd's PrivateTmp: its /tmp is another one. null: not known. */
  readonly privateTmp: boolean | null;
  /** Other pools that could serve the site too, as paths, where more than one fits. */
  readonly alternatives: readonly string[];
}

/** How a visitor's request arrives in PHP (only with --web-probe). */
export interface PhpRequest {
  readonly remoteAddr: Personal;
  readonly serverAddr: string | null;
  readonly serverName: string | null;
  readonly httpHost: string | null;
  readonly https: string | null;
  readonly serverPort: string | null;
  /** Names of the forwarding headers present: HTTP_X_FORWARDED_FOR, HTTP_CF_CONNECTING_IP, … */
  readonly forwardingHeaders: readonly string[];
  readonly forwardedProto: string | null;
  /** Address that a forwarding header carries as the visitor's, by header. */
  readonly forwardedFor: Readonly<Record<string, Personal>>;
}

/** The CLI PHP that the crontab line (or the operator) names. */
export interface PhpCli extends PhpView {
  readonly binary: string;
  readonly foundBy: 'operator' | 'crontab' | 'path';
  /** Crontab file and line; null where it was not found there. */
  readonly crontab: string | null;
}

/** Restoration of the visitor's address by the web server itself, before PHP. */
export interface Restoration {
  readonly server: 'nginx' | 'apache';
  /** real_ip_header or RemoteIPHeader. */
  readonly header: string | null;
  /** set_real_ip_from, RemoteIPTrustedProxy and RemoteIPInternalProxy (with their files read). */
  readonly from: readonly string[];
  /** nginx: real_ip_recursive. Apache walks always. */
  readonly recursive: boolean;
  readonly where: string;
}

/** The web server's site for this install, from its configuration files, which are parsed and never tested with the server's own binary. */
export interface WebServer {
  readonly server: 'nginx' | 'apache';
  readonly file: string;
  readonly names: readonly string[];
  readonly root: string;
  /** nginx in front of Apache on this machine: the other server's view. */
  readonly behind: 'nginx' | 'apache' | null;
  readonly restoration: Restoration | null;
  /** What else may put the visitor's address in the place of the proxy's, and is not judged: another module, a line for PHP. Absent: nothing seen. */
  readonly otherRestoration?: string;
  /** What the web server in front (see `behind`) restores before it hands the request on; absent: nobody is in front. */
  readonly frontRestoration?: Restoration | null;
  /** Where PHP requests go: unix socket path or host:port, or mod_php. */
  readonly handlers: readonly string[];
  /** fastcgi_param HTTP_HOST $host: the port of the address is lost (Debian's nginx update of 2026). */
  readonly hostLosesPort: boolean;
  /** Where its error log goes: paths as configured, the site's own before the server's. Absent: recorded by an earlier version. */
  readonly errorLogs?: readonly string[];
  /** Other host names and ports that lead to the same root: listen directives. */
  readonly listens: readonly string[];
  /** SetEnv PHP_VALUE or PHP_ADMIN_VALUE lines, which leak into other requests of the pool. */
  readonly leakingValues: readonly string[];
  /** Where routes of WHMCS end up. */
  readonly routing?: WebRouting;
  /** Lines that could not be understood. */
  readonly unread: readonly string[];
  /** SERVER_NAME and SERVER_ADDR as PHP is given them, in the web server's words and order; absent: not told here. */
  readonly serverVariables?: readonly ServerVariableLine[];
}

/** One setting of a variable for PHP; of several of one name the last holds. */
export interface ServerVariableLine {
  readonly name: 'SERVER_NAME' | 'SERVER_ADDR';
  /** What it comes to. null: a variable of the server that only a request decides. */
  readonly value: string | null;
  readonly follows: 'visitor' | 'connection' | null;
  /** The value is written in this line, not taken from the site's names. */
  readonly written: boolean;
  /** File and line. */
  readonly where: string;
}

/** One request of the web PHP's own curl. */
export interface WebCurl {
  readonly url: string;
  /** 0: no error. https://curl.se/libcurl/c/libcurl-errors.html */
  readonly errno: number;
  readonly message: string;
  readonly httpStatus: number;
  readonly address: string | null;
  readonly sslVerifyResult: number;
  readonly durationMs: number;
}
