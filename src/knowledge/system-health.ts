/**
 * The checks of WHMCS's own System Health page (39 in 8.13.1), and what here looks at the same: that page says nothing of what is marked so,
 * and several of its checks only see whether something is set at all.
 */

import type { CauseId } from '../model.js';

export interface HealthCheck {
  readonly title: string;
  /** direct: it concerns authentication or the mails it needs; indirect: it can become such a trouble; none: it cannot. */
  readonly concerns: 'direct' | 'indirect' | 'none';
  /** Checks here that look at the same, and usually further. */
  readonly checks: readonly string[];
  /** Why none does, or what remains WHMCS's own. */
  readonly note?: string;
  /** Its English texts that name a cause, markup and line breaks taken out. Texts of other languages are not known. */
  readonly says?: readonly { readonly text: RegExp; readonly cause: CauseId; readonly stops?: true }[];
}

const none = (title: string, note: string): HealthCheck => ({ title, concerns: 'none', checks: [], note });

export const systemHealth: readonly HealthCheck[] = [
  {
    title: 'PHP Session Support',
    concerns: 'direct',
    checks: ['session-extension-missing', 'session-auto-start', 'session-path-unwritable', 'session-not-persisting'],
    says: [
      { text: /PHP session support is disabled/i, cause: 'session-extension-missing', stops: true },
      { text: /Session autostart is enabled/i, cause: 'session-auto-start', stops: true },
      { text: /session save path .{0,400}is not writable/i, cause: 'session-path-denied', stops: true },
    ],
  },
  {
    title: 'CloudFlare® Proxy Check',
    concerns: 'direct',
    checks: ['trusted-proxies-missing', 'trusted-proxies-partial', 'visitor-address-not-restored', 'proxy-header-wrong'],
    says: [
      { text: /but you have not configured trusted proxy settings/i, cause: 'trusted-proxies-missing' },
      {
        text: /CloudFlare headers do not provide a client IP address|could not detect IP address from CloudFlare header/i,
        cause: 'proxy-header-removed',
      },
    ],
  },
  {
    title: 'System URL Check',
    concerns: 'direct',
    checks: ['system-url-empty', 'system-url-unusable', 'system-url-mismatch'],
    says: [{ text: /You have not configured the System URL/i, cause: 'system-url-empty', stops: true }],
  },
  { title: 'SSL certificate', concerns: 'direct', checks: ['certificate-invalid'] },
  {
    title: 'PHP Timezone',
    concerns: 'direct',
    checks: ['time-zone-invalid', 'time-zone-overridden', 'time-zone-mismatch'],
    says: [{ text: /PHP environment does not have a valid timezone setting/i, cause: 'time-zone-invalid' }],
  },
  {
    title: 'Cron PHP timezone',
    concerns: 'direct',
    checks: ['time-zone-mismatch'],
    says: [{ text: /timezone used by the WHMCS cron script.{0,200} hour difference/i, cause: 'web-cron-time-zone-differs' }],
  },
  {
    title: 'PHP Version',
    concerns: 'indirect',
    checks: ['php-version-unsuitable'],
    says: [{ text: /PHP version .{0,60}is not supported by WHMCS/i, cause: 'php-too-old' }],
  },
  {
    title: 'Required PHP Extensions',
    concerns: 'direct',
    checks: ['session-extension-missing', 'curl-missing', 'php-extension-missing'],
    says: [
      { text: /extensions are required for WHMCS .{0,300}\bcurl\b/i, cause: 'curl-extension-missing' },
      { text: /extensions are required for WHMCS .{0,300}\bsession\b/i, cause: 'session-extension-missing', stops: true },
      { text: /extensions are required for WHMCS to be able to fully function/i, cause: 'php-extension-missing' },
    ],
  },
  none('Recommended PHP Extensions', 'nothing that logging in needs'),
  {
    title: 'Required PHP Functions',
    concerns: 'direct',
    checks: ['curl-missing'],
    says: [{ text: /PHP functions must be enabled for WHMCS.{0,300}\bcurl_/i, cause: 'curl-functions-disabled' }],
  },
  { title: 'Installed cURL Version', concerns: 'direct', checks: ['curl-missing', 'license-unreachable-from-php'] },
  {
    title: 'SSL Support in cURL',
    concerns: 'direct',
    checks: ['curl-missing', 'license-unreachable-from-php'],
    says: [{ text: /cURL reports that it does not support SSL/i, cause: 'php-tls-outdated' }],
  },
  {
    title: 'Secure TLS Support in cURL',
    concerns: 'direct',
    checks: ['curl-missing', 'license-unreachable-from-php'],
    says: [{ text: /cURL reports that it does not support Secure TLS/i, cause: 'php-tls-outdated' }],
  },
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
  {
    title: 'System Cron Tasks',
    concerns: 'indirect',
    checks: ['cron-not-running', 'mails-waiting'],
    says: [{ text: /system cron does not appear to have completed successfully within the last 24 hours/i, cause: 'cron-not-running' }],
  },
  {
    title: 'Cron PHP Version Mismatch',
    concerns: 'indirect',
    checks: ['php-cron-version-differs'],
    says: [{ text: /running a different PHP version .{0,60}for the System Cron/i, cause: 'php-cron-version-differs' }],
  },
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

/** Every cause that a text of System Health names. */
export const healthCauses: readonly CauseId[] = [...new Set(systemHealth.flatMap(({ says = [] }) => says.map(({ cause }) => cause)))];

/** What a warning's text tells of; null: nothing that concerns logging in, or words that are not known. `stops`: nobody can log in so. */
export function toldByHealth(text: string): { readonly title: string; readonly cause: CauseId; readonly stops: boolean } | null {
  for (const { title, says = [] } of systemHealth) {
    const found = says.find((one) => one.text.test(text));
    if (found !== undefined) return { title, cause: found.cause, stops: found.stops === true };
  }
  return null;
}
