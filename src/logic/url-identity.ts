/**
 * What a System URL names, and whether two URLs name the same site. WHMCS writes the setting into links, forms and cookies as it stands,
 * so the text itself matters too: a browser repairs `https:\\x` and spaces, PHP's parse_url() does not.
 */

export interface SiteIdentity {
  readonly scheme: 'http' | 'https';
  /** Lower case, punycode, without a closing dot; IPv6 in brackets. */
  readonly host: string;
  /** The port that is used: 80 and 443 where none is written. */
  readonly port: number;
  /** With one closing slash. */
  readonly path: string;
}

/** What is wrong or odd about the text of a URL. */
export type UrlRemark =
  | 'empty'
  | 'unparsable'
  | 'no-scheme'
  | 'not-http'
  | 'credentials'
  | 'query'
  | 'fragment'
  | 'file'
  | 'whitespace'
  | 'backslash'
  | 'slashes'
  | 'trailing-dot'
  | 'ip-literal'
  | 'double-slash'
  | 'no-closing-slash';

export interface UrlReading {
  /** null: no program could visit it. */
  readonly identity: SiteIdentity | null;
  readonly remarks: readonly UrlRemark[];
}

const longestUrl = 2048;
const defaultPorts = { http: 80, https: 443 } as const;

/** The URL if it is an http(s) one; null for everything else. The root of all names alone, "https://.", and an empty name before it are nobody's. */
export function httpUrl(text: string, base?: string): URL | null {
  if (text.length > longestUrl) return null;
  try {
    const url = new URL(text, base);
    return (url.protocol === 'http:' || url.protocol === 'https:') && !/(?:^|\.)\.$/.test(url.hostname) ? url : null;
  } catch {
    return null;
  }
}

export function identityOf(url: URL): SiteIdentity {
  const scheme = url.protocol === 'http:' ? 'http' : 'https';
  return {
    scheme,
    host: url.hostname.replace(/\.$/, ''),
    port: url.port === '' ? defaultPorts[scheme] : Number(url.port),
    path: url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`,
  };
}

/** Everything that a stored URL's text says, without looking at the network. */
export function readUrl(raw: string): UrlReading {
  const text = raw.trim();
  if (text === '') return { identity: null, remarks: ['empty'] };
  const remarks: UrlRemark[] = [];
  if (text !== raw) remarks.push('whitespace');
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  // "example.com:8080/" parses as a scheme with a dot; no scheme that a site could have holds one.
  if (scheme === undefined || scheme.includes('.') || scheme === 'localhost') return { identity: null, remarks: [...remarks, 'no-scheme'] };
  if (scheme !== 'http' && scheme !== 'https') return { identity: null, remarks: [...remarks, 'not-http'] };
  const url = httpUrl(text);
  if (url === null) return { identity: null, remarks: [...remarks, 'unparsable'] };
  if (text.includes('\\')) remarks.push('backslash');
  else if (!/^https?:\/\/[^/]/i.test(text)) remarks.push('slashes');
  if (url.username !== '' || url.password !== '') remarks.push('credentials');
  if (text.includes('?')) remarks.push('query');
  if (text.includes('#')) remarks.push('fragment');
  if (/\.(?:php|html?)\/?$/i.test(url.pathname)) remarks.push('file');
  if (url.hostname.endsWith('.')) remarks.push('trailing-dot');
  if (isIpLiteral(url.hostname)) remarks.push('ip-literal');
  if (url.pathname.includes('//')) remarks.push('double-slash');
  if (!/\/\s*$/.test(text.replace(/[?#].*/s, ''))) remarks.push('no-closing-slash');
  return { identity: identityOf(url), remarks };
}

/** An IPv4 or bracketed IPv6 host, as the URL parser writes them. */
export function isIpLiteral(hostname: string): boolean {
  return hostname.startsWith('[') || /^\d{1,3}(?:\.\d{1,3}){3}$/.test(hostname);
}

/** In which parts two sites differ: [] means that they are the same. `www`: only by a leading "www.". */
export type UrlDifference = 'scheme' | 'www' | 'host' | 'port' | 'path';

export function differences(configured: SiteIdentity, observed: SiteIdentity): readonly UrlDifference[] {
  const found: UrlDifference[] = [];
  if (configured.scheme !== observed.scheme) found.push('scheme');
  if (configured.host !== observed.host) found.push(bare(configured.host) === bare(observed.host) ? 'www' : 'host');
  // A default port on both sides differs with the scheme alone.
  if (writtenPort(configured) !== writtenPort(observed)) found.push('port');
  if (configured.path !== observed.path) found.push('path');
  return found;
}

function bare(host: string): string {
  return host.startsWith('www.') ? host.slice(4) : host;
}

function writtenPort({ scheme, port }: SiteIdentity): number | null {
  return port === defaultPorts[scheme] ? null : port;
}

export function originOf(site: SiteIdentity): string {
  const port = writtenPort(site);
  return `${site.scheme}://${site.host}${port === null ? '' : `:${port}`}`;
}

export function addressOf(site: SiteIdentity): string {
  return `${originOf(site)}${site.path}`;
}

/** The other scheme at its default port; null where the port is not a default one. */
export function schemeTwin(site: SiteIdentity): SiteIdentity | null {
  if (writtenPort(site) !== null) return null;
  const scheme = site.scheme === 'http' ? 'https' : 'http';
  return { ...site, scheme, port: defaultPorts[scheme] };
}

/** The same site with or without "www."; null for addresses and names of one label. */
export function wwwTwin(site: SiteIdentity): SiteIdentity | null {
  if (isIpLiteral(site.host) || !site.host.includes('.')) return null;
  return { ...site, host: site.host.startsWith('www.') ? site.host.slice(4) : `www.${site.host}` };
}

/** A stored URL as it may be shown: without name, password, query and fragment, at most 300 characters. */
export function shownUrl(raw: string): string {
  const text = raw.replace(/[?#].*/s, '').replace(/^(\s*[a-z][a-z0-9+.-]*:[/\\]*)[^/\\]*@/i, '$1');
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}

/** Host and port of an address, for people; what is no address stays as it is, cut. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url.slice(0, 100);
}
