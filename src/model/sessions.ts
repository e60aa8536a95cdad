/** Facts of the session store and of the room on disk. */
import type { ScanResult, Space } from './host.js';
import type { PhpWay, SessionTrial } from './php.js';

export interface SessionStore {
  /** files, database, redis, memcached, or PHP's name of another handler. */
  readonly handler: string;
  /** Which setting decides. */
  readonly decidedBy: 'configuration.php' | 'session.save_handler';
  readonly way: PhpWay;
  /** session.save_path as set, without credentials. */
  readonly savePath: string;
  readonly files: SessionFolder | null;
  readonly remote: SessionServer | null;
  readonly database: SessionTable | null;
  readonly trial: SessionTrial | null;
  /** Seconds until an idle session may be thrown away: gc_maxlifetime, or the table's lifetime. null: not seen. */
  readonly lifetimeSeconds: number | null;
}

export interface SessionFolder {
  readonly path: string;
  /** N of N;MODE;path. */
  readonly depth: number;
  /** The value does not parse as [N;[MODE;]]path: PHP cannot start sessions with it. */
  readonly malformed: boolean;
  /** As the PHP process sees it (its own root and private /tmp are taken into account). */
  readonly seenAt: string;
  readonly exists: boolean;
  readonly isDirectory: boolean;
  /** First missing subfolder of a depth form; null: none that could be looked at. */
  readonly missingLevel: string | null;
  readonly mode: number | null;
  readonly ownerUid: number | null;
  readonly groupGid: number | null;
  readonly sticky: boolean;
  /** Whether PHP's user may create files there, from mode, owner, groups, ACL and every folder above. */
  readonly writable: { readonly verdict: 'yes' | 'no' | 'undetermined'; readonly why: string };
  /** Whether PHP's user may list it (its own clean-up needs that). null: undetermined. */
  readonly listable: boolean | null;
  readonly space: Space | null;
  /** Disk quota of PHP's user: bytes and files left; null: none or not to be seen. */
  readonly quota: { readonly bytesLeft: number | null; readonly filesLeft: number | null } | null;
}

export interface SessionServer {
  readonly kind: 'redis' | 'memcached';
  /** host:port or socket path. */
  readonly address: string;
  readonly reachable: boolean;
  /** NOAUTH, WRONGPASS, refused, timeout, …; null: none. */
  readonly error: string | null;
  readonly authenticated: boolean | null;
  readonly role: string | null;
  readonly usedBytes: number | null;
  /** 0: no limit. */
  readonly maxBytes: number | null;
  readonly evictionPolicy: string | null;
  readonly evicted: number | null;
  /** save_path of the wrong form for this handler (tcp:// with memcached, a folder with redis). */
  readonly malformed: string | null;
}

export interface SessionTable {
  readonly reachable: boolean;
  readonly error: string | null;
  readonly table: boolean;
  readonly lifetimeMinutes: number;
  /** At most 50,000, the first that were made, are counted. */
  readonly rows: number | null;
  /** Age of the oldest row, seconds, by PHP's (not the database's) clock. */
  readonly oldestSeconds: number | null;
  readonly staleRows: number | null;
}

export interface SessionFiles extends ScanResult {
  readonly path: string;
  readonly staleAfterSeconds: number;
}

/** Configuration of the system that is there and could not be read. */
export interface Unread {
  readonly path: string;
  /** One sentence. */
  readonly why: string;
  /** Closed to an ordinary user, as it should be. */
  readonly beyond: boolean;
}

export interface SessionCleaner {
  /** PHP's own dice: gc_probability of gc_divisor. */
  readonly php: {
    readonly probability: number;
    readonly divisor: number;
    /** null: it can clean; else why it cannot (depth form, folder not listable, probability 0). */
    readonly blocked: string | null;
    /** The running PHP alone knows its dice: probability and divisor are PHP's defaults. */
    readonly unseen?: true;
  };
  /** Cleaners of the system that were found. */
  readonly system: readonly {
    readonly kind: 'debian-timer' | 'debian-cron' | 'cpanel' | 'cron-line' | 'tmpfiles';
    readonly where: string;
    readonly active: boolean | null;
    /** null: covers this folder; else why it does not. */
    readonly misses: string | null;
    /** Deletes after this idle time, seconds; null: not known. */
    readonly afterSeconds: number | null;
  }[];
  /** Where a cleaner may be set up that was not seen; missing: everything could be read. */
  readonly unread?: readonly Unread[];
}

/** Other PHP configurations that keep their sessions in the same folder. */
export interface SessionSharing {
  readonly path: string;
  readonly others: readonly {
    readonly where: string;
    readonly lifetimeSeconds: number;
    /** Its garbage collection can run at all. */
    readonly collects: boolean;
  }[];
  /** Where another one may be configured that was not seen; missing: everything could be read. */
  readonly unread?: readonly Unread[];
}

export interface DiskSpace {
  readonly places: readonly (Space & {
    readonly role: 'sessions' | 'templates_c' | 'temporary files' | 'install' | 'database';
    readonly path: string;
  })[];
  /** Those that could not be asked. Absent: all could. */
  readonly unread?: readonly Unread[];
}
