/** The crontabs of this machine that this user may read, and the line that runs the install's cron. */
import { findCronLines, type CronLine } from '../parse/crontab.js';
import { ConfigFiles } from './config-files.js';
import type { Host, InstallRoot } from '../model.js';

export interface FoundCron extends CronLine {
  /** File, or `crontab of NAME`. */
  readonly where: string;
  /** Account that the command runs as, where it is known. */
  readonly runsAs: string | null;
}

/** Debian keeps the users' files in the first folder, Red Hat in the second. */
const spools = ['/var/spool/cron/crontabs', '/var/spool/cron', '/var/spool/cron/tabs'];
const maxUsers = 500;

/** The best line: of this install first, then of its owner. null: none was found. */
export async function cronOf(host: Host, root: InstallRoot, signal: AbortSignal): Promise<FoundCron | null> {
  return (await cronsOf(host, root, signal))[0] ?? null;
}

/** Lines that run a cron.php of this install or of its owner, the best one first. */
export async function cronsOf(host: Host, root: InstallRoot, signal: AbortSignal): Promise<readonly FoundCron[]> {
  const files = new ConfigFiles(host, signal);
  const found: FoundCron[] = [];
  const take = (where: string, text: string, system: boolean, owner: string | null): void => {
    for (const install of new Set([root.path, root.realPath])) {
      for (const line of findCronLines(text, install, system))
        found.push({ ...line, where: `${where}:${line.line}`, runsAs: line.user ?? owner });
    }
  };
  for (const spool of host.me.uid === 0 ? spools : []) {
    const names = (await files.names(spool)).filter((name) => /^[\w.-]+$/.test(name)).slice(0, maxUsers);
    for (const name of names) {
      const text = await files.read(`${spool}/${name}`);
      if (text) take(text.path, text.text, false, name);
    }
  }
  if (host.me.uid !== 0) {
    const own = await host.shell.run('crontab', ['-l'], { signal }).catch(() => null);
    if (own?.code === 0) take(`crontab of ${host.me.name ?? host.me.uid}`, own.stdout, false, host.me.name);
  }
  for (const text of [...(await files.load('/etc/crontab')), ...(await files.load('/etc/cron.d/*'))])
    take(text.path, text.text, true, null);
  const rank = (one: FoundCron): number => (one.own ? 4 : 0) + (one.runsAs === root.owner.name ? 2 : 0) + (one.php !== null ? 1 : 0);
  // Another install's line says nothing, unless it is this owner's: then WHMCS's cron folder may have been moved.
  return [...found].sort((a, b) => rank(b) - rank(a)).filter((one) => one.own || one.runsAs === root.owner.name);
}
