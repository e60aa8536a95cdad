/**
 * Where facts are gathered. A host can look; it has no method that changes anything.
 * What the subject does (absent file, refused connection) is a value; what makes the look itself fail is thrown as a LookFailed.
 */
import type { Scalar } from './words.js';
import type { HttpResult, Net } from './net.js';
import type { Credentials } from './credentials.js';
import type { SecretRef, Vault } from './secrets.js';

export type * from './credentials.js';
export type * from './net.js';
export type * from './secrets.js';

export interface Host {
  /** outside: there is an address alone; files, programs, database and scripts of its server are beyond it. */
  readonly kind: 'local' | 'ssh' | 'outside';
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
export type AllowedProgram = 'timedatectl' | 'chronyc' | 'systemctl' | 'getfacl' | 'crontab' | 'quota' | 'getent' | 'stat' | 'php';

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
      /** Absolute; default, and where it cannot be entered: the root folder. */
      readonly cwd?: string;
      readonly timeoutMs?: number;
      readonly maxBytes?: number;
      readonly signal?: AbortSignal;
    },
  ): Promise<Ran>;
  processes(signal?: AbortSignal): Promise<readonly ProcessSeen[]>;
  /** Name and ids of an account, by name or uid, from the account database. */
  account(who: string | number, signal?: AbortSignal): Promise<(Identity & { readonly home: string | null }) | null>;
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
      /** The pool's user, by name or number: where the pool names no group, its workers are in his primary one. */
      readonly user?: string | null;
      /** The pool's group, by name or number: it alone may read the script, where that can be had. Default: everybody who knows the random path. */
      readonly group?: string | null;
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
