/** Causes of sessions that stay or go at the wrong time: a cleaner that does not run, rows that nobody deletes, another application that cleans. */
import { defineCause } from '../../index.js';
import { docs } from '../docs.js';
import { always, change, danger, look, reloadPhp, setDirective } from '../steps.js';

export const sessionCleaningCauses = [
  defineCause({
    id: 'session-cleaner-stopped',
    title: 'The cleaner that should remove old sessions does not run.',
    problems: ['sessions-are-not-removed'],
    explanation:
      'PHP leaves the cleaning to a job of the system, which is set up and covers the folder. But the timer is stopped or masked, or no cron daemon runs, so that sessions pile up until the file system has no inode left.',
    remedies: [
      always(
        look(
          'See whether it runs, and what it said last.',
          'systemctl list-timers --all | grep -i php; systemctl status cron crond phpsessionclean.timer phpsessionclean.service --no-pager',
        ),
        change(
          'On Debian with systemd, switch the timer on.',
          'systemctl unmask phpsessionclean.timer && systemctl enable --now phpsessionclean.timer',
        ),
        change(
          'Where cron runs it, start cron (on RHEL and its family the service is crond; in a container start the daemon itself).',
          'service cron start',
        ),
        danger(
          'The next run removes the old files. To remove them now: delete what nobody has used for a day.',
          "find {subject} -type f -name 'sess_*' -mmin +1440 -delete",
        ),
        setDirective(
          'Or let PHP clean by itself: session.gc_probability = 1 and session.gc_divisor = 100',
          'php_admin_value[session.gc_probability] = 1 and php_admin_value[session.gc_divisor] = 100',
        ),
      ),
    ],
    docs: [docs.phpSessions, docs.sessions, docs.index],
  }),
  defineCause({
    id: 'session-table-not-cleaned',
    title: 'Old sessions stay in the database.',
    problems: ['sessions-are-not-removed'],
    explanation:
      'With $session_handling PHP still decides by session.gc_probability and session.gc_divisor when old rows are deleted. Debian’s default of 0 suits files, which a job of the system cleans: rows of a table no such job removes.',
    remedies: [
      always(
        setDirective(
          'session.gc_probability = 1 and session.gc_divisor = 100',
          'php_admin_value[session.gc_probability] = 1 and php_admin_value[session.gc_divisor] = 100',
        ),
        reloadPhp,
        look('Old rows go with one of the next hundred requests.'),
        danger(
          'Or delete them now, here all that nobody has used for thirty days; <database> is the one that holds the sessions.',
          'mysql <database> -e "DELETE FROM tblsessions WHERE last_activity < UNIX_TIMESTAMP() - 30 * 86400"',
        ),
      ),
    ],
    docs: [docs.sessions, docs.phpSessions, docs.index],
  }),
  defineCause({
    id: 'session-path-shared-shorter-lifetime',
    title: 'Another PHP application removes the sessions of WHMCS from a folder that both use.',
    problems: ['frequent-logouts'],
    explanation:
      'PHP removes every old session file of the folder, whosever it is, by the lifetime of the application that happens to clean: the shortest one wins.',
    remedies: [
      always(
        change(
          'Give WHMCS a folder of its own. <php-user> and <php-group> are the user and group of its pool.',
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
        look(
          'The last setting matters because a cleaner of the system does not know the new folder. Everybody who is signed in must sign in again once.',
        ),
        reloadPhp,
      ),
    ],
    docs: [docs.loginLength, docs.phpSessions],
  }),
] as const;
