/** Where the System URL should lead and where it does, from the facts that tell either. */
import { differences, httpUrl, identityOf, readUrl, type SiteIdentity, type UrlDifference } from './url-identity.js';
import { siteOfPage } from './whmcs-routes.js';
import type { Fact, LoginPage, Site, Walk, WhmcsSettings } from '../model.js';

export interface Configured {
  readonly site: SiteIdentity;
  /** The fact that tells it, and the place. */
  readonly fact: 'database.settings' | 'http.login';
  readonly source: string;
}

/** The configured System URL: of the database, else as the pages themselves print it. null: not known, empty or unusable. */
export function configuredSite(settings: Fact<WhmcsSettings>, login: Fact<LoginPage>): Configured | null {
  if (settings.ok) {
    const row = settings.value.systemUrl;
    const site = row.present ? readUrl(row.value).identity : null;
    return site === null ? null : { site, fact: 'database.settings', source: 'tblconfiguration.SystemURL' };
  }
  const printed = login.ok && login.value.printedSystemUrl !== null ? readUrl(login.value.printedSystemUrl).identity : null;
  return printed === null ? null : { site: printed, fact: 'http.login', source: 'links of the page' };
}

export function walkOf(site: Site, why: Walk['why']): Walk | null {
  return site.walks.find((walk) => walk.why === why) ?? null;
}

/**
 * The site that visitors arrive at: the end of the System URL's redirects. The folder is the log-in form's where one was found, for a home
 * page may redirect deeper into its own install.
 */
export function arrivedAt(end: string, login: Fact<LoginPage>): SiteIdentity | null {
  const url = httpUrl(end);
  if (url === null) return null;
  const there = siteOfPage(url);
  const action = login.ok && login.value.form !== null ? httpUrl(login.value.form.action) : null;
  const form = action === null ? null : siteOfPage(action);
  return form !== null && form.host === there.host && there.path.startsWith(form.path) ? { ...there, path: form.path } : there;
}

/** Cause of each kind of difference. */
export const causeOf: Readonly<Record<UrlDifference, string>> = {
  scheme: 'system-url-scheme-differs',
  www: 'system-url-host-differs',
  host: 'system-url-host-differs',
  port: 'system-url-port-differs',
  path: 'system-url-path-differs',
};

/** Whether two addresses have the same scheme, host and port. */
export function sameOrigin(a: string, b: string): boolean {
  const [one, other] = [httpUrl(a), httpUrl(b)];
  return one !== null && other !== null && differences(identityOf(one), identityOf(other)).every((found) => found === 'path');
}
