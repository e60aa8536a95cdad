/** Who removes old session files, and whether anybody does. */
import type { ScanResult, SessionCleaner, SessionFolder, SessionTable } from '../model.js';

type SystemCleaner = SessionCleaner['system'][number];

/** session.gc_maxlifetime where nobody sets it, seconds. */
export const phpDefaultLifetime = 1440;

/** Fewer old files than this are no alarm, whoever should clean. */
const aFew = 20;
/** Debian's cleaner runs every half hour, and may have been missed once. */
const twoRuns = 3600;

/** What works: PHP's own dice, or a cleaner of the system that covers the folder; null: nothing does. */
export function workingCleaner(cleaner: SessionCleaner): string | null {
  const { probability, divisor, blocked } = cleaner.php;
  const active = cleaner.system.find((one) => one.misses === null && one.active === true);
  if (active) return `${active.kind} (${active.where})`;
  if (blocked === null && probability > 0 && divisor > 0) return `PHP itself, in ${probability} of ${divisor} requests`;
  return null;
}

/** Where a cleaner works, this many old files and this age, seconds, are no accident of a quiet night. */
const many = 1000;
const oneDay = 86_400;

/**
 * Old files that the working cleaner should have removed; null: it does what it should. Of PHP's own dice only ten times the number of files
 * that one clean-up should see is a sign, and none where files of several users lie in a sticky folder: nobody may remove another's there.
 */
export function defied(
  cleaner: SessionCleaner,
  files: ScanResult,
  folder: SessionFolder | null,
  lifetimeSeconds: number,
): { readonly who: string; readonly cause: string } | null {
  const oldest = files.oldestSeconds ?? 0;
  const isOld = (after: number): boolean => oldest > 3 * Math.max(after, lifetimeSeconds) + oneDay;
  const active = cleaner.system.find((one) => one.misses === null && one.active === true);
  if (active)
    // One that takes whatever it finds may come once a week: old files prove nothing against it.
    return files.stale.low >= many && active.afterSeconds !== null && active.afterSeconds > 0 && isOld(active.afterSeconds)
      ? { who: active.kind, cause: 'session-cleaner-stopped' }
      : null;
  const { probability, divisor, blocked } = cleaner.php;
  if (blocked !== null || probability <= 0 || divisor <= 0) return null;
  const foreign = folder?.sticky === true && Object.keys(files.owners).length > 1;
  return !foreign && files.stale.low >= Math.max(many, (10 * divisor) / probability) && isOld(0)
    ? { who: 'PHP itself', cause: 'session-gc-disabled' }
    : null;
}

/** A cleaner that covers the folder and of which nobody can say whether it runs. */
export function presumedCleaner(cleaner: SessionCleaner): SystemCleaner | null {
  return cleaner.system.find((one) => one.misses === null && one.active === null) ?? null;
}

/** Files that every cleaner would have removed long ago: counted, and the oldest three times older than its life. */
export function pilesUp(files: ScanResult, lifetimeSeconds: number): boolean {
  return files.stale.low >= aFew && (files.oldestSeconds ?? 0) > 3 * lifetimeSeconds + twoRuns;
}

/** Of the session table no more rows than these are looked at, the first that were made. */
export const mostSessionRows = 50_000;

/** The same for rows of the session table. */
export function rowsPileUp(table: SessionTable, lifetimeSeconds: number): boolean {
  return (table.staleRows ?? 0) >= aFew && (table.oldestSeconds ?? 0) > 3 * lifetimeSeconds + twoRuns;
}

/** Rows that PHP should have removed by its dice, which fall once in so many requests: ten times what one clean-up should see. */
export function rowsDefied(table: SessionTable, lifetimeSeconds: number, requests: number): boolean {
  const old = (table.oldestSeconds ?? 0) > 3 * lifetimeSeconds + oneDay;
  return old && (table.staleRows ?? 0) >= Math.min(Math.max(many, 10 * requests), mostSessionRows);
}

/** Why nobody cleans: PHP's own obstacle where it was meant to clean, else the system's. */
export function cleaningCause(cleaner: SessionCleaner, folder: SessionFolder | null): string {
  if (cleaner.php.probability > 0 && cleaner.php.unseen !== true) {
    if ((folder?.depth ?? 0) > 0) return 'session-gc-depth';
    if (folder?.listable === false) return 'session-gc-unlistable';
  }
  if (cleaner.system.some((one) => one.misses === null)) return 'session-cleaner-stopped';
  if (cleaner.system.some((one) => one.misses !== null && one.active !== false)) return 'session-gc-path-uncovered';
  return 'session-gc-disabled';
}

/** "covers this folder", or why it is of no use. */
export function describeCleaner(one: SystemCleaner): string {
  return one.misses ?? (one.active === false ? 'does not run' : 'covers this folder');
}

/** "1 of 100 requests", and what keeps PHP from it. */
export function describeDice({ probability, divisor, blocked, unseen }: SessionCleaner['php']): string {
  if (unseen === true && blocked !== null) return blocked;
  return `${probability} of ${divisor} requests${blocked === null ? '' : `: ${blocked}`}`;
}
