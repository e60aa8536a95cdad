/** The addresses at which visitors get the pages of this site without being led to another one. */
import { httpUrl, identityOf, originOf } from './url-identity.js';
import type { Site } from '../model.js';

/**
 * Origins beside the main one: of a twin (www, the other scheme) that answers in its own name, and of where the address leads that a person
 * used. A twin that redirects is none: its visitors arrive elsewhere.
 */
export function otherOrigins(site: Site, main: string): readonly string[] {
  const found = site.walks
    .filter(({ why, outcome, whmcs, status }) => why !== 'system-url' && outcome === 'answered' && whmcs && (status ?? 0) < 400)
    .flatMap(({ end }) => {
      const url = httpUrl(end);
      return url === null ? [] : [originOf(identityOf(url))];
    });
  return [...new Set(found)].filter((origin) => origin !== main);
}
