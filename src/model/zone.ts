/** Facts of time zones, and of the cron that lives in one. */
import type { Unread } from './sessions.js';

export interface ZoneFacts {
  'zone.system': SystemZone;
  'cron.state': CronState;
  'zone.database': DatabaseZone;
}

/** Administrators' log entries carry a time of PHP and one of the database: whether these are of one zone. */
export interface DatabaseZone {
  /** Newest entries that have both times. */
  readonly examined: number;
  /**
   * Visits (tbladminlog.lastvisit) that were recorded before their own log-in (logintime), newest first: by how many seconds. WHMCS before 9.1
   * lets the database stamp visits: https://developers.whmcs.com/classes/9.1/whmcs/user/adminlog/
   */
  readonly visitsBefore: readonly number[];
  /** Latest visit as stored; null: none. */
  readonly latestVisit: string | null;
}

/** Where the code of the install sets PHP's time zone itself, and the zone of the operating system, which PHP ignores. */
export interface SystemZone {
  /** IANA name of the operating system's zone; null: it could not be told. */
  readonly operatingSystem: { readonly name: string; readonly source: string } | null;
  readonly setters: readonly ZoneSetter[];
  /** Files that may set a zone and could not be read; empty: all were read. */
  readonly unread: readonly Unread[];
}

/** One call of date_default_timezone_set() or ini_set('date.timezone'). */
export interface ZoneSetter {
  readonly file: string;
  readonly line: number;
  /** configuration.php, a file of includes/hooks, or crons/config.php, which only cron reads. */
  readonly place: 'configuration' | 'hook' | 'crons';
  /** IANA name; null: not a literal. */
  readonly zone: string | null;
  /** `always`: a plain line of the file; else it depends on a condition, or stands in a function that somebody has to call. */
  readonly scope: 'always' | 'condition' | 'function';
}

/** WHMCS's cron: who calls it, and when it last ran. */
export interface CronState {
  /** Lines of crontabs of this install or its owner that run a cron.php. */
  readonly commands: readonly CronCommand[];
  /** A cron daemon among the processes; null: not all processes can be seen. */
  readonly daemon: boolean | null;
  readonly runs: readonly CronRun[];
  /** DailyCronExecutionHour as stored; null: no such row. */
  readonly dailyHour: string | null;
  /** The order of the activity log's newest entries; null: they could not be read. */
  readonly log: CronLog | null;
  /** The records come from the API; missing: from the database. */
  readonly recordsBy?: 'api';
  /** A run that is recorded at a later time than the site's own local time was: by how much. Missing: none. */
  readonly ahead?: { readonly seconds: number; readonly run: CronRun; readonly siteTime: string };
}

export interface CronCommand {
  /** Crontab and line. */
  readonly where: string;
  readonly runsAs: string | null;
  /** As written; null: none is named. */
  readonly php: string | null;
  /** Only for a PHP with an absolute path: whether it is there. null: not looked at. */
  readonly phpExists: boolean | null;
  /** Absolute path of the cron.php, or the address that is fetched. */
  readonly script: string;
  /** The install that this cron.php works on. */
  readonly leadsTo: 'this' | 'another' | 'nothing' | 'unknown';
  /** $whmcspath of the config.php beside the script; null: there is none. */
  readonly whmcsPath: { readonly file: string; readonly path: string | null } | null;
}

export interface CronRun {
  /** `daily`: the daily tasks; `any`: any run. */
  readonly what: 'daily' | 'any';
  /** Y-m-d H:i:s as WHMCS stored it, in the zone of the PHP that wrote it. */
  readonly at: string;
  readonly source: string;
}

/** Entries of cron ("Cron Job…") and of visitors (with an address) in the order of their numbers. */
export interface CronLog {
  readonly cronEntries: number;
  /** Time of the newest entry of either kind, as stored; null: none. */
  readonly newestCron: string | null;
  readonly newestVisitor: string | null;
  /**
   * Entries of cron are stamped with another time than visitors' entries beside them: how far cron is ahead at least (below 0: behind), seconds,
   * and at how many of the newest changes from one kind to the other this shows. null: they agree.
   */
  readonly shift: { readonly cronAheadSeconds: number; readonly seen: number } | null;
}
