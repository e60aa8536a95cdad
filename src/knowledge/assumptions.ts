/**
 * What the program takes to be so in WHMCS although no official source says it: names of settings and columns, and behaviour. Where one of them
 * is not there, the checks that need it say unknown or skip. The owner of a license can confirm each with one command.
 */

export interface Assumption {
  readonly what: string;
  /** One command, run in the install's folder; `DB` stands for the name of its database. */
  readonly confirm: string;
}

export const assumptions: readonly Assumption[] = [
  {
    what: 'The list of trusted proxies is the setting TrustedProxyIps, as JSON of ip and note',
    confirm: 'mysql DB -e "SELECT value FROM tblconfiguration WHERE setting = \'TrustedProxyIps\'"',
  },
  {
    what: 'The name of the proxy header is the setting proxyHeader; blank means X_FORWARDED_FOR',
    confirm: 'mysql DB -e "SELECT setting, value FROM tblconfiguration WHERE setting LIKE \'%proxy%\'"',
  },
  {
    what: 'The session IP check is off where DisableSessionIPCheck is on',
    confirm: 'mysql DB -e "SELECT setting, value FROM tblconfiguration WHERE setting LIKE \'%SessionIP%\'"',
  },
  {
    what: 'RouteUriPathMode is basic, acceptpathinfo, or anything else for Full Friendly Rewrite',
    confirm: 'mysql DB -e "SELECT value FROM tblconfiguration WHERE setting = \'RouteUriPathMode\'"',
  },
  {
    what: 'Template and OrderFormTemplate name the active theme and order form',
    confirm: "mysql DB -e \"SELECT setting, value FROM tblconfiguration WHERE setting IN ('Template', 'OrderFormTemplate')\"",
  },
  {
    what: 'A provider with rows in tblauthn_config was set up, and its id contains google, facebook or twitter',
    confirm: 'mysql DB -e "SELECT provider, COUNT(*) FROM tblauthn_config GROUP BY provider"',
  },
  {
    what: 'tbladminperms.permid is the number of the permission in the language file',
    confirm: 'mysql DB -e "SELECT roleid, permid FROM tbladminperms WHERE permid IN (1, 38, 143)"',
  },
  {
    what: 'Since 5.3.10 no MD5 value stands in tbladmins.password beside a passwordhash, and a passwordhash wins',
    confirm: 'mysql DB -e "SELECT LENGTH(password), LEFT(passwordhash, 4) FROM tbladmins"',
  },
  {
    what: "An authmodule of '0' asks for no second factor, and Duo’s module has duo in its name",
    confirm: 'mysql DB -e "SELECT authmodule, COUNT(*) FROM tbladmins GROUP BY authmodule"',
  },
  {
    what: 'Bans and reset tokens expire by the clock and zone of PHP, not of the database',
    confirm: 'mysql DB -e "SELECT expires, NOW(), UTC_TIMESTAMP() FROM tblbannedips ORDER BY id DESC LIMIT 1"',
  },
  {
    what: 'The runs of cron are lastDailyCronInvocationTime and lastCronInvocationTime, their hour DailyCronExecutionHour',
    confirm: 'mysql DB -e "SELECT setting, value FROM tblconfiguration WHERE setting LIKE \'%Cron%\'"',
  },
  {
    what: 'Entries of cron in the activity log begin with Cron Job and have no address',
    confirm: 'mysql DB -e "SELECT date, LEFT(description, 20), ipaddr FROM tblactivitylog ORDER BY id DESC LIMIT 50"',
  },
  {
    what: 'Sent reset mails keep their link in tblemails.message',
    confirm: 'mysql DB -e "SELECT date, LOCATE(\'/password/reset/\', message) FROM tblemails ORDER BY id DESC LIMIT 20"',
  },
  {
    what: 'Mail settings before 8.0 are MailType and SMTP…; later one encrypted row MailConfig',
    confirm: "mysql DB -e \"SELECT setting FROM tblconfiguration WHERE setting LIKE 'Mail%' OR setting LIKE 'SMTP%'\"",
  },
  {
    what: '2fasettings is PHP-serialised',
    confirm: 'mysql DB -e "SELECT LEFT(value, 20) FROM tblconfiguration WHERE setting = \'2fasettings\'"',
  },
  { what: 'The license key is the variable $license', confirm: "grep -c '^$license' configuration.php" },
  {
    what: 'The license is bound to SERVER_NAME, SERVER_ADDR and the folder of WHMCS, as Help > License Information shows them',
    confirm: 'whmcs-doctor check . --web-probe --only license-context-unusable --show all',
  },
  {
    what: 'The admin login page stands at login.php of the admin folder, and says License Invalid or No Connection in these words',
    confirm: "curl -sL https://your.site/admin/login.php | grep -iE 'license|connection|password'",
  },
  {
    what: 'The session cookie is WHMCS and the instance id, its id stays the same from page to page, and csrfToken belongs to the session',
    confirm: "curl -si 'https://your.site/index.php?rp=/login' | grep -iE '^set-cookie: WHMCS|csrfToken'",
  },
  {
    what: 'A GET of the sign-in route is answered by WHMCS itself, not by the web server',
    confirm: "curl -si 'https://your.site/index.php?rp=/auth/provider/google_signin/finalize'",
  },
  { what: 'The block of rewrite rules that WHMCS manages begins with BEGIN - WHMCS managed rules', confirm: 'head -3 .htaccess' },
  {
    what: 'Hooks are the .php files of includes/hooks, loaded by pages and by cron; one whose name begins with _ is not',
    confirm: 'ls includes/hooks',
  },
  { what: 'Files of one release have times within an hour of one another', confirm: 'find modules -maxdepth 2 -newer init.php' },
  {
    what: 'The two-factor page is two-factor-challenge.tpl of the theme or of its parent',
    confirm: 'ls templates/*/two-factor-challenge.tpl',
  },
  {
    what: 'From 9.0.1 on WHMCS may call registerSdkErrorHandler of the theme’s scripts',
    confirm: "curl -s 'https://your.site/index.php?rp=/login' | grep -o 'registerSdkErrorHandler\\|window.onerror'",
  },
  {
    what: 'The API names permissions above number 136 by their labels',
    confirm: "curl -s -d 'action=GetAdminDetails&responsetype=json&identifier=ID&secret=SECRET' https://your.site/includes/api.php",
  },
  { what: 'verifyimage.php, the default captcha, needs the extension gd', confirm: 'php -m | grep -i gd' },
  {
    what: 'GetHealthStatus lists checks with a name, a severity and a text, in groups or not',
    confirm: `php -r 'require "init.php"; print_r(localAPI("GetHealthStatus", []));'`,
  },
  {
    what: 'GetConfigurationValue names the setting that it answers, and answers an unknown name with an error',
    confirm: `php -r 'require "init.php"; print_r(localAPI("GetConfigurationValue", ["setting" => "SystemURL"]));'`,
  },
  {
    what: 'currentDatetime of GetAutomationLog is the local time of the PHP that serves the site',
    confirm: `php -r 'require "init.php"; print_r(localAPI("GetAutomationLog", []));'; date`,
  },
];
