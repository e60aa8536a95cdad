/** What a page's Content-Security-Policy lets a browser load. https://www.w3.org/TR/CSP3/#framework-directive-source-list */

export type Loaded = 'script' | 'frame' | 'image';

/** The directives that may speak for a kind, the nearest first. https://www.w3.org/TR/CSP3/#directive-fallback-list */
const speaking: Readonly<Record<Loaded, readonly string[]>> = {
  script: ['script-src-elem', 'script-src', 'default-src'],
  frame: ['frame-src', 'child-src', 'default-src'],
  image: ['img-src', 'default-src'],
};

/** The directive that forbids it, as written; null: all policies let it pass. `policies` are separated by commas, as HTTP joins them. */
export function forbidding(policies: string, kind: Loaded, what: URL, page: URL): string | null {
  for (const policy of policies.split(',')) {
    const directives = new Map<string, string>();
    for (const part of policy.split(';').slice(0, 100)) {
      const text = part.trim();
      const name = /^[a-z-]{1,40}/i.exec(text)?.[0].toLowerCase();
      // Of several directives of one name the first counts.
      if (name !== undefined && !directives.has(name)) directives.set(name, text);
    }
    const written = speaking[kind].map((name) => directives.get(name)).find((text) => text !== undefined);
    if (written !== undefined && !permits(written.split(/\s+/).slice(1), kind, what, page)) return written;
  }
  return null;
}

function permits(sources: readonly string[], kind: Loaded, what: URL, page: URL): boolean {
  // Scripts that trusted scripts add are loaded whatever the list says, and lists of hosts are not looked at.
  if (kind === 'script' && sources.some((source) => source.toLowerCase() === "'strict-dynamic'")) return true;
  return sources.slice(0, 500).some((source) => matches(source.toLowerCase(), what, page));
}

function matches(source: string, what: URL, page: URL): boolean {
  if (source === '*') return true;
  if (source === "'self'") return what.host === page.host;
  if (source.startsWith("'")) return false;
  if (/^[a-z][a-z0-9+.-]*:$/.test(source)) return source === what.protocol || (source === 'http:' && what.protocol === 'https:');
  const parts = /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/:]+)(?::(\d{1,5}|\*))?(\/.*)?$/.exec(source);
  if (!parts) return false;
  const [, scheme, host = '', port, path] = parts;
  if (scheme !== undefined && `${scheme}:` !== what.protocol && !(scheme === 'http' && what.protocol === 'https:')) return false;
  const named = host.startsWith('*.') ? what.hostname.endsWith(host.slice(1)) : host === '*' || what.hostname === host;
  if (!named || (port !== undefined && port !== '*' && port !== (what.port === '' ? defaultPort(what) : what.port))) return false;
  return path === undefined || path === '/' || (path.endsWith('/') ? what.pathname.startsWith(path) : what.pathname === path);
}

function defaultPort(url: URL): string {
  return url.protocol === 'http:' ? '80' : '443';
}
