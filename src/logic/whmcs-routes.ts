/**
 * Where a WHMCS page's address ends and its install's folder begins. Routes have three forms (Friendly URLs): `/login`,
 * `/index.php/login` and `/index.php?rp=/login`; older pages are files such as `clientarea.php`.
 */
import { identityOf, type SiteIdentity } from './url-identity.js';

/** First segments of the client area's routes in Full Friendly Rewrite mode. */
const routes: ReadonlySet<string> = new Set([
  'login',
  'logout',
  'register',
  'password',
  'account',
  'user',
  'auth',
  'clientarea',
  'announcements',
  'knowledgebase',
  'download',
  'downloads',
  'contact',
  'store',
  'cart',
  'domain',
  'invoice',
  'upgrade',
  'subscription',
]);

/** Where in the segments of a path the install's folder ends and a file or route of WHMCS begins; -1: nowhere. */
export function routeStart(segments: readonly string[]): number {
  return segments.findIndex((segment, index) => index > 0 && (/\.php$/i.test(segment) || routes.has(segment.toLowerCase())));
}

/** The site of a page of WHMCS: everything from its file, route or query on is cut off. */
export function siteOfPage(url: URL): SiteIdentity {
  const segments = url.pathname.split('/');
  const cut = routeStart(segments);
  const path = cut === -1 ? url.pathname : segments.slice(0, cut).join('/');
  return { ...identityOf(url), path: path.endsWith('/') ? path : `${path}/` };
}

export type RouteMode = 'basic' | 'index' | 'rewrite';

/** How this address of a route is written; null: it is no route's. */
export function routeModeOf(url: URL): RouteMode | null {
  if (url.searchParams.has('rp')) return 'basic';
  const segments = url.pathname.split('/').filter((segment) => segment !== '');
  const file = segments.indexOf('index.php');
  if (file !== -1) return file < segments.length - 1 ? 'index' : null;
  return segments.some((segment) => routes.has(segment)) ? 'rewrite' : null;
}
