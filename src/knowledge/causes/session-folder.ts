/** Causes of the area sessions: the folder in which PHP keeps its session files, and the room on its file system. */
import { defineCause } from '../../index.js';
import type { ProblemId } from '../../model.js';
import { docs } from '../docs.js';
import { always, change, danger, look, reloadPhp, setDirective, signInAgain } from '../steps.js';

/** A password reset goes over several pages too. */
const problems: readonly ProblemId[] = ['login-redirect-loops', 'frequent-logouts', 'invalid-reset-link-errors'];
const sessionDocs = [docs.frequentLogouts, docs.phpSessions, docs.index];

const expired = danger(
  'Delete session files that nobody has used for a day. Whoever left a page open longer than that must sign in again.',
  "find {subject} -type f -name 'sess_*' -mmin +1440 -delete",
);
const inDatabase = look(
  'Where folders keep failing, WHMCS can keep its sessions in the database instead (7.7 and later): see the documentation’s page on sessions.',
);
const spaceUsers = look(
  'See what uses the room. <mount point> is the last column of the command before.',
  'du -xh --max-depth=3 <mount point> | sort -rh | head -n 20',
);

export const sessionFolderCauses = [
  defineCause({
    id: 'session-path-missing',
    title: 'The folder in which PHP keeps its sessions does not exist.',
    problems,
    explanation:
      'PHP goes on without an error when it cannot open its session file, and forgets everything at the end of each request. Typical after a PHP upgrade, whose new version has a folder of its own, or after /tmp was cleared.',
    remedies: [
      always(
        change(
          'Create the folder for the user that PHP runs as; one that exists stays as it is. <php-user> and <php-group> are that user and its group: www-data on Debian, apache on RHEL, the account’s own user in a pool of its own (see user and group in the pool file).',
          '[ -d {subject} ] || install -d -o <php-user> -g <php-group> -m 0700 {subject}',
        ),
        change(
          'Only where session.save_path begins with a number and a semicolon (N;path): take both out, so that no subfolders are needed, or create each level, for N = 1 as below.',
          'for level in 0 1 2 3 4 5 6 7 8 9 a b c d e f g h i j k l m n o p q r s t u v w x y z A B C D E F G H I J K L M N O P Q R S T U V W X Y Z - ,; do [ -d {subject}/$level ] || install -d -o <php-user> -g <php-group> -m 0700 {subject}/$level; done',
        ),
        look(
          'If the folder exists for you and not for PHP: the service has a private /tmp (PrivateTmp) or a chroot. Use a folder outside /tmp, or inside the chroot. <version> is PHP’s, as in 8.2.',
          'systemctl show php<version>-fpm -p PrivateTmp -p RootDirectory',
        ),
        signInAgain,
      ),
    ],
    docs: sessionDocs,
    follows: ['php-worker-polluted'],
  }),
  defineCause({
    id: 'session-path-denied',
    title: 'PHP may not write into the folder in which it keeps its sessions.',
    problems,
    explanation:
      'The folder belongs to another user, a folder above it cannot be entered, or session files of another user (often of root, after a script was run as root) stand in it. PHP cannot open them and forgets every log-in.',
    remedies: [
      always(
        look('See owner and mode of the folder and of every folder above it.', 'namei -l {subject}'),
        change(
          'Give the folder to the user that PHP runs as. <php-user> and <php-group> are named in the pool file (www-data on Debian, apache on RHEL). For a folder that several users share use root:root and mode 1733 instead.',
          'chown <php-user>:<php-group> {subject} && chmod 0700 {subject}',
        ),
        change('If a folder above it, <folder above>, lacks the x for others, add it there.', 'chmod o+x <folder above>'),
        change(
          'Give session files of other users to PHP’s user too, where only this site uses the folder.',
          "find {subject} -type f -name 'sess_*' ! -user <php-user> -exec chown <php-user>:<php-group> {} +",
        ),
        change(
          'SELinux (RHEL and its family): label the folder so that PHP may write into it; semanage fcontext makes the label permanent.',
          'chcon -R -t httpd_sys_rw_content_t {subject}',
        ),
        inDatabase,
        signInAgain,
      ),
    ],
    docs: sessionDocs,
    follows: ['php-worker-polluted', 'selinux-denies-sessions'],
  }),
  defineCause({
    id: 'session-path-malformed',
    title: 'PHP cannot read session.save_path.',
    problems,
    explanation:
      'The value is no path and not of the form N;path or N;MODE;path with a number N and an octal MODE. In php.ini a value with semicolons must stand in quotes: without them PHP reads only what is before the first one.',
    remedies: [
      always(
        setDirective(
          'session.save_path = "/var/lib/php/whmcs-sessions"',
          'php_admin_value[session.save_path] = /var/lib/php/whmcs-sessions',
        ),
        change(
          'Create that folder for the user that PHP runs as; <php-user> and <php-group> are named in the pool file (www-data on Debian, apache on RHEL).',
          'install -d -o <php-user> -g <php-group> -m 0700 /var/lib/php/whmcs-sessions',
        ),
        reloadPhp,
        signInAgain,
      ),
    ],
    docs: sessionDocs,
    follows: ['php-worker-polluted'],
  }),
  defineCause({
    id: 'session-path-read-only',
    title: 'The folder in which PHP keeps its sessions is on a read-only file system.',
    problems,
    explanation:
      'The kernel mounts a file system read-only after an error of the disk; a container or a systemd service (ProtectSystem, ReadOnlyPaths) can make it read-only for PHP alone.',
    remedies: [
      always(
        look('See the mount and why it is read-only.', 'findmnt -T {subject}; dmesg | grep -iE "remount|I/O error|ext4|xfs" | tail -n 20'),
        danger(
          'If it was made read-only by mistake, make it writable again. After errors of the disk check the file system first, from a rescue system, or data can be lost. <mount point> is named by the command before.',
          'mount -o remount,rw <mount point>',
        ),
        change(
          'If only PHP’s service sees it read-only: systemctl edit php<version>-fpm, add the lines [Service] and ReadWritePaths={subject}, then restart. <version> is PHP’s, as in 8.2.',
          'systemctl daemon-reload && systemctl restart php<version>-fpm',
        ),
        signInAgain,
      ),
    ],
    docs: sessionDocs,
  }),
  defineCause({
    id: 'disk-full',
    title: 'The file system of PHP’s sessions is full.',
    problems,
    explanation:
      'PHP creates the session file, cannot write into it and reports nothing to the visitor: the next request finds an empty session, so that every log-in leads back to the login page.',
    remedies: [
      always(
        look('See how full it is.', 'df -h {subject}'),
        spaceUsers,
        danger(
          'Delete what is not needed: old backups, logs, cached packages. What is deleted is gone; look at each before.',
          'apt-get clean; journalctl --vacuum-size=200M',
        ),
        expired,
        change('Or enlarge the file system at the provider; then grow it here (ext4: resize2fs, xfs: xfs_growfs).'),
        signInAgain,
      ),
    ],
    docs: sessionDocs,
  }),
  defineCause({
    id: 'inodes-exhausted',
    title: 'The file system of PHP’s sessions cannot hold another file.',
    problems,
    explanation:
      'There is room, but no inode is left: very many small files, often sessions that nobody removes. No new session file can be created, and so nobody new can sign in.',
    remedies: [
      always(
        look('See the inodes.', 'df -i {subject}'),
        look(
          'See which folders hold most files. <mount point> is the last column of the command before.',
          'du -x --inodes --max-depth=4 <mount point> | sort -rn | head -n 20',
        ),
        expired,
        danger('If other files fill it (mail queues, caches), delete them by what made them.'),
        signInAgain,
      ),
    ],
    docs: sessionDocs,
    follows: ['session-gc-disabled', 'session-gc-depth', 'session-gc-path-uncovered', 'session-gc-unlistable', 'session-cleaner-stopped'],
  }),
  defineCause({
    id: 'quota-exceeded',
    title: 'PHP’s user has used up its disk quota.',
    problems,
    explanation:
      'The file system has room, but the account under which PHP runs may not use more of it: session files stay empty or cannot be created.',
    remedies: [
      always(
        look('See the quota. <php-user> is the user that PHP runs as, on a shared server the account itself.', 'quota -s -u <php-user>'),
        danger('Delete what the account does not need (backups, old mail, error_log files).'),
        change('Or raise the quota: on cPanel WHM > Quota Modification, else with edquota.', 'edquota -u <php-user>'),
        expired,
        signInAgain,
      ),
    ],
    docs: sessionDocs,
  }),
  defineCause({
    id: 'disk-space-low',
    title: 'A file system that WHMCS needs is nearly full.',
    problems: ['frequent-logouts', 'login-redirect-loops'],
    explanation:
      'When the last room is used up, sessions, compiled templates and the database can no longer be written. The documentation names insufficient disk space as a cause of frequent logouts.',
    remedies: [
      always(
        look('See how full it is.', 'df -h {subject}'),
        look('See what uses the room.', 'du -xh --max-depth=3 {subject} | sort -rh | head -n 20'),
        danger(
          'Delete what is not needed: old backups, logs, cached packages. What is deleted is gone; look at each before.',
          'apt-get clean; journalctl --vacuum-size=200M',
        ),
        change('Or enlarge the file system at the provider; then grow it here (ext4: resize2fs, xfs: xfs_growfs).'),
      ),
    ],
    docs: sessionDocs,
    follows: ['disk-full'],
  }),
  defineCause({
    id: 'inodes-low',
    title: 'A file system that WHMCS needs can hold only few more files.',
    problems: ['frequent-logouts', 'login-redirect-loops'],
    explanation:
      'Each file needs an inode, and their number is fixed. When the last is used, no session can be created although df shows free room.',
    remedies: [
      always(
        look('See the inodes.', 'df -i {subject}'),
        look('See which folders hold most files.', 'du -x --inodes --max-depth=4 {subject} | sort -rn | head -n 20'),
        danger('Delete what nobody needs: expired sessions, caches, queues. What is deleted is gone; look at each before.'),
      ),
    ],
    docs: sessionDocs,
    follows: [
      'inodes-exhausted',
      'session-gc-disabled',
      'session-gc-depth',
      'session-gc-path-uncovered',
      'session-gc-unlistable',
      'session-cleaner-stopped',
    ],
  }),
] as const;
