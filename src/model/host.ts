/**
 * Where facts are gathered. A host can look; it has no method that changes anything.
 * What the subject does (absent file, refused connection) is a value; what makes the look itself fail is thrown as a LookFailed.
 */
import type { Scalar } from '../model.js';

export interface Host {
  readonly kind: 'local' | 'ssh';
  readonly label: string;
  /** Milliseconds since 1970 of the examined machine's clock. */
  now(): number;
  /** Milliseconds of a clock that never jumps, for durations. */
  elapsed(): number;
  readonly me: Identity;
  readonly files: Files;
  readonly shell: Shell;
  readonly net: Net;
  readonly database: DatabaseClient;
  readonly scripts: PhpScripts;
  readonly credentials: Credentials;
  readonly vault: Vault;
  /** Ends children, connections and temporary files. Safe to call twice. */
  close(): Promise<void>;
}

/** A user of the operating system. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  readonly name: string | null;
}

/** The rights under which a look happens, where they should not be the program's own. */
export interface As {
  readonly uid: number;
  readonly gid: number;
}

export interface FileStat {
  readonly kind: 'file' | 'directory' | 'link' | 'fifo' | 'socket' | 'device';
  readonly size: number;
  /** Permission bits with setuid, setgid and sticky: 0o7777. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly inode: number;
  readonly device: number;
  /** Target of a link, as written. */
  readonly link: string | null;
}

export interface FileBytes {
  readonly bytes: Uint8Array;
  /** The file is longer than what was read. */
  readonly truncated: boolean;
  readonly stat: FileStat;
}

export interface Files {
  /** null: there is no such file. Does not follow a link in the last component unless asked to. */
  stat(path: string, how?: { readonly follow?: boolean; readonly as?: As; readonly signal?: AbortSignal }): Promise<FileStat | null>;
  realpath(path: string, how?: { readonly as?: As; readonly signal?: AbortSignal }): Promise<string | null>;
  /**
   * Reads a regular file without blocking. Anything else is a LookFailed: `absent` (no such file), `denied` (no permission, or a link that
   * leads out of `within`, or it is a directory, FIFO, socket or device), `timeout` (dead mount), `io`.
   */
  read(
    path: string,
    how: {
      readonly maxBytes: number;
      /** Folder that links may not lead out of; default: the folder of the file itself. */
      readonly within?: string;
      /** Reads the last maxBytes instead of the first. */
      readonly end?: boolean;
      readonly as?: As;
      readonly signal?: AbortSignal;
    },
  ): Promise<FileBytes>;
  /** Names and kinds in a folder, at most `max`, unsorted. */
  list(
    path: string,
    how: { readonly max: number; readonly as?: As; readonly signal?: AbortSignal },
  ): Promise<{
    readonly entries: readonly { readonly name: string; readonly kind: FileStat['kind'] | 'other' }[];
    readonly truncated: boolean;
  }>;
  /** Counts session files and estimates their ages; see ScanResult. */
  scanSessions(
    path: string,
    how: {
      /** Levels of subfolders that hold the files (session.save_path's N). */
      readonly depth: number;
      /** Looks at every file instead of a sample. */
      readonly exact: boolean;
      /** Files whose mtime is older than this count as stale, seconds. */
      readonly staleSeconds: number;
      readonly budgetMs: number;
      readonly as?: As;
      readonly signal?: AbortSignal;
    },
  ): Promise<ScanResult>;
  /** Room on the file system that holds the path. */
  space(path: string, how?: { readonly as?: As; readonly signal?: AbortSignal }): Promise<Space>;
}

export interface ScanResult {
  readonly counted: number;
  /** Whether every file was counted, or the budget ended the count ("at least"). */
  readonly complete: boolean;
  /** Files whose age was looked at. */
  readonly sampled: number;
  /** Stale files: estimate with its 95 % bounds; all three equal when every file was looked at. */
  readonly stale: { readonly low: number; readonly estimate: number; readonly high: number };
  /** Files by age in the sample: upper bound in seconds (null: older than all others) and count. */
  readonly ages: readonly { readonly upToSeconds: number | null; readonly count: number }[];
  readonly oldestSeconds: number | null;
  readonly newestSeconds: number | null;
  /** Empty files among the sampled ones. */
  readonly zeroLength: number;
  /** Size of the sampled files together. */
  readonly bytes: number;
  /** Number of sampled files by owner's uid. */
  readonly owners: Readonly<Record<string, number>>;
}

export interface Space {
  readonly bytesFree: number;
  readonly bytesTotal: number;
  /** 0 and 0 where the file system has no fixed number of inodes. */
  readonly inodesFree: number;
  readonly inodesTotal: number;
  readonly mountPoint: string | null;
  readonly fileSystem: string | null;
  readonly readOnly: boolean;
}

/** The only programs that may be run, none of which writes. Each is found in fixed system folders, never through PATH of the examined account. */
export type AllowedProgram = 'timedatectl' | 'chronyc' | 'systemctl' | 'getfacl' | 'crontab' | 'quota' | 'getent' | 'php';

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProcessSeen {
  readonly pid: number;
  readonly ppid: number;
  readonly uid: number;
  readonly gid: number;
  /** Command line; for processes that set a title (php-fpm) the title is argv[0]. */
  readonly argv: readonly string[];
  readonly exe: string | null;
  readonly cwd: string | null;
  /** The process's root folder: differs from "/" in a chroot or container. */
  readonly root: string | null;
}

export interface Shell {
  /**
   * Runs one allowed program without a shell, with a clean environment. LookFailed `absent` when it is not installed, `timeout` when it was
   * killed. For `php` the path must be absolute, and `as` is required where the program runs as root.
   */
  run(
    program: AllowedProgram,
    args: readonly string[],
    how?: {
      readonly path?: string;
      readonly as?: As;
      readonly timeoutMs?: number;
      readonly maxBytes?: number;
      readonly signal?: AbortSignal;
    },
  ): Promise<Ran>;
  processes(signal?: AbortSignal): Promise<readonly ProcessSeen[]>;
  /** Name and ids of an account, by name or uid, from the account database. */
  account(who: string | number, signal?: AbortSignal): Promise<(Identity & { readonly home: string | null }) | null>;
}

export type Stage = 'dns' | 'tcp' | 'tls' | 'http';

/** A connection that failed: a value, for that is what the subject did. */
export interface NetFailure {
  readonly ok: false;
  readonly stage: Stage;
  /** Node's or OpenSSL's code: ENOTFOUND, ECONNREFUSED, ETIMEDOUT, CERT_HAS_EXPIRED, … */
  readonly code: string;
  readonly message: string;
  readonly address: string | null;
  readonly durationMs: number;
}

export interface CertificateSeen {
  /** Verified against the trusted roots and the name. */
  readonly authorized: boolean;
  /** Why not: OpenSSL's code, as UNABLE_TO_VERIFY_LEAF_SIGNATURE or ERR_TLS_CERT_ALTNAME_INVALID. */
  readonly error: string | null;
  readonly protocol: string | null;
  readonly subject: string;
  readonly issuer: string;
  readonly names: readonly string[];
  /** ISO 8601. */
  readonly validFrom: string;
  readonly validTo: string;
  /** Certificates that the server sent. */
  readonly chainLength: number;
}

export interface HttpRequest {
  readonly url: string;
  readonly method?: 'GET' | 'HEAD' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Connect here instead of where the name leads; Host and SNI stay the URL's. */
  readonly address?: string;
  /** 4 or 6: only addresses of this family. */
  readonly family?: 4 | 6;
  /** Default 1 MiB; a longer body is cut and marked. */
  readonly maxBytes?: number;
  /** Silence allowed, ms; default from the run's options. */
  readonly timeoutMs?: number;
  /** Ends at a certificate that does not verify (always for requests with secrets). Default: goes on and reports it. */
  readonly strictTls?: boolean;
  /** Refuses private, loopback and link-local addresses (for redirects of a public site). */
  readonly publicOnly?: boolean;
  readonly signal?: AbortSignal;
}

export type HttpResult =
  | {
      readonly ok: true;
      readonly status: number;
      /** Lower-case names in the order received; repeated names repeated. */
      readonly headers: readonly (readonly [string, string])[];
      readonly body: string;
      readonly truncated: boolean;
      readonly address: string | null;
      readonly certificate: CertificateSeen | null;
      /** Local clock, ms since 1970: when the request was written and when the headers came (for the Date header's interval). */
      readonly sentAt: number;
      readonly headersAt: number;
      readonly durationMs: number;
    }
  | NetFailure;

export type TcpResult = { readonly ok: true; readonly address: string; readonly durationMs: number } | NetFailure;
export type TlsResult =
  { readonly ok: true; readonly address: string; readonly certificate: CertificateSeen; readonly durationMs: number } | NetFailure;

export interface LookupResult {
  readonly addresses: readonly string[];
  /** ENOTFOUND, EAI_AGAIN, ETIMEDOUT, … or null. */
  readonly code: string | null;
}

export interface SntpSample {
  /** Server's clock minus ours, ms, and half the round trip plus the server's own stated error. */
  readonly offsetMs: number;
  readonly errorMs: number;
  readonly stratum: number;
}

export interface Net {
  /** As the machine's own programs resolve it (hosts file included), one family at a time. */
  lookup(name: string, family: 4 | 6, signal?: AbortSignal): Promise<LookupResult>;
  tcp(address: string, port: number, how?: { readonly timeoutMs?: number; readonly signal?: AbortSignal }): Promise<TcpResult>;
  tls(
    address: string,
    port: number,
    serverName: string,
    how?: { readonly timeoutMs?: number; readonly signal?: AbortSignal },
  ): Promise<TlsResult>;
  /** One request, no redirect followed. */
  http(request: HttpRequest): Promise<HttpResult>;
  sntp(
    host: string,
    port: number,
    how?: { readonly timeoutMs?: number; readonly signal?: AbortSignal },
  ): Promise<({ readonly ok: true } & SntpSample) | NetFailure>;
  /** Writes one line-based or binary request to a TCP port or socket path and returns what came back until quiet or `until` matches: redis, memcached. */
  exchange(
    where: { readonly host: string; readonly port: number } | { readonly socket: string },
    request: ExchangePart[],
    how?: { readonly tls?: boolean; readonly timeoutMs?: number; readonly maxBytes?: number; readonly signal?: AbortSignal },
  ): Promise<{ readonly ok: true; readonly answers: readonly string[] } | NetFailure>;
}

/** One request of an exchange: the text to send, with secrets as references, and the pattern that ends its answer. */
export interface ExchangePart {
  readonly send: readonly (string | SecretRef)[];
  /** Default `text`: the pieces one after the other. `resp`: each piece one argument of a Redis command, with the lengths counted where secrets are known. */
  readonly encode?: 'text' | 'resp';
  /** A regular expression over the answer so far. */
  readonly until: string;
}

export interface DatabaseAccess {
  /** Name that keeps two databases apart: `whmcs` or `sessions`. */
  readonly name: 'whmcs' | 'sessions';
  readonly host: string;
  readonly port: number;
  readonly socket: string | null;
  readonly user: string;
  readonly password: SecretRef;
  readonly database: string;
  readonly tls: {
    readonly ca: string | null;
    readonly cert: string | null;
    readonly key: string | null;
    readonly verify: boolean;
  } | null;
}

export interface DatabaseServer {
  readonly product: 'mariadb' | 'mysql';
  readonly version: string;
  readonly via: 'tcp' | 'socket';
  readonly where: string;
  readonly cipher: string | null;
}

export type Row = Readonly<Record<string, Scalar>>;

/** Read-only: SELECT, SHOW and SET SESSION, with a time limit per statement. */
export interface DatabaseClient {
  open(access: DatabaseAccess, signal?: AbortSignal): Promise<DatabaseServer>;
  select(database: DatabaseAccess['name'], sql: string, params?: readonly Scalar[], signal?: AbortSignal): Promise<readonly Row[]>;
}

/** What a temporary PHP script answered. */
export interface ScriptAnswer {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly sentAt: number;
  readonly receivedAt: number;
}

/** Temporary PHP scripts: random names, one token each, removed on every way out. */
export interface PhpScripts {
  /**
   * Puts the source into a private folder outside the install and asks the PHP-FPM listener to run it `times` times.
   * LookFailed `denied` (no right to connect, open_basedir), `absent` (no such socket), `timeout` (all workers busy), `unsupported` (chroot).
   */
  overFastCgi(
    to: { readonly socket: string } | { readonly host: string; readonly port: number },
    source: string,
    how: {
      readonly params: Readonly<Record<string, string>>;
      readonly times: number;
      /** The pool's root folder, where it is chrooted. */
      readonly chroot: string | null;
      /** PHP-FPM's master process: the script is put where it sees it (systemd's PrivateTmp, containers). Only root can follow it. */
      readonly masterPid?: number | null;
      /** doc_root of the pool: PHP then looks for scripts by their name below it, as panels set it up. Default: none. */
      readonly docRoot?: string | null;
      readonly timeoutMs?: number;
      readonly signal?: AbortSignal;
    },
  ): Promise<readonly ScriptAnswer[]>;
  /** Puts the source under a random name into the web root (only with --web-probe) and fetches it as a visitor. */
  inWebRoot(
    root: string,
    baseUrl: string,
    source: string,
    how: { readonly address?: string; readonly as: As; readonly signal?: AbortSignal },
  ): Promise<HttpResult>;
}

/** A secret that was met: says only what may be said. The value stays in the vault. */
export interface SecretRef {
  readonly secret: number;
  readonly present: boolean;
  /** What may be said of it: `empty`, `16 characters`, `starts or ends with a space`, … */
  readonly shape: string;
}

/** Variables with a secret, each of which may be given as a file's name in its `_FILE` twin instead. */
export type SecretVariable = 'FACEBOOK_APP_ID' | 'FACEBOOK_APP_SECRET' | 'TWITTER_API_KEY' | 'TWITTER_API_SECRET';

/** A request that carries secrets. They are put in place inside the host, and the certificate must verify. */
export type SecretRequest =
  | {
      readonly kind: 'query';
      /** Parts of the address without its query; a reference is percent-encoded. The first part names scheme and host. */
      readonly url: readonly [string, ...(string | SecretRef)[]];
      readonly parameters: Readonly<Record<string, string | SecretRef>>;
    }
  /** A POST signed with the consumer's key and secret alone: OAuth 1.0a, HMAC-SHA1, https://www.rfc-editor.org/rfc/rfc5849#section-3.4 */
  | {
      readonly kind: 'oauth1';
      readonly url: string;
      readonly key: SecretRef;
      readonly secret: SecretRef;
      /** Protocol parameters that go into the Authorization header, as oauth_callback. */
      readonly parameters: Readonly<Record<string, string>>;
    };

/** What the operator gave in the environment. The values of secrets never leave the host. */
export interface Credentials {
  /** Whether a variable of the environment is set and not empty; for variables whose values are nobody's business. */
  has(name: string): boolean;
  /** A value that is no secret; null: not given. */
  text(name: 'TWITTER_CALLBACK_URL'): string | null;
  /** null: not given. LookFailed `absent`, `denied`, `io` when the file that the `_FILE` twin names cannot be read. */
  secret(name: SecretVariable, signal?: AbortSignal): Promise<SecretRef | null>;
  send(request: SecretRequest, how?: { readonly timeoutMs?: number; readonly signal?: AbortSignal }): Promise<HttpResult>;
}

/** Keeps secrets. It cannot be serialised or read by checks and plug-ins; host methods look values up inside. */
export interface Vault {
  keep(kind: string, value: string): SecretRef;
  same(a: SecretRef, b: SecretRef): boolean;
}

/** A person's address or name: shown to the operator on his own machine, class and token in bundles and with --redact. */
export interface Personal {
  readonly personal: 'address' | 'name' | 'email';
  readonly value: string;
  /** For an address: cloudflare, loopback, private, link-local, public, … ; for others empty. */
  readonly class: string;
}
