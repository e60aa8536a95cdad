/**
 * Where several probes look: patterns for `Touch.covers`. `*` stands for any run of characters but a slash, `**` for any at all, a name in angle
 * brackets for what is known only once it was looked at.
 */
import type { Announced } from '../model.js';

/** A request to the site, with its connection. */
export const siteAddress = '* http*://<site>/**';

export const accountFiles = ['/etc/passwd', '/etc/group'];

export const crontabFiles = ['/etc/crontab', '/etc/cron.*', '/etc/cron.*/*', '/var/spool/cron', '/var/spool/cron/**'];

export const phpFiles = [
  '/etc/php',
  '/etc/php/**',
  '/etc/php.ini',
  '/etc/php.d**',
  '/etc/php-fpm.conf',
  '/etc/php-fpm.d**',
  '/etc/opt/remi**',
  '/opt/alt**',
  '/opt/cpanel**',
  '/opt/plesk/php**',
  '/usr/local',
  '/usr/local/etc/php**',
  '/usr/local/php**',
  '<included PHP configuration>',
];

export const webServerFiles = [
  '/etc/nginx/**',
  '/etc/apache2/**',
  '/etc/httpd/**',
  '/usr/local/nginx/**',
  '/usr/local/openresty/**',
  '/usr/local/apache/**',
  '/usr/local/apache2/**',
  '<included web server configuration>',
];

/** A script that is put there for a moment: outside the install, and with --web-probe in the web root. */
export const scriptFiles = ['<private folder>/**', '<web root>/whmcs-doctor-*.php (readable by whoever knows its name)'];

/** The log-in page of the admin area, where --admin-url names another host. */
export const adminAddress = '* http*://<admin host>/**';

/** Where a page of the site sends its visitor, followed as far as the rules for redirects allow. */
export const redirected = '* http*://<redirects>/**';

/** WHMCS's API below the System URL. */
export const apiAddress = ['POST https://<site>/includes/api.php', 'POST https://<site>/**/includes/api.php'];

/** What is looked at so that a script gets its place and its rights. */
export const scriptGround: Announced = {
  kind: 'read',
  what: 'for a temporary script: the web root, the list of processes and the accounts of this machine',
  covers: ['<web root>', '<web root>/**', '<folders above it>', '/proc/*', '/proc/*/root/etc/group', ...accountFiles],
};

/** The listener that PHP is asked through, or with --web-probe the site itself. */
export const phpListeners = ['socket <FPM>', 'tcp <FPM> *', siteAddress];
