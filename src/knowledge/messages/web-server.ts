/** What nginx, Apache and ModSecurity say of requests that never reached WHMCS, or came back broken. */
import type { Message } from '../../model.js';

const logs = ['web'] as const;

export const webServerMessages: readonly Message[] = [
  {
    id: 'rewrite-loop',
    title: 'the web server turned a request round in circles',
    literals: ['rewrite or internal redirection cycle', 'exceeded the limit of 10 internal redirects'],
    logs,
    problems: ['unable-to-access-sign-in-integrations'],
    causes: ['friendly-urls-not-served', 'nginx-rewrite-missing', 'htaccess-rules-missing'],
    example: '2026/11/22 07:14:31 [error] 7#7: *1 rewrite or internal redirection cycle while internally redirecting to "/index.php"',
    counterExample: '2026/11/22 07:14:31 [error] 7#7: *1 open() "/x" failed (2: No such file or directory)',
  },
  {
    id: 'rewrite-unknown',
    title: 'Apache did not accept the rewrite rules of a .htaccess file',
    literals: ["invalid command 'rewriteengine'", 'rewriteengine not allowed here', 'rewriterule not allowed here'],
    logs,
    problems: ['unable-to-access-sign-in-integrations'],
    causes: ['rewrite-module-missing', 'allow-override-none'],
    example: "[core:alert] [pid 7] /srv/.htaccess: Invalid command 'RewriteEngine', perhaps misspelled or defined by a module not included",
    counterExample: "[core:alert] [pid 7] /srv/.htaccess: Invalid command 'Frobnicate', perhaps misspelled",
  },
  {
    id: 'access-denied-by-server',
    title: 'the web server’s own rules refused a request',
    literals: ['client denied by server configuration', 'access forbidden by rule'],
    only: /login|admin|clientarea|password|index\.php|verifyimage/i,
    logs,
    problems: [],
    causes: ['firewall-blocks-login'],
    example: '[authz_core:error] [pid 7] [client 203.0.113.9] AH01630: client denied by server configuration: /srv/admin/login.php',
    counterExample: '2026/11/22 07:14:31 [error] 7#7: *1 access forbidden by rule, request: "GET /.git/config HTTP/1.1"',
  },
  {
    id: 'modsecurity-denied',
    title: 'ModSecurity refused a request',
    literals: ['modsecurity: access denied with code'],
    only: /login|admin|clientarea|password|index\.php|cart\.php|register/i,
    logs,
    problems: [],
    causes: ['firewall-blocks-login'],
    example: '[security2:error] ModSecurity: Access denied with code 403 (phase 2). [uri "/index.php"] [id "949110"]',
    counterExample: '[security2:error] ModSecurity: Warning. Pattern match [uri "/index.php"]',
  },
  {
    id: 'header-too-big',
    title: 'the headers of an answer did not fit the web server’s buffer',
    literals: ['upstream sent too big header'],
    logs,
    problems: ['login-redirect-loops'],
    causes: ['response-header-too-big'],
    example: '2026/11/22 07:14:31 [error] 7#7: *1 upstream sent too big header while reading response header from upstream',
    counterExample:
      '2026/11/22 07:14:31 [info] 7#7: *1 client sent too long header line: "Cookie: a=b" while reading client request headers',
  },
  {
    id: 'request-header-too-big',
    title: 'a browser’s cookies were too large for the web server',
    literals: ['client sent too long header line', 'request header exceeds limitrequestfieldsize'],
    // Scanners send long headers of every other name.
    only: /\b(?:too long header line|limitrequestfieldsize)\W{1,10}cookie\b/i,
    logs,
    problems: ['login-redirect-loops'],
    causes: ['request-header-too-big'],
    example: '[core:info] [pid 7] [client 203.0.113.9:5012] AH00561: Request header exceeds LimitRequestFieldSize: Cookie',
    counterExample: '[core:info] [pid 7] [client 203.0.113.9:5012] AH00561: Request header exceeds LimitRequestFieldSize: X-Scan',
  },
  {
    id: 'upstream-unavailable',
    title: 'PHP did not answer the web server',
    literals: ['while connecting to upstream', 'ah01079: failed to make connection to backend', 'server reached pm.max_children'],
    logs: ['php', 'web'],
    problems: [],
    causes: ['session-lock-held'],
    example: '2026/11/22 07:14:31 [crit] 7#7: *1 connect() to unix:/run/php/x.sock failed (2) while connecting to upstream',
    counterExample: '2026/11/22 07:14:31 [warn] 7#7: *1 an upstream response is buffered to a temporary file',
  },
];
