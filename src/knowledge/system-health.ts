/**
 * The checks of WHMCS's own System Health page (39 in 8.13.1), and what here looks at the same: that page says nothing of what is marked so,
 * and several of its checks only see whether something is set at all.
 */

export interface HealthCheck {
  readonly title: string;
  /** direct: it concerns authentication or the mails it needs; indirect: it can become such a trouble; none: it cannot. */
  readonly concerns: 'direct' | 'indirect' | 'none';
  /** Checks here that look at the same, and usually further. */
  readonly checks: readonly string[];
  /** Why none does, or what remains WHMCS's own. */
  readonly note?: string;
}

const none = (title: string, note: string): HealthCheck => ({ title, concerns: 'none', checks: [], note });

export const systemHealth: readonly HealthCheck[] = [
  {
    title: 'PHP Session Support',
    concerns: 'direct',
    checks: ['session-extension-missing', 'session-auto-start', 'session-path-unwritable', 'session-not-persisting'],
  },
  {
    title: 'CloudFlare® Proxy Check',
    concerns: 'direct',
    checks: ['trusted-proxies-missing', 'trusted-proxies-partial', 'visitor-address-not-restored', 'proxy-header-wrong'],
  },
  { title: 'System URL Check', concerns: 'direct', checks: ['system-url-empty', 'system-url-unusable', 'system-url-mismatch'] },
  { title: 'SSL certificate', concerns: 'direct', checks: ['certificate-invalid'] },
  { title: 'PHP Timezone', concerns: 'direct', checks: ['time-zone-invalid', 'time-zone-overridden', 'time-zone-mismatch'] },
  { title: 'Cron PHP timezone', concerns: 'direct', checks: ['time-zone-mismatch'] },
  { title: 'PHP Version', concerns: 'indirect', checks: ['php-version-unsuitable'] },
  { title: 'Required PHP Extensions', concerns: 'direct', checks: ['session-extension-missing', 'curl-missing', 'php-extension-missing'] },
  none('Recommended PHP Extensions', 'nothing that logging in needs'),
  { title: 'Required PHP Functions', concerns: 'direct', checks: ['curl-missing'] },
  { title: 'Installed cURL Version', concerns: 'direct', checks: ['curl-missing', 'license-unreachable-from-php'] },
  { title: 'SSL Support in cURL', concerns: 'direct', checks: ['curl-missing', 'license-unreachable-from-php'] },
  { title: 'Secure TLS Support in cURL', concerns: 'direct', checks: ['curl-missing', 'license-unreachable-from-php'] },
  { title: 'Error Reporting', concerns: 'direct', checks: ['errors-printed', 'output-before-headers'] },
  {
    title: 'PHP Error Levels',
    concerns: 'indirect',
    checks: ['errors-printed'],
    note: 'a level alone does no harm: what is printed on the page does, and that is looked for',
  },
  {
    title: 'Insecure Permissions Check',
    concerns: 'indirect',
    checks: ['license-key-not-savable'],
    note: 'whether others may read configuration.php is no matter of logging in',
  },
  {
    title: 'Customisable Paths',
    concerns: 'indirect',
    checks: ['disk-space-low'],
    note: 'the room in the folder of compiled templates is looked at',
  },
  none('Customising Default Paths', 'advice on hardening'),
  none('Current WHMCS Paths', 'information only'),
  { title: 'Email Transport Encryption', concerns: 'direct', checks: ['mail-server-failing'] },
  { title: 'System Cron Tasks', concerns: 'indirect', checks: ['cron-not-running', 'mails-waiting'] },
  { title: 'Cron PHP Version Mismatch', concerns: 'indirect', checks: ['php-cron-version-differs'] },
  none('Cron PHP Memory Limit', 'nothing that logging in needs'),
  none('Pop Cron Ticket Import', 'support tickets'),
  {
    title: 'Database Engine Version',
    concerns: 'indirect',
    checks: [],
    note: 'an unsuitable server stops all of WHMCS, not logging in alone; a database that does not answer is said by every check that needs it',
  },
  none('Database Collations', 'nothing that logging in needs'),
  none('MySQL Server Configuration Check', 'nothing that logging in needs'),
  {
    title: 'CloudLinux™ MySQL Extension Check',
    concerns: 'indirect',
    checks: [],
    note: 'numbers that come as texts break automation, and no report of a log-in that failed so is known',
  },
  none('PHP Memory Limit', 'nothing that logging in needs; a request that ran out of memory is looked for in the logs'),
  { title: 'Web Server Support Check', concerns: 'indirect', checks: ['friendly-urls-broken'] },
  {
    title: 'OPcache Status',
    concerns: 'indirect',
    checks: [],
    note: 'old code that stays in the cache shows only after an upgrade and goes with a restart of PHP, which the next steps name where they change files',
  },
  none('Sensitive Directory Check', 'hardening'),
  none('Using Default Templates', 'WHMCS reports the standard themes as good; customised ones are read by theme-sign-in-incomplete'),
  { title: 'Legacy Smarty Tags', concerns: 'indirect', checks: ['theme-sign-in-incomplete'] },
  none('Module Debug Log', 'room on disk; see disk-space-low'),
  none('Event Handling', 'background jobs'),
  none('Support Ticket Mask Check', 'support tickets'),
  none('Updates', 'information only'),
  {
    title: 'Automatic Update Requirements',
    concerns: 'indirect',
    checks: ['ioncube-loader-unsuitable'],
    note: 'its ionCube Loader concerns logging in',
  },
];
