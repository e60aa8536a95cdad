/** Where the admin area is, as configuration.php says it. */
import { LookFailed } from '../logic/failure.js';
import type { Fact, InstallConfiguration } from '../model.js';

export interface AdminFolder {
  /** Name of the folder, its parts encoded for an address. */
  readonly folder: string;
  readonly from: 'configuration.php' | 'default';
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
