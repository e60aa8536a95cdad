/** The crontabs of this machine that this user may read, and the line that runs the install's cron. */
import { normalPath } from '../parse/config-source.js';
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
/** What else lies there: the folders of other systems' spools, and at(1)'s. */
const notAccounts: ReadonlySet<string> = new Set(['crontabs', 'tabs', 'atjobs', 'atspool', 'lastrun', 'cron.update']);
const maxUsers = 500;

/** A crontab's text. */
export interface CronText {
  readonly where: string;
  readonly text: string;
  /** It has a column for the account. */
  readonly system: boolean;
  /** Whose crontab it is; null: the system's. */
  readonly owner: string | null;
}

/** Every crontab that this user may read: as root those of all users, else only its own, and the system's. `refused`: what could not be read. */
export async function cronTexts(
  host: Host,
  signal: AbortSignal,
): Promise<{ readonly texts: readonly CronText[]; readonly refused: readonly string[] }> {
  const files = new ConfigFiles(host, signal);
  const texts: CronText[] = [];
  for (const spool of host.me.uid === 0 ? spools : []) {
    const names = (await files.names(spool)).filter((name) => /^[\w.-]+$/.test(name) && !notAccounts.has(name)).slice(0, maxUsers);
    for (const name of names) {
      const text = await files.read(`${spool}/${name}`);
      if (text) texts.push({ where: text.path, text: text.text, system: false, owner: name });
    }
  }
  if (host.me.uid !== 0) {
    const own = await host.shell.run('crontab', ['-l'], { signal }).catch(() => null);
    if (own?.code === 0)
      texts.push({ where: `crontab of ${host.me.name ?? host.me.uid}`, text: own.stdout, system: false, owner: host.me.name });
  }
  for (const { path, text } of [...(await files.load('/etc/crontab')), ...(await files.load('/etc/cron.d/*'))])
    texts.push({ where: path, text, system: true, owner: null });
  return { texts, refused: files.refused };
}

/** The best line: of this install first, then of its owner. null: none was found. */
export async function cronOf(host: Host, root: InstallRoot, signal: AbortSignal): Promise<FoundCron | null> {
  return (await cronsOf(host, root, signal))[0] ?? null;
}

/** Lines that run a cron.php of this install or of its owner, the best one first. */
export async function cronsOf(host: Host, root: InstallRoot, signal: AbortSignal): Promise<readonly FoundCron[]> {
  const { texts } = await cronTexts(host, signal);
  const installs = [...new Set([root.path, root.realPath])];
  const written = texts.flatMap(({ where, text, system, owner }) =>
    installs.flatMap((install) =>
      findCronLines(text, install, system).map((line) => ({ ...line, where: `${where}:${line.line}`, runsAs: line.user ?? owner })),
    ),
  );
  const found = await Promise.all(written.map((line) => atHome(line, installs, host, signal)));
  const rank = (one: FoundCron): number => (one.own ? 4 : 0) + (one.runsAs === root.owner.name ? 2 : 0) + (one.php !== null ? 1 : 0);
  // Another install's line says nothing, unless it is this owner's: then WHMCS's cron folder may have been moved.
  return [...found].sort((a, b) => rank(b) - rank(a)).filter((one) => one.own || one.runsAs === root.owner.name);
}

/** `~/` is the home folder of the account that the line runs as; it stays where the account is not known. */
async function atHome(line: FoundCron, installs: readonly string[], host: Host, signal: AbortSignal): Promise<FoundCron> {
  if (!line.script.startsWith('~/') || line.runsAs === null) return line;
  const home = (await host.shell.account(line.runsAs, signal).catch(() => null))?.home ?? null;
  if (home === null) return line;
  const script = normalPath(line.script.slice(2), home);
  return { ...line, script, own: installs.some((install) => script === normalPath(`${install}/crons/cron.php`)) };
}
