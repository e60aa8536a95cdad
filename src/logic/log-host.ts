/** For which site a line of the web server's error log was written: one log may hold those of many. */
import type { LogHit } from '../model.js';

/** `own`: the line or its log names the site's host; `other`: it names another one; `unnamed`: nothing tells. */
export type LineOwner = 'own' | 'other' | 'unnamed';

/** nginx ends a line with `server: billing.example.com, request: "…", host: "billing.example.com"`. `host`: of the System URL; null: not known. */
export function ownerOf({ sample, source }: Pick<LogHit, 'sample' | 'source'>, host: string | null): LineOwner {
  if (host === null) return 'unnamed';
  const site = bare(host);
  const asked = /\bhost: "([^"]+)"/.exec(sample)?.[1];
  // What could have been a secret was replaced.
  if (asked !== undefined && !asked.includes('…')) return bare(asked) === site ? 'own' : 'other';
  // The first name of a server stands for all of its names.
  const server = /\bserver: ([^\s,"]+),/.exec(sample)?.[1];
  if (server !== undefined && bare(server) === site) return 'own';
  return source.split('/').some((name) => isLogOf(bare(name), site)) ? 'own' : 'unnamed';
}

/** Panels name a site's log, or its folder, after it: billing.example.com/logs, billing.example.com.error.log, billing.example.com-ssl_log. */
function isLogOf(name: string, site: string): boolean {
  return name.startsWith(site) && /^(?:$|[-_]|\.(?:err|log|ssl))/.test(name.slice(site.length));
}

function bare(host: string): string {
  return host
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^www\./, '');
}
