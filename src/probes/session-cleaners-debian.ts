/**
 * Debian's cleaner, /usr/lib/php/sessionclean: what it covers. It reads php.ini and conf.d of every version and SAPI and nothing else, so
 * that values of pools, .user.ini and ini_set are unknown to it; per folder the longest lifetime counts, in whole minutes.
 */
import { orNull } from '../logic/or-null.js';
import { isWithin, parseSessionPath, tidy } from '../logic/session-path.js';
import type { PhpInstallation } from './php-installations.js';
import type { SystemFiles } from './system-files.js';
import type { Host, ProcessSeen, SessionCleaner } from '../model.js';

type Found = SessionCleaner['system'][number];

const script = '/usr/lib/php/sessionclean';
const cronFile = '/etc/cron.d/php';
const timer = 'phpsessionclean.timer';
const unitFolders = ['/etc/systemd/system', '/run/systemd/system', '/usr/lib/systemd/system', '/lib/systemd/system'] as const;
const defaultLifetime = 1440;

/** Of a php.ini, seconds; null: set to what the running PHP alone knows. */
export function lifetimeOf(ini: PhpInstallation['ini']): number | null {
  const set = ini.get('session.gc_maxlifetime');
  return set === null ? null : Number.parseInt(set ?? '', 10) || defaultLifetime;
}

export async function debianCleaners(
  system: SystemFiles,
  folder: string,
  installations: readonly PhpInstallation[],
): Promise<readonly Found[]> {
  if (!(await system.exists(script))) return [];
  const systemd = await system.exists('/run/systemd/system');
  const covered = await coverage(system, folder, installations);
  if (!systemd) {
    if (!(await system.exists(cronFile))) return [];
    return [{ kind: 'debian-cron', where: cronFile, active: await cronRuns(system.host, system.signal), ...covered }];
  }
  const units = await Promise.all(unitFolders.map((unit) => system.exists(`${unit}/${timer}`)));
  if (!units.includes(true)) return [];
  const blind = covered.misses ?? blindSpot(folder);
  return [
    {
      kind: 'debian-timer',
      where: timer,
      active: await timerActive(system.host, system.signal),
      misses: blind,
      afterSeconds: blind === null ? covered.afterSeconds : null,
    },
  ];
}

async function coverage(
  system: SystemFiles,
  folder: string,
  installations: readonly PhpInstallation[],
): Promise<Pick<Found, 'misses' | 'afterSeconds'>> {
  const lifetimes: (number | null)[] = [];
  const read: string[] = [];
  for (const { layout, version, ini, iniFile, builtInPath } of installations) {
    if (layout !== 'debian' || !(await system.exists(`/usr/bin/php${version}`))) continue;
    const [handler, savePath] = [ini.get('session.save_handler'), ini.get('session.save_path')];
    if (handler !== null && (handler ?? 'files') !== 'files') continue;
    // The script asks PHP, with an environment of its own.
    const closed = handler === null ? 'session.save_handler' : savePath === null ? 'session.save_path' : null;
    if (closed !== null || savePath === null) {
      system.note(iniFile, `${closed} of ${iniFile} is set to what the running PHP alone knows`);
      continue;
    }
    const path = tidy(parseSessionPath(savePath ?? builtInPath).path);
    read.push(`${iniFile} (${path})`);
    // It looks into subfolders, too.
    if (isWithin(folder, path)) lifetimes.push(lifetimeOf(ini));
  }
  const known = lifetimes.filter((one) => one !== null);
  if (lifetimes.length > 0)
    return { misses: null, afterSeconds: known.length < lifetimes.length ? null : Math.floor(Math.max(...known) / 60) * 60 };
  const where =
    read.length === 0 ? 'it finds no php.ini whose PHP is installed' : `it reads ${read.slice(0, 4).join(', ')} and nothing else`;
  return { misses: `${where}: not ${folder}`, afterSeconds: null };
}

/** The service runs with ProtectHome=true and PrivateTmp=true: https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html */
function blindSpot(folder: string): string | null {
  const home = ['/home', '/root', '/run/user'].find((hidden) => isWithin(folder, hidden));
  if (home !== undefined) return `its service has ProtectHome=true and cannot see ${home}`;
  const temporary = ['/tmp', '/var/tmp'].find((hidden) => isWithin(folder, hidden));
  return temporary === undefined ? null : `its service has PrivateTmp=true and sees another ${temporary}`;
}

async function timerActive(host: Host, signal: AbortSignal): Promise<boolean | null> {
  const ran = await orNull(host.shell.run('systemctl', ['show', '--property=ActiveState', timer], { signal }));
  const state = /^ActiveState=(\S+)$/m.exec(ran?.stdout ?? '')?.[1];
  return state === undefined ? null : state === 'active';
}

/** null: processes of others cannot be seen, so that its absence proves nothing. */
export async function cronRuns(host: Host, signal: AbortSignal): Promise<boolean | null> {
  const processes = await orNull(host.shell.processes(signal));
  if (processes === null) return null;
  if (processes.some(isCron)) return true;
  return processes.some(({ uid, pid }) => uid === 0 && pid !== 0) ? false : null;
}

function isCron({ argv, exe }: ProcessSeen): boolean {
  return [exe ?? '', argv[0] ?? ''].some((name) => /(?:^|\/)(?:cron|crond|anacron|cronie|busybox-crond|fcron|bcron)(?:\s|$)/.test(name));
}
