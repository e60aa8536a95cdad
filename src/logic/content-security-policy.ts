/** What a Content-Security-Policy lets a page load: the matching of https://www.w3.org/TR/CSP3/#match-url-to-source-list. */
import type { ContentPolicy } from '../model.js';
import { httpUrl } from './url-identity.js';

/** The directive that decides, and the ones that stand in for it. */
const fallbacks = {
  script: ['script-src-elem', 'script-src', 'default-src'],
  frame: ['frame-src', 'child-src', 'default-src'],
  image: ['img-src', 'default-src'],
  connect: ['connect-src', 'default-src'],
} as const;

export type Loaded = keyof typeof fallbacks;

/** "script-src" → the sources that decide; null: the policy says nothing about such loads. */
function deciding(policy: ContentPolicy, kind: Loaded): { readonly name: string; readonly sources: readonly string[] } | null {
  for (const name of fallbacks[kind]) {
    const sources = Object.hasOwn(policy.directives, name) ? policy.directives[name] : undefined;
    if (sources !== undefined) return { name, sources };
  }
  return null;
}

/** The directive that blocks this address, as written; null: it may be loaded. `trusted`: a nonce or hash of the policy names the script. */
export function blockedBy(policy: ContentPolicy, kind: Loaded, address: string, page: string, trusted = false): string | null {
  const found = deciding(policy, kind);
  const [url, self] = [httpUrl(address), httpUrl(page)];
  if (found === null || url === null || self === null || trusted) return null;
  // 'strict-dynamic' lets scripts in by nonce and hash alone, and hosts no longer count.
  const byHost = kind === 'script' && has(found.sources, "'strict-dynamic'") ? [] : found.sources;
  return byHost.some((source) => matches(source, url, self)) ? null : written(found);
}

/** The directive that blocks a script within the page; null: it may run. */
export function inlineBlockedBy(policy: ContentPolicy, trusted: boolean): string | null {
  const found = deciding(policy, 'script');
  if (found === null || trusted) return null;
  return has(found.sources, "'unsafe-inline'") && !namesScripts(policy) ? null : written(found);
}

/** Scripts are let in by nonce, by hash, or by the scripts that so were. */
export function namesScripts(policy: ContentPolicy): boolean {
  return deciding(policy, 'script')?.sources.some((source) => /^'(?:nonce|sha\d+-|strict-dynamic')/i.test(source)) === true;
}

function has(sources: readonly string[], word: string): boolean {
  return sources.some((source) => source.toLowerCase() === word);
}

function written({ name, sources }: { readonly name: string; readonly sources: readonly string[] }): string {
  const text = `${name} ${sources.length === 0 ? "'none'" : sources.join(' ')}`;
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}

function matches(source: string, url: URL, self: URL): boolean {
  const word = source.toLowerCase();
  if (word === '*') return true;
  if (word === "'self'") return sameSite(url, self);
  const scheme = /^([a-z][a-z0-9+.-]*):$/.exec(word)?.[1];
  if (scheme !== undefined) return schemeMatches(scheme, url);
  const parts = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(\*|(?:\*\.)?[a-z0-9_.-]+|\[[0-9a-f:.]+\])(?::(\d{1,5}|\*))?(\/[^?#]*)?$/i.exec(source);
  if (!parts) return false;
  const [, wantedScheme, host = '', port, path] = parts;
  // Without a scheme the page's own counts, and https where that is http.
  if (!schemeMatches((wantedScheme ?? self.protocol.slice(0, -1)).toLowerCase(), url)) return false;
  return hostMatches(host.toLowerCase(), url.hostname) && portMatches(port, url, wantedScheme) && pathMatches(path, url.pathname);
}

/** The page's own origin; https stands in for http at the usual ports. */
function sameSite(url: URL, self: URL): boolean {
  if (url.origin === self.origin) return true;
  return url.hostname === self.hostname && url.protocol === 'https:' && self.port === '' && url.port === '';
}

function schemeMatches(wanted: string, url: URL): boolean {
  return `${wanted}:` === url.protocol || wanted === 'http';
}

function hostMatches(wanted: string, host: string): boolean {
  if (wanted === '*') return true;
  return wanted.startsWith('*.') ? host.endsWith(wanted.slice(1)) : wanted === host;
}

function portMatches(wanted: string | undefined, url: URL, scheme: string | undefined): boolean {
  if (wanted === '*') return true;
  const usual = url.protocol === 'https:' ? '443' : '80';
  const port = url.port === '' ? usual : url.port;
  if (wanted === undefined) return port === usual;
  // http://host:80 was meant for what is https://host:443 today.
  return wanted === port || (wanted === '80' && port === '443' && scheme?.toLowerCase() !== 'https');
}

function pathMatches(wanted: string | undefined, path: string): boolean {
  if (wanted === undefined) return true;
  const [from, to] = [decoded(wanted), decoded(path)];
  return from.endsWith('/') ? to.startsWith(from) : to === from;
}

/** A path that cannot be decoded is compared as it stands. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
