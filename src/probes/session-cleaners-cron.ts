/** Cleaners that administrators and panels set up: lines of cron, cPanel's script and systemd-tmpfiles. */
import { isWithin, parseSessionPath, tidy } from '../logic/session-path.js';
import { globMatches, isGlob } from '../parse/config-source.js';
import { parseCronCleaners } from '../parse/cron-cleaner.js';
import { parseTmpfiles } from '../parse/tmpfiles.js';
import type { PhpInstallation } from './php-installations.js';
import { cronRuns, lifetimeOf } from './session-cleaners-debian.js';
import type { SystemFile, SystemFiles } from './system-files.js';
import type { SessionCleaner, SessionFolder } from '../model.js';

type Found = SessionCleaner['system'][number];

const crontabs = ['/etc/crontab'] as const;
/** Crontabs of accounts are readable by root only. */
const cronFolders = ['/etc/cron.d', '/etc/cron.hourly', '/etc/cron.daily', '/var/spool/cron/crontabs', '/var/spool/cron'] as const;
const tmpfilesFolders = ['/etc/tmpfiles.d', '/run/tmpfiles.d', '/usr/lib/tmpfiles.d'] as const;
const cpanelScript = '/usr/local/cpanel/scripts/clean_user_php_sessions';

export async function cronCleaners(
  system: SystemFiles,
  folder: SessionFolder,
  installations: readonly PhpInstallation[],
): Promise<readonly Found[]> {
  const files = await cronFiles(system);
  const runs = await cronRuns(system.host, system.signal);
  const lines = files.flatMap(({ path, text }) =>
    parseCronCleaners(text).flatMap((cleaner): readonly Found[] => {
      const near = cleaner.folders
        .map((one) => filledIn(one, folder.path))
        .find((one) => isWithin(folder.path, one) || isWithin(one, folder.path));
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
  return [...lines, ...(await cpanelCleaner(system, folder, files, installations, runs))];
}

/** A pattern over folders, as the shell fills it in for this one; as it stands where this one does not fit. */
function filledIn(written: string, folder: string): string {
  if (!isGlob(written)) return written;
  const own = folder.split('/');
  const parts = written.split('/');
  const fits = own.length >= parts.length && parts.every((part, i) => part === own[i] || (isGlob(part) && globMatches(part, own[i] ?? '')));
  return fits ? own.slice(0, parts.length).join('/') : written;
}

function whyMissed(folder: SessionFolder, cleaned: string, maxDepth: number | null): string | null {
  if (!isWithin(folder.path, cleaned)) return `it cleans ${cleaned} only`;
  // The files lie `depth` levels below the folder, and find counts the files themselves as a level.
  const below = folder.path.split('/').length - cleaned.split('/').length + folder.depth + 1;
  return maxDepth !== null && maxDepth < below ? `it looks ${maxDepth} level(s) deep and the files lie ${below} deep` : null;
}

async function cronFiles(system: SystemFiles): Promise<readonly SystemFile[]> {
  const { host, signal } = system;
  const single = await Promise.all(crontabs.map(async (path) => ({ path, text: await system.text(path) })));
  const many = await Promise.all(cronFolders.map((folder) => system.folder(folder, '')));
  const own = host.me.uid === 0 ? null : await system.tried('crontab -l', host.shell.run('crontab', ['-l'], { signal }));
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
  system: SystemFiles,
  folder: SessionFolder,
  files: readonly SystemFile[],
  installations: readonly PhpInstallation[],
  runs: boolean | null,
): Promise<readonly Found[]> {
  if (!(await system.exists(cpanelScript))) return [];
  const lifetimes = installations.flatMap(({ layout, version, iniFile, ini }) => {
    if (layout !== 'cpanel') return [];
    const savePath = ini.get('session.save_path');
    if (savePath === null) {
      system.note(iniFile, `session.save_path of ${iniFile} is set to what the running PHP alone knows`);
      return [];
    }
    const path = tidy(parseSessionPath(savePath ?? `/var/cpanel/php/sessions/${version}`).path);
    return isWithin(folder.path, path) ? [lifetimeOf(ini)] : [];
  });
  const known = lifetimes.filter((one) => one !== null);
  const scheduled = files.some(({ text }) => text.includes('clean_user_php_sessions'));
  return [
    {
      kind: 'cpanel',
      where: cpanelScript,
      // The root account's crontab, which holds its line, is closed to others.
      active: scheduled ? runs : system.host.me.uid === 0 ? false : null,
      misses: lifetimes.length > 0 ? null : `it reads the global php.ini of each PHP, and none of them names ${folder.path}`,
      afterSeconds: lifetimes.length > 0 && known.length === lifetimes.length ? Math.min(...known) : null,
    },
  ];
}

/** systemd-tmpfiles cleans by age; of several lines that hold a folder the one for the longest path decides. */
export async function tmpfilesCleaners(system: SystemFiles, folder: SessionFolder): Promise<readonly Found[]> {
  const files = await Promise.all(tmpfilesFolders.map((path) => system.folder(path, '.conf')));
  // A file in /etc replaces that of the same name in /usr/lib.
  const byName = new Map<string, SystemFile>();
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
  const systemd = await system.exists('/run/systemd/system');
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
