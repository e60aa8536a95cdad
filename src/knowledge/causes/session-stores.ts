/** Causes of the area sessions: who removes old sessions, and servers that keep sessions (Redis, Memcached, the database). */
import { defineCause } from '../../index.js';
import type { ProblemId } from '../../model.js';
import { docs } from '../docs.js';
import { always, change, danger, look, reloadPhp, setDirective, signInAgain } from '../steps.js';

const notRemoved: readonly ProblemId[] = ['sessions-are-not-removed'];
const lost: readonly ProblemId[] = ['login-redirect-loops', 'frequent-logouts', 'invalid-reset-link-errors'];
const cleaningDocs = [docs.phpSessions, docs.sessions, docs.index];

const dice = setDirective(
  'session.gc_probability = 1 and session.gc_divisor = 100',
  'php_admin_value[session.gc_probability] = 1 and php_admin_value[session.gc_divisor] = 100',
);
const cronLine = danger(
  'Or leave it to cron: every half hour, delete what nobody has used for a day. <folder> is the folder that the finding names; use a longer time where session.gc_maxlifetime is longer than a day.',
  'echo \'09,39 * * * * root find <folder> -type f -name "sess_*" -mmin +1440 -delete\' > /etc/cron.d/whmcs-sessions',
);
const wait = look(
  'Then look again: old files go with one of the next hundred requests, or when cron has run.',
  "find {subject} -type f -name 'sess_*' -mmin +1440 | wc -l",
);

export const sessionStoreCauses = [
  defineCause({
    id: 'session-gc-disabled',
    title: 'Nothing removes old sessions.',
    problems: notRemoved,
    explanation:
      'session.gc_probability is 0, which is Debian’s default because a job of the system cleans there, and no such job works here. Sessions pile up until the file system has no inode left.',
    remedies: [
      always(
        dice,
        reloadPhp,
        change(
          'Where sessions are in the folder of PHP’s own php.ini on Debian, switching the system’s cleaner on is enough.',
          'systemctl enable --now phpsessionclean.timer',
        ),
        cronLine,
        wait,
      ),
    ],
    docs: cleaningDocs,
  }),
  defineCause({
    id: 'session-gc-depth',
    title: 'PHP does not clean a session folder with subfolders.',
    problems: notRemoved,
    explanation:
      'session.save_path begins with a number N, which spreads the files over subfolders. PHP never cleans such a folder, whatever session.gc_probability says, and no cleaner of the system covers it.',
    remedies: [
      always(
        setDirective(
          'session.save_path to the path alone, without the number and semicolon before it',
          'php_admin_value[session.save_path] = {subject}',
        ),
        dice,
        reloadPhp,
        look('Everybody who is signed in must sign in again once. The old files in the subfolders stay until they are deleted.'),
        cronLine,
        wait,
      ),
    ],
    docs: cleaningDocs,
  }),
  defineCause({
    id: 'session-gc-path-uncovered',
    title: 'The system’s cleaner does not know the folder of WHMCS’s sessions, and PHP itself does not clean.',
    problems: notRemoved,
    explanation:
      'Debian’s and cPanel’s cleaners read php.ini only: a folder that is set in a pool file, .user.ini or .htaccess is not cleaned by them, nor is one in /tmp or /home by Debian’s timer. PHP leaves the cleaning to them.',
    remedies: [always(dice, reloadPhp, cronLine, wait)],
    docs: [...cleaningDocs, docs.cpanelCleaner],
  }),
  defineCause({
    id: 'session-gc-unlistable',
    title: 'PHP may not list the folder that it should clean.',
    problems: notRemoved,
    explanation:
      'To find old sessions PHP must list the folder. A folder of mode 1733, as Debian’s own, lets PHP create files but not list them, and its clean-up fails with "opendir … Permission denied".',
    remedies: [
      always(
        change(
          'Where only this site uses the folder, give it to PHP’s user; <php-user> and <php-group> are named in the pool file.',
          'chown <php-user>:<php-group> {subject} && chmod 0700 {subject}',
        ),
        change(
          'Session files of other users in it stay unreadable: give them to PHP’s user too.',
          "find {subject} -type f -name 'sess_*' ! -user <php-user> -exec chown <php-user>:<php-group> {} +",
        ),
        change(
          'For the folder that Debian shares among all sites leave the mode and switch the system’s cleaner on instead.',
          'systemctl enable --now phpsessionclean.timer',
        ),
        wait,
      ),
    ],
    docs: cleaningDocs,
  }),
  defineCause({
    id: 'session-server-unreachable',
    title: 'The server that keeps the sessions does not answer.',
    problems: lost,
    explanation:
      'PHP keeps its sessions in Redis or Memcached, and no connection comes about: the service is down, or host, port or socket are wrong. Log-ins are lost or the page ends with an error.',
    remedies: [
      always(
        look(
          'See whether the service runs and where it listens.',
          "systemctl status redis-server memcached --no-pager; ss -ltnxp | grep -E 'redis|memcached'",
        ),
        change(
          'Start the one that PHP uses: <service> is redis-server (on RHEL and its family redis) or memcached.',
          'systemctl enable --now <service>',
        ),
        change(
          'If it listens elsewhere, correct session.save_path: Redis tcp://127.0.0.1:6379 or unix:///run/redis/redis-server.sock, Memcached 127.0.0.1:11211. For a socket, PHP’s user needs the right to open it (usermod -aG redis <php-user>, then restart PHP).',
        ),
        reloadPhp,
        look('On RHEL and its family SELinux must allow it: setsebool -P httpd_can_network_connect on, or httpd_can_network_memcache on.'),
        signInAgain,
      ),
    ],
    docs: [docs.phpSessions, docs.sessions],
    follows: ['session-server-misaddressed', 'selinux-denies-network'],
  }),
  defineCause({
    id: 'session-server-refusing',
    title: 'The server that keeps the sessions does not let PHP in.',
    problems: lost,
    explanation:
      'Redis asks for a password that session.save_path does not carry, or carries wrongly (NOAUTH, WRONGPASS). PHP ends with an error on every page.',
    remedies: [
      always(
        look(
          'See which password Redis expects (requirepass, or user lines). Keep it out of tickets and screenshots.',
          'grep -nE "^(requirepass|user|aclfile)" /etc/redis/redis.conf',
        ),
        change(
          'Put it into session.save_path: tcp://<host>:6379?auth=<password>, with a user name tcp://<host>:6379?auth[]=<user>&auth[]=<password>. Special characters are percent-encoded; in php.ini the whole value stands in quotes.',
        ),
        reloadPhp,
        signInAgain,
      ),
    ],
    docs: [docs.phpSessions],
  }),
  defineCause({
    id: 'session-server-full',
    title: 'The server that keeps the sessions has no memory left.',
    problems: lost,
    explanation:
      'At its memory limit Redis either refuses to store (noeviction) or throws keys away, sessions included; Memcached throws away what was used longest ago. People are logged out, or cannot log in.',
    remedies: [
      always(
        look(
          'See use, limit and policy of Redis (a socket: redis-cli -s <path>), or the limit of Memcached (-m in /etc/memcached.conf).',
          'redis-cli INFO memory | grep -E "used_memory_human|maxmemory"',
        ),
        change(
          'Raise the limit of Redis now, and maxmemory in /etc/redis/redis.conf so that it stays. <size> is more than the maxmemory of the command before, as 512mb: with less Redis throws sessions away at once.',
          'redis-cli CONFIG SET maxmemory <size>',
        ),
        danger(
          'Memcached: raise -m in /etc/memcached.conf and restart it; sessions that it holds are lost.',
          'systemctl restart memcached',
        ),
        look('If a cache of another application fills it, give the sessions a Redis of their own.'),
        signInAgain,
      ),
    ],
    docs: [docs.redisMemory],
  }),
  defineCause({
    id: 'session-server-read-only',
    title: 'The server that keeps the sessions is a read-only replica.',
    problems: lost,
    explanation: 'A replica answers READONLY to every write. Mostly the primary has moved, and session.save_path still names the old one.',
    remedies: [
      always(
        look('See the role and who the primary is (a socket: redis-cli -s <path>).', 'redis-cli INFO replication'),
        change('Let session.save_path name the primary, then let PHP read it.'),
        reloadPhp,
        danger(
          'Or, only where this server should be the primary and the old one is gone, end the replication and remove replicaof from /etc/redis/redis.conf. With two primaries what is written to one is missing in the other.',
          'redis-cli REPLICAOF NO ONE',
        ),
        signInAgain,
      ),
    ],
    docs: [docs.phpSessions],
  }),
  defineCause({
    id: 'session-server-misaddressed',
    title: 'The setting session.save_path does not fit the session handler.',
    problems: lost,
    explanation:
      'Each handler writes its address in another way: Redis wants tcp://host:port or unix:///socket, Memcached host:port without tcp://, files a folder. With another handler’s form no session can be started.',
    remedies: [
      always(
        look(
          'See both settings of the PHP that serves the site. <version> is PHP’s version, as in 8.2.',
          "grep -rnE 'session.save_(handler|path)' /etc/php/<version>/fpm/ /etc/php.ini /etc/php.d /etc/php-fpm.d 2>/dev/null",
        ),
        change(
          'Correct session.save_path: for redis tcp://127.0.0.1:6379, for memcached 127.0.0.1:11211, for files a folder that PHP may write into.',
        ),
        reloadPhp,
        signInAgain,
      ),
    ],
    docs: [docs.phpSessions],
  }),
  defineCause({
    id: 'session-database-unreachable',
    title: 'The database that keeps the sessions cannot be opened.',
    problems: lost,
    explanation:
      '$session_handling in configuration.php sends sessions to a database of its own, and host, name, user or password there do not work.',
    remedies: [
      always(
        look(
          'Try the values of the config entry by hand: its <host>, <user> and <database>; the program asks for the password.',
          'mysql -h <host> -u <user> -p <database> -e "SELECT 1"',
        ),
        change(
          'Correct the config entry of $session_handling in configuration.php, or give the user its rights on that database; <client host> is this server’s address as the database sees it, or localhost.',
          "mysql -e \"GRANT SELECT, INSERT, UPDATE, DELETE ON <database>.* TO '<user>'@'<client host>'\"",
        ),
        change('Until then, PHP’s own session files work: take $session_handling out of configuration.php (keep a copy of the lines).'),
        signInAgain,
      ),
    ],
    docs: [docs.sessions],
  }),
  defineCause({
    id: 'session-table-missing',
    title: 'The database that keeps the sessions has no table for them.',
    problems: lost,
    explanation:
      '$session_handling in configuration.php sends sessions to a database without the table tblsessions, so that they can be neither stored nor found.',
    remedies: [
      always(
        change(
          'Restore the table from the last backup of that database, or create it as it stands in databases of WHMCS 8; compare with the documentation’s page on sessions first. <database> is the one that the config entry names.',
          'mysql <database> -e "CREATE TABLE IF NOT EXISTS tblsessions (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, session_id VARCHAR(255) NOT NULL UNIQUE, payload TEXT NOT NULL, last_activity INT UNSIGNED NOT NULL)"',
        ),
        change(
          'Or let the config entry of $session_handling name the database that has the table, or take $session_handling out of configuration.php to use PHP’s own session files (keep a copy of the lines).',
        ),
        signInAgain,
      ),
    ],
    docs: [docs.sessions],
    follows: ['session-database-unreachable'],
  }),
] as const;
