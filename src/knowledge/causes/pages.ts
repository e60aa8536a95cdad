/** Causes that a visitor sees on the pages themselves, whatever is behind them. */
import { defineCause } from '../../index.js';
import { docs } from '../docs.js';
import { always, change, look } from '../steps.js';

const readTheLog = look(
  'Open {subject} and read what PHP logs at that moment. <version> is PHP’s version, as in 8.2; the file is the one that error_log or the web server’s log names.',
  'tail -n 50 /var/log/php<version>-fpm.log /var/log/nginx/error.log /var/log/apache2/error.log',
);
const askOnTheServer = look(
  'Run the doctor as root on the server, or over ssh: files, PHP and database often name the cause. <folder> is where configuration.php stands.',
  'whmcs-doctor check <folder>',
);
const undo = change(
  'If it began with a change, take that back: an update of WHMCS or PHP, a theme, a module, a file in includes/hooks, a rule of the web server.',
);

/** What breaks a page, and is told by a check of its own where it can be seen. */
const software = [
  'system-url-unreachable',
  'firewall-blocks-login',
  'php-too-old',
  'php-too-new',
  'php-extension-missing',
  'ioncube-missing',
  'ioncube-too-old',
  'whmcs-upgrade-unfinished',
  'session-extension-missing',
  'session-server-unreachable',
  'session-server-refusing',
  'session-server-full',
  'session-server-read-only',
  'session-server-misaddressed',
  'session-database-unreachable',
  'session-table-missing',
  'session-path-malformed',
  'disk-full',
  'inodes-exhausted',
  'quota-exceeded',
  'output-before-headers',
  'errors-printed',
  'php-worker-polluted',
  'response-header-too-big',
  'curl-extension-missing',
  'curl-functions-disabled',
  'theme-parent-missing',
  'theme-include-missing',
  'theme-feedback-missing',
  'theme-linked-accounts-missing',
  'theme-linked-accounts-modified',
  'theme-output-missing',
  'order-form-incompatible',
] as const;

export const pageCauses = [
  defineCause({
    id: 'login-page-failing',
    title: 'The log-in page ends in an error.',
    problems: ['login-details-errors', 'login-redirect-loops'],
    beyondTable: true,
    explanation:
      'The web server answers, and in the place of the log-in form it sends an error: PHP or WHMCS stopped before the page was made, or the web server finds no page at that address. Nobody gets as far as a log-in.',
    remedies: [always(readTheLog, askOnTheServer, undo)],
    docs: [docs.index],
    follows: software,
  }),
  defineCause({
    id: 'reset-page-failing',
    title: 'The page on which a password reset begins ends in an error.',
    problems: ['invalid-reset-link-errors'],
    beyondTable: true,
    explanation:
      'The log-in page is there, and the page that asks for the e-mail address of a forgotten password is not: a theme without its template, a hook or module that stops it, or a rule of the web server or of a firewall.',
    remedies: [
      always(readTheLog),
      always(
        change(
          'Try the same page with a theme that ships with WHMCS: where it works there, the theme lacks password-reset-container.tpl or one of its parts (before 7.8: pwreset.tpl).',
        ),
        undo,
      ),
    ],
    docs: [docs.index],
    follows: [...software, 'login-page-failing'],
  }),
] as const;
