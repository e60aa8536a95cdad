import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseAdminDetails, parseEnvelope } from '../../src/parse/api-answer.js';
import * as records from '../../src/parse/api-records.js';
import { parseHealthStatus } from '../../src/parse/health-status.js';
import { parseAdminPage } from '../../src/parse/admin-page.js';
import { decidingHandlers, handlerText, phpHandlers } from '../../src/parse/apache-php.js';
import { apacheSites, leaks, phpValues, proxyLists } from '../../src/parse/apache-site.js';
import { coversFolder, parseApache, parseHtaccess } from '../../src/parse/apache.js';
import { parseAvcDenials } from '../../src/parse/audit-log.js';
import { isChallenge } from '../../src/parse/challenge.js';
import { isContainerCgroup, parseChronyTracking, parseTimedatectl } from '../../src/parse/clock-state.js';
import { globMatches, isBelow, normalPath, type LoadConfig } from '../../src/parse/config-source.js';
import { parseConfigurationPhp, textOf } from '../../src/parse/configuration-php.js';
import { parseConnectionTest } from '../../src/parse/connection-test.js';
import { parseCronCleaners } from '../../src/parse/cron-cleaner.js';
import { cronScripts } from '../../src/parse/cron-scripts.js';
import { findCronLines } from '../../src/parse/crontab.js';
import { afterCd, pathFrom } from '../../src/parse/shell-folder.js';
import { parseDatabaseHost } from '../../src/parse/database-host.js';
import { isTrace, parseDnsAnswer, parseOwnAddress, parsePublishedRanges } from '../../src/parse/endpoint-answers.js';
import { parseDmarc } from '../../src/parse/dmarc.js';
import { parseFpm, sameListener } from '../../src/parse/fpm-pool.js';
import { parseGetfacl } from '../../src/parse/getfacl.js';
import { hostsFileLine } from '../../src/parse/hosts-file.js';
import { shallow } from '../../src/parse/html-depth.js';
import { parseHttpDate } from '../../src/parse/http-date.js';
import { mergeIni } from '../../src/parse/ini-merge.js';
import { parseJson } from '../../src/parse/json.js';
import { parseContentPolicies, openerPolicyOf, referrerPolicyOf } from '../../src/parse/page-policy.js';
import { usedAtOnce } from '../../src/parse/script-globals.js';
import { parseThemeScript } from '../../src/parse/theme-script.js';
import { parseTemplate } from '../../src/parse/theme-template.js';
import { parseThemeYaml } from '../../src/parse/theme-yaml.js';
import { htaccessRules } from '../../src/parse/htaccess-rules.js';
import { nginxRouting } from '../../src/parse/nginx-routing.js';
import { parseResetForm } from '../../src/parse/reset-page.js';
import { refusalOf, testOf } from '../../src/parse/refusal-page.js';
import { answeredBy } from '../../src/parse/route-answer.js';
import { logTime } from '../../src/parse/log-time.js';
import { isResetLink, linkedSite } from '../../src/parse/reset-link.js';
import { siteErrorIn } from '../../src/parse/site-error.js';
import { zoneCallsIn } from '../../src/parse/zone-setters.js';
import { errorText, parseLocalOutput } from '../../src/parse/local-api-output.js';
import { httpBlocker, installBlocker, sampleOf } from '../../src/parse/login-blocker.js';
import { parseLoginPage } from '../../src/parse/login-page.js';
import { parseMailAddress } from '../../src/parse/mail-address.js';
import { mountSource } from '../../src/parse/mountinfo.js';
import { nginxSites } from '../../src/parse/nginx-site.js';
import { parseNginx } from '../../src/parse/nginx.js';
import { parentTheme, printsChallenge } from '../../src/parse/challenge-template.js';
import { installedVersion } from '../../src/parse/composer-installed.js';
import { parseDuoAnswer } from '../../src/parse/duo-answer.js';
import { scriptOf, whmcsCallIn } from '../../src/parse/php-caller.js';
import { parsePhpExtension } from '../../src/parse/php-extension.js';
import { parsePhpIni } from '../../src/parse/php-ini.js';
import { printedErrors } from '../../src/parse/printed-errors.js';
import { parseFlocks } from '../../src/parse/proc-locks.js';
import {
  parseCheckOrigin,
  parseFacebookDomains,
  parseFacebookLive,
  parseFacebookToken,
  parseRequestToken,
  parseTokenError,
  parseTwitterError,
} from '../../src/parse/provider-answers.js';
import { parseQuota } from '../../src/parse/quota.js';
import { credentialsIn, parseMemcachedPath, parseRedisPath, withoutCredentials } from '../../src/parse/redis-url.js';
import { parseSendmailPath } from '../../src/parse/sendmail-path.js';
import { parseSetCookie } from '../../src/parse/set-cookie.js';
import { unbalanced } from '../../src/parse/smarty-balance.js';
import { parseSmtpUrl } from '../../src/parse/smtp-url.js';
import { parseSpf } from '../../src/parse/spf.js';
import { numberIn, parseInfo, parseStats } from '../../src/parse/store-stats.js';
import { parseTmpfiles } from '../../src/parse/tmpfiles.js';
import { parseTwoFactorSettings } from '../../src/parse/two-factor-settings.js';
import { parseTrustedProxies } from '../../src/parse/trusted-proxies.js';
import { apartFromNoise } from '../../src/parse/answer-among-noise.js';
import { parseSessionIpSetting, parseValidateLogin, sessionTokensIn, withSealedMessage } from '../../src/parse/validate-login.js';
import { plainVersion, whmcsVersionIn } from '../../src/parse/version-comment.js';
import { endures, type Reader } from './harness.js';

/** Every file is included by itself, once. */
function loading(text: string): LoadConfig {
  let left = 3;
  return (pattern) => Promise.resolve(left-- > 0 ? [{ path: pattern, text }] : []);
}

const apacheWords =
  '<VirtualHost *:80>|</VirtualHost>|<Directory />|</Directory>|<If "a">|</If>|<IfModule !php>|</IfModule>|DocumentRoot /var/www|Define A ${A}${A}|Define A x|SetHandler "proxy:unix:/run/x.sock|fcgi://x"|php_value a ${A}|Include ${A}|RemoteIPHeader X|RemoteIPTrustedProxyList /a|AllowOverride All|\\\n|#'
    .split('|')
    .flatMap((word) => [word, `${word}\n`]);
const firewallWords = [
  '<title>',
  '404 Not Found',
  '</title></head><body><h1>',
  '<center>',
  'nginx',
  'Mod_Security',
  'render=',
  '&amp;',
  '/recaptcha/api.js?',
];

const nginxWords = [
  'http {',
  'server {',
  'location ~ \\.php {',
  '}',
  ';',
  'set $a "$b$b";',
  'set $b "$a$a";',
  'root $a;',
  'fastcgi_pass unix:$a;',
  'fastcgi_param SERVER_NAME $server_name;',
  'fastcgi_param SERVER_ADDR $a;',
  'proxy_pass http://$a;',
  'include x;',
  'server_name a;',
  'content_by_lua_block {',
  '#',
  'set_real_ip_from 1.2.3.4;',
  '{',
];
const phpWords = [
  '<?php ',
  '?>',
  "$a = 'x';",
  '$a = $a . $a;',
  '$a[] = 1;',
  "$a['k'] = [",
  '[',
  ']',
  '(',
  ')',
  '{',
  '}',
  '$db_password = "p$x";',
  'if (1) {',
  'include "x";',
  'define("A", A);',
  '/*',
  '*/',
  '//',
  '#',
  '<<<A\n',
  'A',
  '"{$',
  "'",
  '`',
  ';',
  'return;',
  'function f() { global $a; }',
  '$$a = 1;',
  'ini_set("a", $a);',
  '-',
  '!',
  '1,',
  '=> ',
];
const iniWords = [
  '[PATH=/a',
  '[HOST=x]',
  ']',
  'session.save_path',
  ' = ',
  '=',
  '"',
  "'",
  ';',
  '${x}',
  '\\"',
  ' ',
  '\t',
  ',',
  'A_B',
  'None',
  'php_value[a]',
  'include=',
  '[pool]',
  'listen = $pool',
  '/',
];
const pathWords = [
  'tcp://',
  'unix:///',
  ':',
  '@',
  '?',
  '&',
  ',',
  ' ',
  'auth=',
  'auth[]=',
  'auth%5Buser%5D=',
  'password=',
  '%',
  '+',
  'h',
  '6379',
  '[',
  ']',
  '::1',
  ';',
  '/',
];
const htmlWords = [
  '<form action="dologin.php">',
  '</form>',
  '<input name="password">',
  '<input name="username">',
  '<input name="token" value="x">',
  '<div>',
  '<b>',
  '<p>',
  '<a href="contact.php">',
  '</a>',
  '<title>',
  '<!--',
  '-->',
  '<script>',
  '</script>',
  '<svg>',
  '<template>',
  '<h1>License Invalid',
  'csrfToken = "',
  '/templates/x/css/',
  '&#x1b;',
  '<',
  '>',
  '=',
  'accounts.google.com/gsi/client',
  'client_id: "',
];
const cronWords = [
  '* * * * * ',
  '@daily ',
  'root ',
  'php ',
  '-d a=b ',
  'su - x -c "',
  "'",
  '"',
  '\\',
  '/a/crons/cron.php',
  'cron.php',
  ' cron.php',
  '%',
  ';',
  '&&',
  '|',
  'cd /a',
  'find /a -name "sess_*" -mmin +24 -delete',
  '-exec rm {} ;',
  'tmpwatch 24 /a',
  '| xargs rm',
  'PATH=/usr/bin',
  '#',
  '*',
];
const cookieWords = [
  'a',
  '=',
  ';',
  ' ',
  'Path=',
  'Domain=',
  '.co.uk',
  'Max-Age=',
  '-9',
  'Expires=',
  'Thu, 01 Jan 1970 00:00:00 GMT',
  'Secure',
  'SameSite=None',
  '"',
  ',',
  '\u007f',
  '\u0001',
];
/** The fields of an answer of the API. */
function ofApi(read: (fields: Readonly<Record<string, unknown>>) => unknown): (text: string) => unknown {
  return (text) => {
    const envelope = parseEnvelope(text, true);
    return envelope.is === 'success' ? read(envelope.fields) : null;
  };
}

const apiWords = [
  '{"result":"success","checks":',
  '{"result":"success","activity":{"entry":',
  '{"admin_users":',
  '{"users":',
  '[',
  ']',
  '{',
  '}',
  ',',
  '"name":"x"',
  '"body":"<p>',
  '"severityLevel":"danger"',
  '"date":"2026-01-01 00:00:00"',
  '"clients":[{"isOwner":1}]',
  '"id":1',
  '"__proto__":',
  'null',
];
const jsonWords = [
  '{',
  '}',
  '[',
  ']',
  ':',
  ',',
  '"a"',
  '"ip"',
  '"__proto__"',
  '"Status":0',
  '"Answer":',
  '"type":1',
  '"data":"1.2.3.4"',
  '"errors":',
  '"result":',
  '"ipv4_cidrs":',
  '"1.2.3.0/24"',
  '1',
  'null',
  '\\u0000',
  'a:1:{',
  'i:0;',
  's:2:"ip";',
  'O:8:"stdClass":0:{}',
  '1.2.3.4',
  '::1',
  '<error code="1">',
  'oauth_token=',
  '&',
  'ip=',
  'access_token',
];
const lineWords = [
  '# file: /a\n',
  'user:33:rwx\n',
  'mask::rwx\n',
  '\\040',
  '127.0.0.1 a b',
  '36 35 98:0 / /a rw - ext4 /dev/a rw\n',
  ' - ',
  '/dev/a 1 2 3 0 4 5 6 0\n',
  '*',
  'STAT a 1\r\n',
  'a:1\r\n',
  'd /a 1777 root root 10d\n',
  '1h30m',
  'NTPSynchronized=yes\n',
  'A,B,',
  'docker',
  ',',
  ':',
  '#',
  '-',
  '~',
];
const mailWords = [
  'v=spf1 ',
  'v=DMARC1; ',
  'p=reject',
  ';',
  '=',
  ' ',
  'include:',
  'a:',
  '/24',
  'redirect=',
  '%{i}',
  '@',
  '<',
  '>',
  'smtp://',
  ':',
  '25',
  '"',
  '-t',
  '.test',
];
const smartyWords = ['{if $a}', '{/if}', '{else}', '{foreach', '}', '{/foreach}', '{*', '*}', '{literal}', '{/literal}', '{', '$a', 'x'];
const page = new URL('https://billing.example/login');
const nowhere = new Set<string>();
const none = (): Promise<readonly never[]> => Promise.resolve([]);

const scriptWords = [
  'jQuery',
  '$',
  'WHMCS',
  '.authn.provider.',
  'signIn=function(',
  '.error(',
  '(',
  ')',
  '{',
  '}',
  ';',
  '=>',
  '`',
  '/*',
  '*/',
  '//',
  '/*! jQuery v3.7.1 ',
  '| (c)',
  '"1.12.4",',
  'w=function(e,t){return new w.fn.init(',
  'loadModule("authn"',
];
const policyWords = [
  'script-src',
  'default-src ',
  "'self'",
  "'nonce-x'",
  "'sha256-abc='",
  ';',
  ',',
  'https:',
  '*.a.test',
  'same-origin',
  'no-referrer',
];
const templateWords = [
  '{include ',
  'file=',
  '"$template/a.tpl"',
  '$template|cat:',
  '{$x}',
  '{*',
  '*}',
  '<!--',
  '-->',
  '<script',
  '</script>',
  'linkedaccounts.tpl',
  '$linkableProviders',
  'providerLinkingMsg-preLink-',
  '}',
  '{',
];

/** By the file that is tried, so that a new one is noticed. */
const readers: Readonly<Record<string, Omit<Reader, 'name'>>> = {
  'api-answer': {
    words: [
      ...jsonWords,
      '"result":"error"',
      '"message":"Invalid IP 1.2.3.4"',
      '"result":"success"',
      '"allowedpermissions":"a,b"',
      '<',
      '>',
    ],
    read: parseAdminDetails,
  },
  'api-records': { words: apiWords, longest: 1_000_000, read: ofApi((fields) => Object.values(records).map((read) => read(fields))) },
  'health-status': { words: apiWords, longest: 1_000_000, read: ofApi(parseHealthStatus) },
  'admin-page': {
    words: [...htmlWords, 'Your license key ', ' is invalid', 'No Connection', '<input type="password">', 'Your IP '],
    longest: 1_000_000,
    read: parseAdminPage,
  },
  'apache-php': {
    words: apacheWords,
    read: async (text) => decidingHandlers([phpHandlers(await parseHtaccess('/a', text, nowhere), new Set(['php']))]).map(handlerText),
  },
  'apache-site': {
    words: apacheWords,
    read: async (text) => {
      const tree = await parseApache('/etc/a', text, { serverRoot: '/etc', variables: new Map(), defines: nowhere }, loading(text));
      const own = await parseHtaccess('/a', text, new Set(['php']));
      return [apacheSites(tree, '/var/www', [{ path: '/a', text }]), proxyLists(tree), leaks(own), phpValues(own)];
    },
  },
  apache: {
    words: apacheWords,
    longest: 1_000_000,
    read: async (text) => [await parseHtaccess('/a', text, nowhere), coversFolder(text.slice(0, 4096), '/var/www')],
  },
  challenge: { words: htmlWords, read: (text) => isChallenge(403, { 'cf-mitigated': text }, text) },
  'clock-state': { words: lineWords, read: (text) => [parseTimedatectl(text), parseChronyTracking(text), isContainerCgroup(text)] },
  'config-source': {
    words: ['*', '?', '[a-z]', '[!', ']', '/', '..', 'a'],
    longest: 4096,
    read: (text) => [globMatches(text, 'a'.repeat(255)), globMatches(text, text), normalPath(text), isBelow(text, text)],
  },
  'configuration-php': {
    words: phpWords,
    longest: 150_000,
    read: async (text) => {
      const parsed = await parseConfigurationPhp(Buffer.from(text, 'utf8'), '/a/configuration.php');
      return parsed.names.map((name) => textOf(parsed.variable(name)?.value ?? { is: 'null' }));
    },
  },
  'connection-test': {
    words: [...htmlWords, "Testing Connection to 'https://a'", 'URL resolves to 1.2.3.4', 'Response Code: 200'],
    read: parseConnectionTest,
  },
  'cron-cleaner': { words: cronWords, read: parseCronCleaners },
  'shell-folder': {
    words: ['cd', '~', '~acme', '/srv', '..', '.', '$HOME', '${HOME}', '/', '-', '-P', '--', '*', 'x'],
    read: (text) => {
      const words = text.split(' ');
      const stand = afterCd(words, { folder: '~', home: '~' });
      return words.map((word) => pathFrom(word, stand));
    },
  },
  crontab: { words: cronWords, read: (text) => [findCronLines(text, '/a', false), findCronLines(text, '/a', true)] },
  'database-host': {
    words: ['localhost', ':', '/', '[', ']', '::1', '3306'],
    longest: 8192,
    read: (text) => [parseDatabaseHost(text, text)],
  },
  'endpoint-answers': {
    words: jsonWords,
    longest: 65_536,
    read: (text) => [
      parsePublishedRanges(text),
      parseDnsAnswer(text, 'A'),
      parseDnsAnswer(text, 'AAAA'),
      parseOwnAddress(text),
      isTrace(200, text),
    ],
  },
  dmarc: { words: mailWords, read: (text) => parseDmarc([text, text.slice(1)]) },
  'fpm-pool': {
    words: iniWords,
    read: async (text) => [await parseFpm('/etc/fpm.conf', text, loading(text)), sameListener(text.slice(0, 8192), text.slice(0, 8192))],
  },
  getfacl: { words: lineWords, read: parseGetfacl },
  'hosts-file': { words: lineWords, read: (text) => hostsFileLine(text, 'a') },
  'cron-scripts': {
    words: [...cronWords, 'php -q /a.php', 'sh -c "cd /a && php b.php"', ' -f '],
    read: (text) => [cronScripts(text, true), cronScripts(text, false)],
  },
  'php-caller': {
    words: ['<?php ', 'require ', "__DIR__ . '/init.php'", "'init.php'", 'include_once', 'localAPI (', ';', '\n', 'WHMCS', '/srv/b/'],
    longest: 65_536,
    read: (text) => [whmcsCallIn(text, '/srv/b/x.php', ['/srv/b']), scriptOf(text.split(' '))],
  },
  'html-depth': { words: htmlWords, longest: 1_000_000, read: shallow },
  'http-date': { words: ['Sun, ', '06 Nov 1994 ', '08:49:37 ', 'GMT', '99'], longest: 65_536, read: parseHttpDate },
  'ini-merge': {
    words: iniWords,
    read: (text) => mergeIni([parsePhpIni(text, '/a'), parsePhpIni(text, '/b')], { folder: '/a/b', host: 'x' }),
  },
  'htaccess-rules': {
    words: [
      ...apacheWords,
      '### BEGIN - WHMCS managed rules',
      '### END WHMCS managed rules',
      'RewriteEngine On',
      'RewriteRule . index.php',
    ],
    read: (text) => htaccessRules('/srv/.htaccess', text),
  },
  json: { words: jsonWords, longest: 1_000_000, read: parseJson },
  'login-page': { words: htmlWords, longest: 1_000_000, read: (text) => parseLoginPage(text, page) },
  'mail-address': { words: mailWords, read: parseMailAddress },
  mountinfo: { words: lineWords, read: (text) => mountSource(text, '/a') },
  'nginx-routing': {
    words: [
      ...nginxWords,
      'location ',
      '~ ',
      '^(.*)+$',
      'rewrite ',
      'try_files $uri ',
      '/index.php',
      'if (!-e $request_filename) {',
      'alias /srv;',
    ],
    read: async (text) => nginxRouting((await parseNginx('/etc/nginx.conf', text, none)).directives, '/billing'),
  },
  'nginx-site': {
    words: nginxWords,
    read: async (text) => nginxSites(await parseNginx('/etc/nginx.conf', `http { server { ${text} } }`, loading(text))),
  },
  nginx: { words: nginxWords, longest: 1_000_000, read: (text) => parseNginx('/etc/nginx.conf', text, none) },
  'page-lint': {
    words: [...htmlWords, ...scriptWords, ...policyWords],
    longest: 200_000,
    read: (text) => parseLoginPage(text, page, [['content-security-policy', text.slice(0, 65_536)]]),
  },
  'page-policy': {
    words: policyWords,
    read: (text) => [parseContentPolicies(text), openerPolicyOf(text), referrerPolicyOf(text, 'header'), referrerPolicyOf(text, 'meta')],
  },
  'php-ini': { words: iniWords, read: (text) => parsePhpIni(text, '/a') },
  'audit-log': {
    words: [
      'type=AVC msg=audit(1.000:1): avc:  denied  { write } for ',
      ' comm="x"',
      ' name=',
      ' name="sess_a"',
      '4142',
      ' scontext=a:b:c_t:s0',
      ' tclass=file',
      ' dest=443',
      ' permissive=0',
      '\n',
    ],
    longest: 1_048_576,
    read: parseAvcDenials,
  },
  'php-extension': {
    words: [
      '<?php ',
      '?>',
      '\n',
      '// ',
      '/* ',
      ' */',
      "'",
      '"',
      'session_start(',
      'setcookie (',
      'ionCube',
      '<<<A\n',
      'A;',
      'session.name',
    ],
    longest: 65_536,
    read: (text) => parsePhpExtension(Buffer.from(text, 'utf8'), true),
  },
  'printed-errors': {
    words: [
      '<br />\n<b>Warning</b>:  ',
      ' in <b>',
      '</b> on line <b>',
      '7',
      '</b>',
      '<b>',
      'Warning: ',
      ' in /a on line 7',
      '\n',
      '&lt;',
      'sess_a',
      '<',
    ],
    longest: 1_000_000,
    read: printedErrors,
  },
  'log-time': {
    words: ['[22-Nov-2026 ', '02:13:51', ' Europe/Berlin]', ' UTC]', '2026/11/22 ', '[Sun Nov 22 ', ' 2026]', '2026-11-22T', '+05:30', 'Z'],
    read: (text) => [logTime(text, 'UTC'), logTime(text, 'Europe/Berlin'), logTime(text, text.slice(0, 20))],
  },
  'reset-link': {
    words: ['https://a.test/', 'index.php?rp=', '/password/reset/redeem/', 'pwreset.php?key=', 'a1b2c3', '<a href="', '&amp;', '%2F'],
    longest: 65_536,
    read: (text) => [isResetLink(text), linkedSite(text)],
  },
  'site-error': {
    words: [
      ...htmlWords,
      'Site error: ',
      'ionCube',
      ' PHP Loader',
      'Down for Maintenance (Err2)',
      'Database version ',
      " '8.6.2-release.1'",
    ],
    longest: 1_000_000,
    read: siteErrorIn,
  },
  'zone-setters': {
    words: ['<?php ', 'date_default_timezone_set', '(', "'Europe/Berlin'", ')', ';', 'if (x) {', '}', 'function f() {', '//', '?>', '\n'],
    longest: 65_536,
    read: zoneCallsIn,
  },
  'proc-locks': {
    words: ['1: ', '-> ', 'FLOCK  ', 'ADVISORY  WRITE ', '12 ', 'fd:00:1 ', '0 EOF', '\n'],
    longest: 1_048_576,
    read: parseFlocks,
  },
  'provider-answers': {
    words: jsonWords,
    longest: 65_536,
    read: (text) => [
      parseCheckOrigin(text),
      parseTwitterError(text),
      parseRequestToken(text),
      parseFacebookToken(text),
      parseFacebookDomains(text),
      parseFacebookLive(text),
      parseTokenError(text),
    ],
  },
  'challenge-template': {
    words: ['{*', '*}', '{$challenge}', '{include', '  parent:', ' "six"', '#'],
    longest: 262_144,
    read: (text) => [printsChallenge(text), parentTheme(text)],
  },
  'composer-installed': {
    words: [...jsonWords, '"packages":', '"name":', '"version":'],
    longest: 1_000_000,
    read: (text) => installedVersion(text, 'duosecurity/duo_universal_php'),
  },
  'duo-answer': { words: [...jsonWords, '"stat":"OK"', '"timestamp":'], longest: 65_536, read: parseDuoAnswer },
  'two-factor-settings': {
    words: ['a:1:{', 's:7:"modules";', 's:11:"duosecurity";', 'i:0;', 'b:1;', 'N;', 'O:1:"x":0:{}', 'R:1;', '}'],
    read: parseTwoFactorSettings,
  },
  quota: { words: lineWords, read: parseQuota },
  'redis-url': {
    words: pathWords,
    read: (text) => [
      parseRedisPath(text),
      parseMemcachedPath(text),
      parseMemcachedPath(text, 'memcache'),
      withoutCredentials(text),
      credentialsIn(text),
    ],
  },
  'script-globals': { words: scriptWords, read: usedAtOnce },
  'sendmail-path': { words: mailWords, read: parseSendmailPath },
  'reset-page': { words: htmlWords, longest: 1_000_000, read: (text) => parseResetForm(text, page) },
  'refusal-page': {
    words: firewallWords,
    longest: 1_000_000,
    read: (text) => [refusalOf(403, { server: text }, text), testOf(200, {}, text)],
  },
  'route-answer': {
    words: [...htmlWords, ...firewallWords],
    longest: 1_000_000,
    read: (text) => answeredBy({ status: 404, body: text, headers: {} }, page, []),
  },
  'set-cookie': { words: cookieWords, longest: 65_536, read: (text) => parseSetCookie(text, 1_700_000_000_000) },
  'smarty-balance': { words: smartyWords, read: unbalanced },
  'smtp-url': { words: mailWords, read: parseSmtpUrl },
  spf: { words: mailWords, read: parseSpf },
  'store-stats': { words: lineWords, read: (text) => [numberIn(parseInfo(text), 'a'), numberIn(parseStats(text), 'a')] },
  'theme-script': { words: scriptWords, longest: 1_000_000, read: parseThemeScript },
  'theme-template': { words: templateWords, longest: 524_288, read: parseTemplate },
  'theme-yaml': {
    words: ['config:', 'parent: ', 'six', '\n', '  ', '- ', '&a ', '*a', '{', '}', '[', ']', '|', '!!js ', '<<: '],
    read: parseThemeYaml,
  },
  tmpfiles: { words: lineWords, read: parseTmpfiles },
  'trusted-proxies': { words: jsonWords, read: parseTrustedProxies },
  'answer-among-noise': {
    words: [
      ...jsonWords,
      '{"result":"success"}',
      '{"result":"error","message":"x"}',
      '<br />\n<b>Warning</b>: x in <b>/a.php</b> on line <b>3</b><br />',
      'PHP Notice: x in /a.php on line 3\n',
      '<!--',
      '-->',
      '<html>',
    ],
    longest: 1_000_000,
    read: apartFromNoise,
  },
  'validate-login': {
    words: [
      ...jsonWords,
      '"result":"success"',
      '"result":"error"',
      '"message":"Email or Password Invalid"',
      '"userid":"1"',
      '"contactid":2',
      '"passwordhash":"0123456789abcdef"',
      '"twoFactorEnabled":"false"',
      '"value":"on"',
      'passwordhash=',
      '<passwordhash>',
      'upw',
    ],
    read: (text) => [
      parseValidateLogin(text),
      sessionTokensIn(text),
      parseSessionIpSetting(text),
      parseValidateLogin(withSealedMessage(text, (words) => words.replaceAll('a', '[secret]'))),
    ],
  },
  'login-blocker': {
    words: [
      ...firewallWords,
      ...htmlWords,
      'Your license key ',
      ' is invalid',
      'No Connection\n',
      'Your IP 1.2.3.4 has been banned',
      'Fatal error: x in /a.php on line 3\n',
      'password=',
      '<style>',
      '</style>',
    ],
    longest: 1_000_000,
    read: (text) => [installBlocker(text), httpBlocker(403, text), httpBlocker(200, text), sampleOf(text)],
  },
  'local-api-output': {
    words: [
      'mark',
      Buffer.from('{"is":"answer","php":"8.2.1","answer":{}}').toString('base64'),
      Buffer.from('{"is":"ended","during":"call","error":{"message":"x\\nStack trace:"}}').toString('base64'),
      'noise',
      '\n',
    ],
    longest: 4_194_304,
    read: (text) => [parseLocalOutput(text, text, 'mark'), errorText({ message: text, file: text, line: 1 })],
  },
  'version-comment': {
    words: ['/*', '*/', '//', '#', 'version', ' ', '8.11.2', '-release.1', '\n', '.'],
    longest: 4096,
    read: (text) => [whmcsVersionIn(text), plainVersion(text)],
  },
};

/** Parts of the readers above, without one of their own. */
const parts = [
  ...['apache-routing', 'captcha', 'html-forms', 'server-variables'],
  ...['php-constants', 'php-ini-value', 'php-literal', 'php-misread', 'php-run', 'php-scan', 'php-strings', 'php-writes'],
];

it('every parser is tried', () => {
  const files = readdirSync(fileURLToPath(new URL('../../src/parse', import.meta.url))).map((file) => file.replace(/\.ts$/, ''));
  expect([...Object.keys(readers), ...parts].sort()).toEqual(files.sort());
});

describe.each(Object.entries(readers))('%s', (name, reader) => {
  it('survives any text', { timeout: 600_000 }, () => endures({ name, ...reader }, 'any'));
  it('takes no square of the length', { timeout: 600_000 }, () => endures({ name, ...reader }, 'pumped'));
});
