/** What Google takes as an authorised JavaScript origin, and what its client ids look like. */
import type { GoogleOrigin } from '../model.js';

export const googleClientId = /^\d{1,30}-[a-z0-9]{1,64}\.apps\.googleusercontent\.com$/;

/** Of the first years; Google still honours some. */
export const formerClientId = /^\d{1,30}\.apps\.googleusercontent\.com$/;

/** Endings that no public name has: https://www.iana.org/assignments/special-use-domain-names and what networks use inside. */
const privateEndings = /\.(?:local|localdomain|lan|internal|intranet|home|corp|private)$/i;

/**
 * Why Google's console refuses the text as an origin; null: it may be registered. An origin is scheme, host and port and nothing after it:
 * https://developers.google.com/identity/gsi/web/guides/get-google-api-clientid
 */
export function originRefused(text: string): string | null {
  if (!URL.canParse(text)) return 'it is not an address';
  const url = new URL(text);
  const host = url.hostname;
  const local = host === 'localhost' || host === '127.0.0.1' || host === '[::1]';
  if (text !== url.origin) return 'an origin has no path and no closing slash';
  if (url.protocol !== 'https:' && !(local && url.protocol === 'http:')) return 'only https is accepted';
  if (local) return null;
  if (host.includes('*')) return 'wildcards are not accepted';
  if (host.startsWith('[') || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host)) return 'a bare IP address is not accepted';
  if (!host.includes('.') || privateEndings.test(host)) return 'the name does not end in a public top-level domain';
  return null;
}

/**
 * Whether Google knows the site's origin, and how that was learned. Both ways are undocumented, so each counts only where the same question
 * about an origin that cannot be registered is answered with no; null: neither says anything.
 */
export function originVerdict({
  valid,
  control,
  button,
}: GoogleOrigin): { readonly registered: boolean; readonly by: 'check' | 'button' } | null {
  if (valid !== null && control === false) return { registered: valid, by: 'check' };
  if (button?.control !== 403 || button.site === null) return null;
  if (button.site === 403) return { registered: false, by: 'button' };
  return button.site === 200 ? { registered: true, by: 'button' } : null;
}
