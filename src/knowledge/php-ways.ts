/**
 * Which fact of the web PHP comes from which way, and how far it carries. The command line's PHP never speaks for the web's: every SAPI has its own
 * php.ini, and pool values are seen by FPM alone (https://www.php.net/manual/en/configuration.file.php).
 */
export type WayConfidence = 'proved' | 'likely' | 'not seen';

export interface WayRow {
  readonly what: string;
  /** Asked over FastCGI: the pool that serves the site answers for itself. */
  readonly fastcgi: WayConfidence;
  /** --web-probe: asked as a visitor, through everything in front. */
  readonly webProbe: WayConfidence;
  /** Read from pool files, php.ini, conf.d, .user.ini and .htaccess: what is on disk, not what was loaded. */
  readonly files: WayConfidence;
}

export const phpWays: readonly WayRow[] = [
  { what: 'ini values of the pool and php.ini', fastcgi: 'proved', webProbe: 'proved', files: 'likely' },
  { what: 'ini values of .user.ini', fastcgi: 'likely', webProbe: 'proved', files: 'likely' },
  { what: 'ini values of .htaccess and virtual hosts', fastcgi: 'not seen', webProbe: 'proved', files: 'likely' },
  { what: 'values that differ between workers', fastcgi: 'proved', webProbe: 'not seen', files: 'not seen' },
  { what: 'extensions', fastcgi: 'proved', webProbe: 'proved', files: 'likely' },
  { what: 'disabled functions', fastcgi: 'proved', webProbe: 'proved', files: 'likely' },
  { what: 'user that PHP runs as', fastcgi: 'proved', webProbe: 'proved', files: 'likely' },
  { what: 'whether a session is kept', fastcgi: 'proved', webProbe: 'proved', files: 'not seen' },
  { what: 'curl and what it reaches', fastcgi: 'proved', webProbe: 'proved', files: 'not seen' },
  { what: 'time zone', fastcgi: 'proved', webProbe: 'proved', files: 'likely' },
  { what: "PHP's clock", fastcgi: 'proved', webProbe: 'proved', files: 'not seen' },
  { what: 'REMOTE_ADDR, SERVER_ADDR, HTTP_HOST, HTTPS of a visit', fastcgi: 'not seen', webProbe: 'proved', files: 'not seen' },
];

/** As a Markdown table, for the README. */
export function phpWaysTable(): string {
  const rows = phpWays.map((row) => `| ${row.what} | ${row.fastcgi} | ${row.webProbe} | ${row.files} |`);
  return ['| what | FastCGI | `--web-probe` | files |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
