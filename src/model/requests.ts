/** Facts of single requests: what PHP prints, workers, locks, extensions of the install. */

export interface RequestFacts {
  'requests.locks': SessionLocks;
  'install.extensions': Extensions;
  'host.selinux': Selinux;
}

/** Requests of PHP that wait for the lock of a session's file, which another request holds. */
export interface SessionLocks {
  readonly waits: readonly {
    /** Folder of the session's file; the file's name is a secret. */
    readonly folder: string;
    /** The process that held the lock at every look; null: it is of another namespace and not to be seen. */
    readonly holderPid: number | null;
    /** How many requests waited for it at every look, the first to the last. */
    readonly waiting: number;
  }[];
  /** Seconds between the first look and the last; 0: nobody waited at the first. */
  readonly watchedSeconds: number;
}

/** What third parties brought into the install, and the plain PHP files that run with every request. */
export interface Extensions {
  /** Newer than the release’s own files, newest first. */
  readonly changed: readonly ChangedPart[];
  /** Hooks, hooks of addons and language overrides that send output of their own or that touch sessions, cookies or log-ins. */
  readonly scripts: readonly TellingScript[];
  /** How many such files were read. */
  readonly read: number;
  /** Encoded files, of which nothing can be said. */
  readonly encoded: number;
  /** Every file and folder was looked at. */
  readonly complete: boolean;
}

export interface ChangedPart {
  readonly kind: 'module' | 'hook' | 'theme' | 'order form' | 'language override';
  /** Relative to the install. */
  readonly path: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly ageSeconds: number;
}

export interface TellingScript {
  /** Relative to the install. */
  readonly path: string;
  /** What stands before the opening tag and so is sent before any header. */
  readonly outputBefore: 'bom' | 'text' | null;
  /** Text after a closing tag (one line break is swallowed by PHP and not counted). */
  readonly outputAfter: boolean;
  /** Functions and hook points of sessions, cookies and log-ins that it names. */
  readonly mentions: readonly string[];
}

/** Security-Enhanced Linux, and what it denied to the web server and PHP. */
export interface Selinux {
  readonly mode: 'enforcing' | 'permissive' | 'off';
  /** Booleans of the policy that let the web server connect; a boolean that is missing here was not seen. */
  readonly booleans: Readonly<Record<string, boolean>>;
  readonly denials: readonly SelinuxDenial[];
  /** Why the audit log could not be read; null: it was, or there is nothing to read. */
  readonly unread: string | null;
  /** Closed to an ordinary user, as it should be, or not there at all: auditd does not run everywhere. */
  readonly unreadBeyond: boolean;
}

export interface SelinuxDenial {
  /** Name of the program: php-fpm, httpd. */
  readonly command: string;
  /** Type of the process: httpd_t. */
  readonly sourceType: string;
  readonly targetType: string;
  /** Class of the object: file, dir, tcp_socket. */
  readonly objectClass: string;
  /** "write", "name_connect"; several separated by spaces. */
  readonly permission: string;
  /** Last part of the object's path; of a session's file "sess_…"; null: it has none. */
  readonly name: string | null;
  readonly port: number | null;
  readonly count: number;
  /** Seconds from the last one to this look. */
  readonly lastAgeSeconds: number;
}
