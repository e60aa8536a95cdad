/** Causes of the area sessions: the session cookie, the session itself and how long it lives. */
import { defineCause } from '../../index.js';
import type { ProblemId, Step } from '../../model.js';
import { docs } from '../docs.js';
import { lastChanged } from '../last-changed.js';
import { always, change, inSettings, look, reloadPhp, setDirective, signInAgain } from '../steps.js';

/** A password reset goes over several pages too. */
const problems: readonly ProblemId[] = ['login-redirect-loops', 'frequent-logouts', 'invalid-reset-link-errors'];
const cookieDocs = [docs.cookies, docs.phpSessions, docs.cookieRules];

function set(directive: string, value: string): Step {
  return setDirective(`${directive} = ${value}`, `php_admin_value[${directive}] = ${value}`);
}

/** A cookie’s attributes can be changed after PHP made it. */
const rewritten = look(
  'If PHP’s setting is right already, look for a rule that rewrites cookies: proxy_cookie_* or fastcgi_hide_header in nginx, Header edit Set-Cookie in Apache, a transform rule at the proxy, ini_set in configuration.php or a hook.',
  "grep -rnE 'proxy_cookie|Set-Cookie|session.cookie' /etc/nginx /etc/apache2 /etc/httpd 2>/dev/null",
);

const folders = [
  'session-path-missing',
  'session-path-denied',
  'session-path-malformed',
  'session-path-read-only',
  'disk-full',
  'inodes-exhausted',
  'quota-exceeded',
] as const;
const cookies = [
  'cookie-secure-over-http',
  'cookie-domain-foreign',
  'cookie-path-foreign',
  'cookies-disabled',
  'cookie-samesite-none-insecure',
  'cookie-lifetime-short',
] as const;
const servers = [
  'session-server-unreachable',
  'session-server-refusing',
  'session-server-full',
  'session-server-read-only',
  'session-server-misaddressed',
  'session-database-unreachable',
  'session-table-missing',
] as const;
const addresses = [
  'trusted-proxies-missing',
  'trusted-proxies-partial',
  'visitor-address-not-restored',
  'local-proxy-untrusted',
  'proxy-header-wrong',
  'proxy-header-removed',
] as const;

export const sessionCookieCauses = [
  defineCause({
    id: 'session-not-persisting',
    title: 'A visitor’s session is gone at the next request.',
    problems,
    explanation:
      'The login page was opened again and again with the cookie that it had set, and each time there was another session or another CSRF token. WHMCS cannot remember who logged in, nor accept its own form.',
    remedies: [
      always(
        look(
          'See what PHP says while the login page is opened. <version> is PHP’s version, as in 8.2; the file is the one that error_log or the web server’s log names.',
          'grep -rhE "session_(start|write_close)" /var/log/php<version>-fpm.log /var/log/nginx/error.log /var/log/apache2/error.log 2>/dev/null | tail -n 20',
        ),
        look(
          'Run the doctor as root on the server, so that it can ask the PHP that serves the site and name the cause.',
          'whmcs-doctor check --only sessions',
        ),
        change(
          'If the session survives in about half of the requests, several servers answer: keep the sessions in one place for all (database, Redis), or bind visitors to one server.',
        ),
        change(
          'Move the sessions to the database (WHMCS 7.7 and later): the documentation’s page on sessions shows $session_handling for configuration.php.',
        ),
        lastChanged,
        signInAgain,
      ),
    ],
    docs: [docs.frequentLogouts, docs.sessions, docs.index],
    follows: [
      ...folders,
      ...cookies,
      ...servers,
      ...addresses,
      'session-auto-start',
      'session-extension-missing',
      'session-ip-check-changing-addresses',
      'login-page-cached',
      'output-before-headers',
      'errors-printed',
      'php-worker-polluted',
      'session-cookie-duplicated',
      'session-referer-check',
      'selinux-denies-sessions',
    ],
  }),
  defineCause({
    id: 'cookie-secure-over-http',
    title: 'The session cookie is for https only, and the site is opened over http.',
    problems,
    explanation:
      'PHP sends the cookie all the same, but browsers do not keep a Secure cookie that came over http, so every page starts a new session.',
    remedies: [
      ...inSettings('General Settings > General', (menu) => [
        change(
          `Best: serve the site over https with a valid certificate, redirect http to it, and let WHMCS System URL in ${menu} begin with https://.`,
        ),
      ]),
      always(
        set('session.cookie_secure', '0'),
        look('The step before is only for a site that stays on http.'),
        reloadPhp,
        rewritten,
        signInAgain,
      ),
    ],
    docs: cookieDocs,
    follows: ['system-url-scheme-differs'],
  }),
  defineCause({
    id: 'cookie-domain-foreign',
    title: 'The session cookie is made out for a domain to which the site does not belong.',
    problems,
    explanation:
      'A browser refuses a cookie whose Domain is not the host itself or a parent of it, and so every page starts a new session.',
    remedies: [
      always(
        setDirective('session.cookie_domain to nothing (session.cookie_domain = "")', 'php_admin_value[session.cookie_domain] ='),
        reloadPhp,
        rewritten,
        signInAgain,
      ),
    ],
    docs: cookieDocs,
    follows: ['system-url-host-differs'],
  }),
  defineCause({
    id: 'cookie-path-foreign',
    title: 'The session cookie is made out for a folder in which WHMCS is not.',
    problems,
    explanation:
      'A browser sends a cookie only to addresses below its Path, capital letters and the closing slash included. Outside it every page starts a new session.',
    remedies: [always(set('session.cookie_path', '/'), reloadPhp, rewritten, signInAgain)],
    docs: cookieDocs,
    follows: ['system-url-path-differs'],
  }),
  defineCause({
    id: 'cookies-disabled',
    title: 'PHP sends no session cookie.',
    problems,
    explanation: 'session.use_cookies is off: PHP starts a session for every request, and the visitor has nothing to come back with.',
    remedies: [always(set('session.use_cookies', '1'), set('session.use_only_cookies', '1'), reloadPhp, rewritten, signInAgain)],
    docs: cookieDocs,
    follows: ['php-worker-polluted'],
  }),
  defineCause({
    id: 'cookie-samesite-none-insecure',
    title: 'The session cookie says SameSite=None without Secure.',
    problems,
    explanation: 'Browsers refuse this combination altogether, and so every page starts a new session.',
    remedies: [
      always(
        set('session.cookie_samesite', 'Lax'),
        look('Where None is needed for another site, serve WHMCS over https and switch session.cookie_secure on instead.'),
        reloadPhp,
        rewritten,
        signInAgain,
      ),
    ],
    docs: cookieDocs,
  }),
  defineCause({
    id: 'cookie-lifetime-short',
    title: 'The session cookie expires after a short time.',
    problems: ['frequent-logouts', 'login-redirect-loops'],
    explanation:
      'session.cookie_lifetime counts from when the cookie was set, whatever the visitor does meanwhile, and by the browser’s clock: he is logged out in the middle of his work.',
    remedies: [
      always(
        set('session.cookie_lifetime', '0'),
        look('0 lets the cookie live until the browser is closed, as WHMCS documents it.'),
        reloadPhp,
        rewritten,
        signInAgain,
      ),
    ],
    docs: cookieDocs,
  }),
  defineCause({
    id: 'session-auto-start',
    title: 'PHP starts a session of its own before WHMCS can.',
    problems,
    explanation:
      'With session.auto_start on, the session is open under PHP’s own name before WHMCS sets its cookie name and its handler, which PHP then refuses to change. System Health says that WHMCS cannot remember log-ins.',
    remedies: [
      always(
        setDirective('session.auto_start = 0', 'php_admin_value[session.auto_start] = 0'),
        look(
          'A line in .htaccess (php_value session.auto_start) or in .user.ini counts too. <install> is the folder of WHMCS.',
          'grep -rn "session.auto_start" /etc/php /etc/php.ini /etc/php.d /etc/php-fpm.d <install>/.htaccess <install>/.user.ini 2>/dev/null',
        ),
        reloadPhp,
        signInAgain,
      ),
    ],
    docs: [docs.frequentLogouts, docs.phpSessions],
  }),
  defineCause({
    id: 'session-extension-missing',
    title: 'PHP lacks what it needs for sessions.',
    problems,
    explanation:
      'The session functions are missing or switched off, or the extension of the session handler (redis, memcached) is not loaded: no session can be started at all.',
    remedies: [
      always(
        change(
          'Install what the finding names, {subject}, for the PHP that serves the site (<version> as in 8.2; RHEL and its family: dnf install php-pecl-redis6 or php-pecl-memcached; cPanel: EasyApache 4 > PHP Extensions). On Debian, session itself is built into every PHP and needs no package.',
          'apt-get install php<version>-{subject} && phpenmod -v <version> {subject}',
        ),
        change(
          'If the finding names session, or a function of it: take the names that begin with session_ out of disable_functions, and load the extension where your system has it as a package (Alpine: apk add php83-session; FreeBSD: pkg install php83-session).',
        ),
        reloadPhp,
        signInAgain,
      ),
    ],
    docs: [docs.frequentLogouts, docs.phpSessions, docs.phpDisable],
  }),
  defineCause({
    id: 'session-lifetime-short',
    title: 'Idle sessions may be thrown away after less than 24 minutes.',
    problems: ['frequent-logouts'],
    explanation:
      'PHP may remove a session that nobody has used for session.gc_maxlifetime seconds (1440 by default); sessions in WHMCS’s database count in minutes. System Health does not look at this.',
    remedies: [
      always(
        setDirective('session.gc_maxlifetime = 3600 or more (seconds)', 'php_admin_value[session.gc_maxlifetime] = 3600'),
        change("Sessions in the database: set 'lifetime' of $session_handling in configuration.php to 1440 or another number of minutes."),
        look(
          'If a cleaner of the system is the one that deletes earlier, raise the lifetime in the php.ini that it reads: on Debian of every PHP version and SAPI, on cPanel the global one.',
        ),
        reloadPhp,
      ),
    ],
    docs: [docs.loginLength, docs.sessions, docs.frequentLogouts],
  }),
  defineCause({
    id: 'session-ip-check-changing-addresses',
    title: 'WHMCS ends sessions because the visitors’ addresses change.',
    problems: ['frequent-logouts'],
    explanation:
      'The session IP check binds a session to one address. Where a proxy’s addresses are recorded, or where people move between networks, the address changes within a session and they are logged out.',
    remedies: [
      always(
        look(
          'If the recorded addresses are a proxy’s, restore the visitors’ addresses first (see the findings on the proxy): that is the cause, and the check can stay on.',
        ),
      ),
      ...inSettings('General Settings > Security', (menu) => [
        change(
          `If the visitors’ own addresses change (mobile networks, VPNs): in ${menu}, tick Disable Session IP Check and click Save Changes. The check protects against stolen cookies; the documentation advises to leave it on where it works.`,
        ),
      ]),
      always(signInAgain),
    ],
    docs: [docs.frequentLogouts, docs.securitySettings],
    follows: [...addresses, 'dns-partly-proxied'],
  }),
] as const;
