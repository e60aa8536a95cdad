/** How the site is asked for a page: as a plain visitor that says who it is, at the operator's --origin where one is given. */
import { isInside } from '../logic/address-class.js';
import { headerOf, isRedirect, printable } from '../logic/http-answer.js';
import { isTokenAmongFolders } from '../logic/reset-token.js';
import { originOf, httpUrl, identityOf, wwwTwin } from '../logic/url-identity.js';
import { version } from '../logic/version.js';
import { tellingHeaders } from '../knowledge/proxies.js';
import type { CookieSeen, Host, HttpRequest, HttpResult, NetFailure, RunOptions } from '../model.js';
import type { CookieJar } from './cookie-jar.js';

export const userAgent = `whmcs-doctor/${version} (+https://docs.whmcs.com/; read-only diagnosis started by the site's operator)`;

/** What a request to the site needs of a look. */
export interface SiteLook {
  readonly host: Host;
  readonly options: RunOptions;
  readonly signal: AbortSignal;
}

const maxPageBytes = 1_048_576;

export function visitorHeaders(cookie: string | null): Readonly<Record<string, string>> {
  return {
    'user-agent': userAgent,
    accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8',
    'accept-language': 'en',
    ...(cookie === null ? {} : { cookie }),
  };
}

/**
 * Whether both are the same host, with or without "www.", at the site's own port or a usual one: these are reached at --origin. A page that
 * names another port of this machine must not make the program ask there.
 */
export function isOfSite(url: URL, site: URL): boolean {
  const [one, other] = [identityOf(url), identityOf(site)];
  const port = url.port === '' || url.port === site.port || url.port === '80' || url.port === '443';
  return port && (one.host === other.host || wwwTwin(other)?.host === one.host);
}

/** Once per run: between two requests the name's owner could change where it leads. */
const outsideTargets = new WeakMap<Host, Promise<boolean>>();

/**
 * Whether every name and redirect of the site must lead to public addresses. Whoever looks at a public address from elsewhere must not be led
 * into his own network by it; a target whose every address is inside is a test system, and on the site's own server names may lead anywhere.
 */
export function mustStayOutside(look: SiteLook): Promise<boolean> {
  if (look.host.kind !== 'outside') return Promise.resolve(false);
  const known = outsideTargets.get(look.host);
  if (known !== undefined) return known;
  const asked = isPublicTarget(look);
  outsideTargets.set(look.host, asked);
  return asked;
}

/** A name that cannot be looked up here counts as public: a proxy of the environment may know it. */
async function isPublicTarget({ host, options, signal }: SiteLook): Promise<boolean> {
  const url = httpUrl(options.url ?? options.target);
  if (url === null) return true;
  const found = await Promise.all(([4, 6] as const).map((family) => host.net.lookup(url.hostname, family, signal)));
  const addresses = found.flatMap((answer) => answer.addresses);
  // One address inside among public ones is the name owner's word alone: what the operator gave by --resolve or --origin is reached anyway.
  return addresses.length === 0 || !addresses.every(isInside);
}

/** One request for a page of the site at `site`, no redirect followed. */
export async function requestPage(
  look: SiteLook,
  url: URL,
  site: URL,
  more: {
    readonly jar?: CookieJar;
    readonly publicOnly?: boolean;
    readonly address?: string;
    readonly maxBytes?: number;
    readonly timeoutMs?: number;
  } = {},
): Promise<HttpResult> {
  const address = more.address ?? (look.options.origin !== null && isOfSite(url, site) ? look.options.origin : null);
  const request: HttpRequest = {
    url: url.href,
    headers: visitorHeaders(more.jar?.header(url) ?? null),
    maxBytes: more.maxBytes ?? maxPageBytes,
    signal: look.signal,
    ...(address === null ? {} : { address }),
    ...(more.timeoutMs === undefined ? {} : { timeoutMs: more.timeoutMs }),
    ...(more.publicOnly === true || (await mustStayOutside(look)) ? { publicOnly: true } : {}),
  };
  return await look.host.net.http(request);
}

/** The headers that are kept of an answer: lower-case names, one printable line each. */
export function keptHeaders(answer: HttpResult & { readonly ok: true }): Readonly<Record<string, string>> {
  const kept: [string, string][] = [];
  for (const name of tellingHeaders) {
    const value = headerOf(answer.headers, name);
    if (value !== null) kept.push([name, printable(withoutTokensInText(value))]);
  }
  return Object.fromEntries(kept);
}

/**
 * These headers are recognised and judged by their whole values, ids of requests and versions among them: more masking would hide a proxy.
 * Ids of requests are hexadecimal or in parts; a token is one long run of everything. Who is told of a breach of a policy may be told with a token.
 */
function withoutTokensInText(value: string): string {
  return value
    .replace(/\?[^\s;,]+/g, '?…')
    .replace(
      /((?<![a-z])(?:[\w-]{0,40}(?:password|passwd|secret|token|api-?key|signature|session)|auth(?:orization)?)\s?[=:]\s?"?)[^\s;,"]+/gi,
      '$1…',
    )
    .replace(/[A-Za-z0-9]{33,}/g, (run) => (/[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run) ? '…' : run));
}

/** Where an answer redirects to; null: it does not; 'unusable': to no address that a visitor's browser would follow. */
export function redirectTarget(answer: HttpResult & { readonly ok: true }, from: URL): URL | 'unusable' | null {
  if (!isRedirect(answer.status)) return null;
  const location = answer.headers.find(([name]) => name === 'location')?.[1];
  if (location === undefined) return null;
  const target = httpUrl(location, from.href);
  if (target === null) return 'unusable';
  target.username = '';
  target.password = '';
  target.hash = '';
  return target;
}

/** A redirect's address as a fact may hold it: query values other than WHMCS's route can be tokens. */
export function withoutTokens(url: URL): string {
  const route = url.searchParams.get('rp');
  const names = [...new Set(url.searchParams.keys())].filter((name) => name !== 'rp').slice(0, 5);
  const query = [...(route === null ? [] : [`rp=${hideLong(route)}`]), ...names.map((name) => `${printable(name, 30)}=…`)].join('&');
  return printable(`${originOf(identityOf(url))}${hideLong(url.pathname)}${query === '' ? '' : `?${query}`}`);
}

function hideLong(path: string): string {
  return path
    .split('/')
    .map((part) => (isTokenAmongFolders(part) ? '…' : part))
    .join('/');
}

/** Every answer on the way of one page, redirects followed. */
export interface Fetched {
  readonly url: URL;
  readonly answer: (HttpResult & { readonly ok: true }) | NetFailure;
  readonly cookies: readonly CookieSeen[];
}

const mostRedirects = 10;

/** Fetches a page and follows its redirects with the jar; ends at the tenth, at an unusable one and at a failure. */
export async function fetchPage(look: SiteLook, start: URL, site: URL, jar: CookieJar): Promise<Fetched> {
  let url = start;
  const cookies: CookieSeen[] = [];
  for (let count = 0; ; count++) {
    const answer = await requestPage(look, url, site, { jar, publicOnly: !isOfSite(url, site) });
    if (!answer.ok) return { url, answer, cookies };
    cookies.push(...(await jar.take(answer, url)));
    const next = redirectTarget(answer, url);
    if (next === null || next === 'unusable' || count >= mostRedirects) return { url, answer, cookies };
    url = next;
  }
}
