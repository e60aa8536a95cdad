/** Where the admin area is: as the operator says it, else as configuration.php does. Nobody guesses it on a site that is only visited. */
import { LookFailed } from '../logic/failure.js';
import { identityOf, wwwTwin } from '../logic/url-identity.js';
import type { Fact, Host, InstallConfiguration, RunOptions } from '../model.js';

export interface AdminFolder {
  /** Name of the folder, its parts encoded for an address. */
  readonly folder: string;
  readonly from: 'configuration.php' | 'default' | 'option';
}

export interface AdminPlace extends AdminFolder {
  /** Address of the folder, with a closing slash. */
  readonly url: URL;
}

/** LookFailed `disabled` where the target is an address and the operator gave no --admin-url. */
export function adminPlace(
  { host, options }: { readonly host: Pick<Host, 'kind'>; readonly options: RunOptions },
  site: string,
  configuration: Fact<InstallConfiguration>,
): AdminPlace {
  if (options.adminUrl !== null) {
    const url = new URL(options.adminUrl);
    return { url, folder: url.pathname.split('/').at(-2) ?? '', from: 'option' };
  }
  if (host.kind === 'outside')
    throw new LookFailed('disabled', 'the admin area is not looked for on a site that is only visited: give its address with --admin-url');
  const found = adminFolder(configuration);
  return { ...found, url: adminUrl(site, found.folder, '') };
}

/**
 * The site as whose part the admin area is asked for a page: --origin is the server of the site's own host alone. There it also holds at a
 * port of its own, which the operator or configuration.php named; an admin area on another host is reached by its name.
 */
export function siteOfAdmin(place: URL, site: URL): URL {
  const [there, here] = [identityOf(place), identityOf(site)];
  return there.host === here.host || there.host === wwwTwin(here)?.host ? place : site;
}

/** $customadminpath, else the folder that WHMCS ships. LookFailed where the setting is there and cannot be read. */
export function adminFolder(configuration: Fact<InstallConfiguration>): AdminFolder {
  const setting = configuration.ok ? configuration.value.customAdminPath : null;
  if (setting?.state === 'dynamic')
    throw new LookFailed('unsupported', `the name of the admin folder cannot be read: ${setting.why}`, { beyond: true });
  const written = setting?.state === 'set' ? setting.value.slice(0, 300) : '';
  const parts = written.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
  if (parts.length === 0) return { folder: 'admin', from: 'default' };
  return { folder: parts.map(encoded).join('/'), from: 'configuration.php' };
}

/** A lone half of a surrogate pair, which no address can hold, makes encodeURIComponent throw. */
function encoded(part: string): string {
  return encodeURIComponent(part.replace(/\p{Cs}/gu, '�'));
}

/** Below the System URL, which may lack its closing slash. LookFailed `absent` where that is no address. */
export function adminUrl(site: string, folder: string, page: string): URL {
  if (!URL.canParse(site)) throw new LookFailed('absent', `"${site.slice(0, 200)}" is not an address that could be visited`);
  return new URL(`${folder}/${page}`, site.endsWith('/') ? site : `${site}/`);
}
