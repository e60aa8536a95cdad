/** How the program gets to the API of the lab's install. */
import type { Lab } from '../lab.js';
import { site, visitors } from '../names.js';

export const credential = { WHMCS_API_IDENTIFIER: 'labidentifier', WHMCS_API_SECRET: 'secret' } as const;

/** The API takes calls from the site's own machine, where the program runs, and from whoever else is named. */
export async function allowCalls(lab: Lab, more: readonly string[] = []): Promise<void> {
  const addresses = [visitors.second, site.ipv4, site.ipv6, ...more];
  const entries = addresses.map((ip, index) => `i:${index};a:2:{s:2:"ip";s:${ip.length}:"${ip}";s:4:"note";s:3:"lab";}`);
  await lab.setting('APIAllowedIPs', `a:${addresses.length}:{${entries.join('')}}`);
}
