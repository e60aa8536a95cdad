/** What every run looks at first: asked for with the greeting, so that the questions that follow cost no round trips. */
import { posix } from 'node:path';
import type { As } from '../../model.js';
import type { OnTouch } from '../rights.js';
import type { SshLine } from './line.js';
import { Answer } from './replies.js';
import { Snapshot } from './snapshot.js';

export interface SurveyRoot {
  /** May hold wildcards. */
  readonly path: string;
  /** Levels below it that are looked at, too: 0 lists it alone, -1 does not even list it. */
  readonly depth: number;
  /** The files that are read: a regular expression of PHP for their names. */
  readonly contents?: string;
}

const all = '/^/';
/** Beside configurations lie keys and passwords, which are nobody's business. */
const configuration = '/^(?!.*(?:\\.(?:key|pem|crt|cer|p12|pfx|jks)$|passwd|secret|private|credential))/i';

/** Configurations of web servers, PHP and cron where systems and panels keep them. */
export const machineRoots: readonly SurveyRoot[] = [
  ...['/etc', '/opt', '/usr/local/etc', '/usr/local/nginx', '/run', '/run/systemd', '/run/systemd/timesync'].map((path) => ({
    path,
    depth: 0,
  })),
  ...['/var', '/var/lib', '/var/lib/php', '/var/log', '/usr/local', '/run/mysqld', '/run/php', '/run/php-fpm'].map((path) => ({
    path,
    depth: 1,
  })),
  ...['/etc/passwd', '/etc/group', '/etc/hosts', '/etc/crontab', '/etc/php.ini', '/etc/php-fpm.conf', '/etc/timezone'].map((path) => ({
    path,
    depth: -1,
    contents: all,
  })),
  ...[
    '/',
    '/.dockerenv',
    '/etc/localtime',
    '/var/run/mysqld/mysqld.sock',
    '/var/lib/mysql/mysql.sock',
    '/tmp/mysql.sock',
    '/proc/user_beancounters',
    '/usr/sbin/sendmail',
    '/usr/lib/php/sessionclean',
  ].map((path) => ({ path, depth: -1 })),
  { path: '/var/spool/cron', depth: 2, contents: all },
  ...['/etc/cron.d', '/etc/cron.hourly', '/etc/cron.daily', '/etc/tmpfiles.d', '/run/tmpfiles.d', '/usr/lib/tmpfiles.d'].map((path) => ({
    path,
    depth: 1,
    contents: all,
  })),
  { path: '/etc/nginx', depth: 2, contents: configuration },
  { path: '/usr/local/nginx/conf', depth: 2, contents: configuration },
  { path: '/etc/php', depth: 4, contents: all },
  ...['/etc/php.d', '/etc/php-fpm.d', '/usr/local/etc/php-fpm.d', '/usr/local/etc/php'].map((path) => ({ path, depth: 1, contents: all })),
  { path: '/etc/httpd', depth: 2, contents: configuration },
  { path: '/etc/apache2', depth: 2, contents: configuration },
  ...['/opt/cpanel', '/opt/plesk/php', '/opt/alt', '/etc/opt/remi'].map((path) => ({ path, depth: 0 })),
  { path: '/opt/cpanel/ea-php*/root/etc', depth: 2, contents: configuration },
  { path: '/opt/plesk/php/*/etc', depth: 2, contents: configuration },
];

/** Of the install: what is there, and the few files that are read in any case. */
export function installRoots(root: string): readonly SurveyRoot[] {
  const contents = '/^(?:configuration\\.php|config\\.php|init\\.php|theme\\.yaml|\\.htaccess|\\.user\\.ini)$/';
  const escaped = root.replace(/[*?[\\]/g, '\\$&');
  return escaped === root
    ? [
        ...foldersAbove(root).map((path) => ({ path, depth: -1 })),
        { path: root, depth: 1, contents },
        ...['modules', 'templates', 'includes', 'lang'].map((name) => ({ path: `${root}/${name}`, depth: 2, contents })),
      ]
    : [];
}

function foldersAbove(path: string): readonly string[] {
  const above = posix.dirname(path);
  return above === '/' || above === '.' ? [] : [...foldersAbove(above), above];
}

const limits = { maxFiles: 3000, maxEntries: 1000, maxFileBytes: 128 * 1024, maxBytes: 4 * 1024 * 1024, budgetMs: 1500 };

/** null: it took too long, or could not be made: then every question is asked by itself. */
export async function survey(line: SshLine, roots: readonly SurveyRoot[], as: As | null, onTouch: OnTouch): Promise<Snapshot | null> {
  if (roots.length === 0) return null;
  for (const { path, depth } of roots) onTouch({ kind: 'read', what: depth > 0 ? `${path}/**` : path });
  const request = { op: 'survey', ask: { roots, ...limits }, as, lane: 'slow', ms: limits.budgetMs * 2, subject: 'the survey' };
  try {
    const reply = await line.request(request);
    return reply.is === 'value' ? new Snapshot(new Answer({ records: reply.value }, 'the survey').list('records')) : null;
  } catch {
    return null; // what is asked next tells of it
  }
}
