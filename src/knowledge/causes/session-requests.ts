/** Causes of the area sessions that lie in single requests: what is sent too early, which worker answers, who waits for whom. */
import { defineCause } from '../../index.js';
import type { ProblemId } from '../../model.js';
import { docs } from '../docs.js';
import { lastChanged } from '../last-changed.js';
import { always, change, danger, look, reloadPhp, setDirective, signInAgain } from '../steps.js';

const problems: readonly ProblemId[] = ['login-redirect-loops', 'frequent-logouts'];

export const sessionRequestCauses = [
  defineCause({
    id: 'output-before-headers',
    title: 'Something is sent to the browser before PHP can set its cookies.',
    problems: [...problems, 'social-login-errors'],
    explanation:
      'A byte-order mark or text before <?php, or after ?>, in a file that runs with every request is the beginning of the page. After it PHP can neither start a session nor set a cookie nor redirect: it says "headers already sent". Where output_buffering holds the output back, nothing happens.',
    remedies: [
      always(
        look(
          'See what the file begins with: efbbbf is a byte-order mark. <file> is the one that the finding names.',
          'head -c 64 <file> | od -c',
        ),
        change(
          'Take a byte-order mark out. The file keeps owner and mode; as it was it stays in a file outside the web root that only you can read (mktemp makes it with mode 600, and its name is printed), for configuration.php holds a password: take it away once WHMCS works. configuration.php may have to be made writable for a moment.',
          'copy=$(mktemp /tmp/before.XXXXXXXX) && cat <file> > "$copy" && LC_ALL=C sed \'1s/^\\xEF\\xBB\\xBF//\' "$copy" > <file> && echo "$copy"',
        ),
        change(
          'Delete text and empty lines before <?php by hand, in an editor that leaves no copy in the web root. At the end of the file leave the closing ?> out, with all that follows it.',
        ),
        setDirective('output_buffering = 4096', 'php_admin_value[output_buffering] = 4096'),
        look('The step before only hides it, as long as no more than that is sent.'),
        lastChanged,
        signInAgain,
      ),
    ],
    docs: [docs.phpHeaders, docs.phpOutputBuffering, docs.frequentLogouts],
    follows: ['errors-printed'],
  }),
  defineCause({
    id: 'errors-printed',
    title: 'PHP prints its messages into WHMCS’s pages.',
    problems: [...problems, 'social-login-errors'],
    explanation:
      'With display_errors on, each warning becomes a part of the page. One that is printed before the session starts makes cookies and redirects impossible, so that log-ins are lost; and visitors read paths of the server. System Health wants it off.',
    remedies: [
      always(
        setDirective('display_errors = Off', 'php_admin_flag[display_errors] = off'),
        change('Take $display_errors = true out of configuration.php, and an ini_set of display_errors out of it and of hooks.'),
        reloadPhp,
        change('In the admin area, General Settings > Other, untick Display Errors.'),
        look('Then see to the messages themselves: they name the file and the line, and PHP’s error log goes on to hold them.'),
        lastChanged,
        signInAgain,
      ),
    ],
    docs: [docs.phpDisplayErrors, docs.systemHealth],
    // What PHP prints is mostly about one of these.
    follows: [
      ...['session-path-missing', 'session-path-denied', 'session-path-malformed', 'session-path-read-only'],
      ...['disk-full', 'inodes-exhausted', 'quota-exceeded', 'session-extension-missing', 'session-auto-start'],
      ...['session-server-unreachable', 'session-server-refusing', 'session-server-full', 'session-server-read-only'],
      ...['session-server-misaddressed', 'session-database-unreachable', 'session-table-missing', 'selinux-denies-sessions'],
      ...['time-zone-invalid'],
    ],
  }),
  defineCause({
    id: 'php-worker-polluted',
    title: 'PHP’s workers do not agree on their settings.',
    problems,
    explanation:
      'A PHP_VALUE or PHP_ADMIN_VALUE that the web server hands over with one site’s requests stays in the worker of PHP-FPM that served it, and counts for every site whose requests it serves later. Sessions are then looked for in one folder now and in another one next.',
    remedies: [
      always(
        look(
          'See where the web server hands settings over.',
          "grep -rnE 'PHP_(ADMIN_)?VALUE' /etc/nginx /etc/apache2 /etc/httpd 2>/dev/null",
        ),
        change('Take these lines out, and give each site that needs settings of its own a pool of its own with php_admin_value lines.'),
        change(
          'Start PHP-FPM and the web server anew: polluted workers keep their settings until they end. <version> is the version of the PHP that serves the site, as in 8.2; <web server> is nginx, apache2 or httpd.',
          'systemctl restart php<version>-fpm && systemctl reload <web server>',
        ),
        signInAgain,
      ),
    ],
    docs: [docs.phpFpm],
  }),
  defineCause({
    id: 'session-lock-held',
    title: 'A request keeps a session’s lock, and others wait for it.',
    problems,
    beyondTable: true,
    explanation:
      'PHP locks the file of a session until a request ends. While one request of a visitor hangs (a slow gateway, a remote API, a report), every other page of the same visitor waits: the login page spins, and in the end a time-out shows it again.',
    remedies: [
      always(
        look(
          'See who holds the locks and for how long the processes have run.',
          'lslocks; ps -eo pid,etimes,stat,args | grep -E "[p]hp-fpm|[h]ttpd|[a]pache2"',
        ),
        look(
          'See what the request is doing: the slow log of the pool names the script and the line (request_slowlog_timeout = 5s, slowlog = <file>).',
        ),
        danger('End the request that holds it; its visitor gets an error page. <pid> is the process that the finding names.', 'kill <pid>'),
        setDirective('max_execution_time = 60', 'php_admin_value[max_execution_time] = 60'),
        change('Let PHP-FPM end requests that hang on something outside: request_terminate_timeout = 120s in the pool file.'),
        reloadPhp,
        lastChanged,
      ),
    ],
    docs: [docs.phpSessionLock, docs.phpFpm],
  }),
  defineCause({
    id: 'session-id-changing',
    title: 'The session gets another id with every request.',
    problems,
    explanation:
      'The session lasts, but each page moves it to a new id and ends the old one. Two requests at the same time, as a page and its background requests, then use an id that is gone, and the visitor is logged out. Mostly a hook or a module calls session_regenerate_id() on every page.',
    remedies: [
      always(
        look(
          'See which plain PHP files do so. <install> is the folder of WHMCS.',
          'grep -rln session_regenerate_id <install>/includes/hooks <install>/modules --include=*.php',
        ),
        change('Let it happen after a log-in only, or take the hook out.'),
        lastChanged,
        signInAgain,
      ),
    ],
    docs: [docs.phpRegenerate, docs.frequentLogouts],
  }),
  defineCause({
    id: 'session-cookie-duplicated',
    title: 'The session cookie is set twice, with different paths or domains.',
    problems,
    explanation:
      'Browsers keep both and send both, the one with the longer path first, and PHP takes the first: it is not the one that PHP itself renews at log-in. Mostly a hook, a module or a rule of the web server sets a copy of its own.',
    remedies: [
      always(
        look(
          'See who sets cookies besides PHP. <install> is the folder of WHMCS.',
          "grep -rnE 'setcookie|Set-Cookie|proxy_cookie' <install>/configuration.php <install>/includes/hooks <install>/.htaccess /etc/nginx /etc/apache2 /etc/httpd 2>/dev/null",
        ),
        change('Take the second one out, or give it PHP’s own path and domain.'),
        lastChanged,
        look('Delete the cookies of the site in every browser that was used: the copies stay there until they expire.'),
        signInAgain,
      ),
    ],
    docs: [docs.cookieRules, docs.cookies],
  }),
  defineCause({
    id: 'session-referer-check',
    title: 'PHP throws sessions away by where the visitor comes from.',
    problems,
    explanation:
      'session.referer_check holds a text that the Referer of a request must contain. Where it does not, PHP ignores the session’s cookie and begins a new one: with a foreign text on every click, with the site’s own name when a visitor returns from a sign-in provider or a payment page.',
    remedies: [
      always(
        setDirective('session.referer_check to nothing (session.referer_check = "")', 'php_admin_value[session.referer_check] ='),
        reloadPhp,
        signInAgain,
      ),
    ],
    docs: [docs.phpSessions],
  }),
  defineCause({
    id: 'cookie-samesite-strict',
    title: 'Browsers leave the session cookie out when a sign-in provider sends the visitor back.',
    problems: ['login-redirect-loops', 'twitter-connection-errors'],
    explanation:
      'The session cookie says SameSite=Strict. Browsers do not send such a cookie with a request that another site started: whoever returns from Facebook or X has no session any more, and the sign-in cannot be completed. Signing in with a password works.',
    remedies: [
      always(
        setDirective('session.cookie_samesite = Lax', 'php_admin_value[session.cookie_samesite] = Lax'),
        look('Lax sends the cookie when a visitor is led back by a link or a redirect, and not with forms that other sites post.'),
        reloadPhp,
        signInAgain,
      ),
    ],
    docs: [docs.cookieRules, docs.phpSessions],
  }),
  defineCause({
    id: 'session-path-private-tmp',
    title: 'The sessions are in a private /tmp, which ends with PHP’s service.',
    problems: ['frequent-logouts'],
    explanation:
      'The service runs with systemd’s PrivateTmp, and PHP keeps its sessions below /tmp or /var/tmp: with each restart of the service, as after an update, the folder and every session in it are gone. Between restarts it works.',
    remedies: [
      always(
        change(
          'Give WHMCS a folder of its own outside /tmp. <php-user> and <php-group> are the user and group of its pool.',
          'install -d -o <php-user> -g <php-group> -m 0700 /var/lib/php/whmcs-sessions',
        ),
        setDirective(
          'session.save_path = "/var/lib/php/whmcs-sessions"',
          'php_admin_value[session.save_path] = /var/lib/php/whmcs-sessions',
        ),
        setDirective(
          'session.gc_probability = 1 and session.gc_divisor = 100',
          'php_admin_value[session.gc_probability] = 1 and php_admin_value[session.gc_divisor] = 100',
        ),
        reloadPhp,
        signInAgain,
      ),
    ],
    docs: [docs.privateTmp, docs.phpSessions],
  }),
] as const;
