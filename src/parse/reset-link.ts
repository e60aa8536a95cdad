/** Links of password resets, up to where their token begins. https://github.com/WHMCS/templates-six has the older page, pwreset.php. */
import { httpUrl, identityOf, addressOf } from '../logic/url-identity.js';
import { siteOfPage } from '../logic/whmcs-routes.js';

/** What stands right before a token, in the three forms of a route and in older versions; lower case. */
export const linkMarkers = ['/password/reset/redeem/', '%2fpassword%2freset%2fredeem%2f', 'pwreset.php?key='] as const;

const longest = 2048;

/** Whether an address is a reset link, also where its token was dropped already. */
export function isResetLink(address: string): boolean {
  return /(?:\/|%2f)password(?:\/|%2f)reset(?:\/|%2f)redeem(?:\/|%2f|$)|\/pwreset\.php(?:\?|$)/i.test(address.slice(0, longest));
}

/** `before` is the text of a mail up to the marker. The address of the install that the link points to; null: it is no link. */
export function linkedSite(before: string): string | null {
  const text = before.slice(-longest);
  const link = text.slice(Math.max(text.lastIndexOf('http://'), text.lastIndexOf('https://'), 0));
  const url = /^https?:/.test(link) && !/[\s"'<>]/.test(link) ? httpUrl(link) : null;
  if (url === null) return null;
  // A folder may have the name of a route; only below a file is the rest of the path no folder's.
  return addressOf(/\.php(?:\/|$)/i.test(url.pathname) ? siteOfPage(url) : identityOf(url));
}
