/** Whether WHMCS accepts its license now: its own admin login page decides, and only where that is not seen do recent lines of logs. */
import type { AdminPage, Fact, LogEvidence, LogHit } from '../model.js';
import { timesOf } from './amounts.js';
import { newestHit, weekSeconds } from './log-hits.js';

export type LicenseState =
  | { readonly is: 'accepted' }
  | { readonly is: 'refused'; readonly notice: RefusalNotice; readonly by: 'page' }
  | { readonly is: 'refused'; readonly notice: 'license-invalid'; readonly by: 'log'; readonly hit: LogHit }
  | { readonly is: 'no-connection'; readonly by: 'page' }
  | { readonly is: 'no-connection'; readonly by: 'log'; readonly hit: LogHit }
  /** The page shows neither the log-in form nor a notice of the license. */
  | { readonly is: 'unseen'; readonly why: string };

export type RefusalNotice = 'license-invalid' | 'license-suspended' | 'license-expired';

/** The newest recent line with one of these messages; null: none, or no log was read. */
export function recentHit(logs: readonly Fact<LogEvidence>[], messages: readonly string[]): LogHit | null {
  const newest = newestHit(logs, messages);
  return newest !== null && newest.lastAgeSeconds <= weekSeconds ? newest : null;
}

export function licenseState(admin: Fact<AdminPage>, logs: readonly Fact<LogEvidence>[]): LicenseState {
  if (admin.ok) {
    const { notice, form, challenge } = admin.value;
    switch (notice) {
      case 'license-invalid':
      case 'license-suspended':
      case 'license-expired':
        return { is: 'refused', notice, by: 'page' };
      case 'no-connection':
        return { is: 'no-connection', by: 'page' };
      case 'admin-path-not-configured':
      case 'maintenance':
      case 'banned':
      case null:
        // a page with the form was made after the license had been looked at
        if (form && !challenge) return { is: 'accepted' };
    }
  }
  const invalid = recentHit(logs, ['license-invalid']);
  const lost = recentHit(logs, ['no-connection']);
  if (invalid !== null && (lost === null || (invalid.lastAgeSeconds ?? 0) <= (lost.lastAgeSeconds ?? 0)))
    return { is: 'refused', notice: 'license-invalid', by: 'log', hit: invalid };
  if (lost !== null) return { is: 'no-connection', by: 'log', hit: lost };
  return { is: 'unseen', why: admin.ok ? unseenPage(admin.value) : admin.why };
}

function unseenPage({ url, status, challenge }: AdminPage): string {
  if (challenge) return `a challenge of the proxy in front stands before ${url}: reach the site past it with --origin IP`;
  if (status === 401 || status === 403)
    return `${url} is closed to this machine (HTTP status ${status}): open it in a browser and see whether it shows the log-in form`;
  return `${url} shows neither the log-in form nor a notice of the license (HTTP status ${status}): open the admin login page in a browser`;
}

/** "3 times, last 2026-10-04T10:00:00Z". */
export function describeHit({ count, last }: LogHit): string {
  return `${timesOf(count)}, last ${last ?? 'at an unknown time'}`;
}
