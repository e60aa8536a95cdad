/** Cleaners that administrators and panels set up: lines of cron, cPanel's script and systemd-tmpfiles. */
import { orNull } from '../logic/or-null.js';
import { isWithin, parseSessionPath, tidy } from '../logic/session-path.js';
import { parseCronCleaners } from '../parse/cron-cleaner.js';
import { parseTmpfiles } from '../parse/tmpfiles.js';
import { readFolder, readText, type PhpInstallation } from './php-installations.js';
import { cronRuns } from './session-cleaners-debian.js';
import type { Host, SessionCleaner, SessionFolder } from '../model.js';

type Found = SessionCleaner['system'][number];

const crontabs = ['/etc/crontab'] as const;
/** Crontabs of accounts are readable by root only. */
const cronFolders = ['/etc/cron.d', '/etc/cron.hourly', '/etc/cron.daily', '/var/spool/cron/crontabs', '/var/spool/cron'] as const;
const tmpfilesFolders = ['/etc/tmpfiles.d', '/run/tmpfiles.d', '/usr/lib/tmpfiles.d'] as const;
const cpanelScript = '/usr/local/cpanel/scripts/clean_user_php_sessions';
const defaultLifetime = 1440;

interface Source {
  readonly path: string;
  readonly text: string;
}

export async function cronCleaners(
  host: Host,
  folder: SessionFolder,
  installations: readonly PhpInstallation[],
  signal: AbortSignal,
): Promise<readonly Found[]> {
  const files = await cronFiles(host, signal);
  const runs = await cronRuns(host, signal);
  const lines = files.flatMap(({ path, text }) =>
    parseCronCleaners(text).flatMap((cleaner): readonly Found[] => {
      const near = cleaner.folders.find((one) => isWithin(folder.path, one) || isWithin(one, folder.path));
      if (near === undefined) return [];
      return [
        {
          kind: 'cron-line',
          where: `${path}:${cleaner.line}`,
          active: runs,
          misses: whyMissed(folder, near, cleaner.maxDepth),
          afterSeconds: cleaner.afterSeconds,
        },
      ];
    }),
  );
  return [...lines, ...(await cpanelCleaner(host, folder, files, installations, runs, signal))];
}

function whyMissed(folder: SessionFolder, cleaned: string, maxDepth: number | null): string | null {
  if (!isWithin(folder.path, cleaned)) return `it cleans ${cleaned} only`;
  // The files lie `depth` levels below the folder, and find counts the files themselves as a level.
  const below = folder.path.split('/').length - cleaned.split('/').length + folder.depth + 1;
  return maxDepth !== null && maxDepth < below ? `it looks ${maxDepth} level(s) deep and the files lie ${below} deep` : null;
}

async function cronFiles(host: Host, signal: AbortSignal): Promise<readonly Source[]> {
  const single = await Promise.all(crontabs.map(async (path) => ({ path, text: await readText(host, path, signal) })));
  const many = await Promise.all(cronFolders.map((folder) => readFolder(host, folder, '', signal)));
  const own = host.me.uid === 0 ? null : await orNull(host.shell.run('crontab', ['-l'], { signal }));
  return [
    ...single.flatMap(({ path, text }) => (text === null ? [] : [{ path, text }])),
    ...many.flat(),
    ...(own?.code === 0 ? [{ path: `crontab of ${host.me.name ?? host.me.uid}`, text: own.stdout }] : []),
  ];
}

/**
 * cPanel's script reads the global php.ini of each PHP and not what a site sets for itself; of several lifetimes of one folder the shortest
 * counts. https://docs.cpanel.net/whm/scripts/the-clean_user_php_sessions-script/
 */
async function cpanelCleaner(
  host: Host,
  folder: SessionFolder,
  files: readonly Source[],
  installations: readonly PhpInstallation[],
  runs: boolean | null,
  signal: AbortSignal,
): Promise<readonly Found[]> {
  if ((await orNull(host.files.stat(cpanelScript, { follow: true, signal }))) === null) return [];
  const lifetimes = installations.flatMap(({ layout, version, ini }) => {
    if (layout !== 'cpanel') return [];
    const path = tidy(parseSessionPath(ini.get('session.save_path') ?? `/var/cpanel/php/sessions/${version}`).path);
    return isWithin(folder.path, path) ? [Number.parseInt(ini.get('session.gc_maxlifetime') ?? '', 10) || defaultLifetime] : [];
  });
  const scheduled = files.some(({ text }) => text.includes('clean_user_php_sessions'));
  return [
    {
      kind: 'cpanel',
      where: cpanelScript,
      // The root account's crontab, which holds its line, is closed to others.
      active: scheduled ? runs : host.me.uid === 0 ? false : null,
      misses: lifetimes.length > 0 ? null : `it reads the global php.ini of each PHP, and none of them names ${folder.path}`,
      afterSeconds: lifetimes.length > 0 ? Math.min(...lifetimes) : null,
    },
  ];
}

/** systemd-tmpfiles cleans by age; of several lines that hold a folder the one for the longest path decides. */
export async function tmpfilesCleaners(host: Host, folder: SessionFolder, signal: AbortSignal): Promise<readonly Found[]> {
  const files = await Promise.all(tmpfilesFolders.map((path) => readFolder(host, path, '.conf', signal)));
  // A file in /etc replaces that of the same name in /usr/lib.
  const byName = new Map<string, Source>();
  for (const file of files.flat()) {
    const name = file.path.slice(file.path.lastIndexOf('/') + 1);
    if (!byName.has(name)) byName.set(name, file);
  }
  const covering = [...byName.values()]
    .flatMap(({ path, text }) => parseTmpfiles(text).map((line) => ({ ...line, where: `${path}:${line.line}` })))
    .filter((line) => isWithin(folder.path, line.path))
    .sort((a, b) => b.path.length - a.path.length);
  const [nearest] = covering;
  if (nearest === undefined) return [];
  const systemd = (await orNull(host.files.stat('/run/systemd/system', { follow: true, signal }))) !== null;
  // It leaves out the private folders of services.
  const isPrivate = folder.seenAt !== folder.path && isWithin(folder.path, nearest.path);
  return [
    {
      kind: 'tmpfiles',
      where: nearest.where,
      active: systemd,
      misses: isPrivate ? "it leaves out the private /tmp of PHP's service" : null,
      afterSeconds: Math.round(nearest.ageSeconds),
    },
  ];
}
