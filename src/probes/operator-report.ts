/** What the operator said a person did. The token of a reset link is dropped at once: it is as good as a password. */
import { defineProbe } from '../index.js';
import { cloudflareRanges } from '../knowledge/cloudflare-ranges.js';
import { isTokenLike, tokensOfPath } from '../logic/reset-token.js';
import { httpUrl } from '../logic/url-identity.js';
import { visitorClassifier } from '../logic/visitor-class.js';
import type { Personal, Vault } from '../model.js';

export default defineProbe({
  fact: 'operator.report',
  vantage: 'operator',
  title: 'what was reported',
  budgetMs: 1000,
  from: 'anywhere',
  touches: [],
  async observe({ host, options }) {
    const named = (personal: Personal['personal'], value: string | null): Personal | null =>
      value === null ? null : { personal, value, class: '' };
    const visitorIp = options.visitorIp?.trim() ?? null;
    return {
      value: {
        usedUrl: options.usedUrl === null ? null : withoutToken(options.usedUrl.trim(), host.vault),
        visitorIp:
          visitorIp === null ? null : { personal: 'address', value: visitorIp, class: visitorClassifier(cloudflareRanges)(visitorIp) },
        admin: named('name', options.admin),
        user: named('email', options.user),
        permissions: options.permissions,
      },
      source: '--used-url, --visitor-ip, --admin, --user, --permission',
    };
  },
});

const placeholder = 'TOKEN';

/** Scheme, host, port and path: what the address of a page says about the site. Everything that could be a token goes to the vault. */
function withoutToken(typed: string, vault: Vault): string {
  const keep = (value: string): string => {
    if (value !== '') vault.keep('token of --used-url', value);
    return placeholder;
  };
  const url = httpUrl(typed);
  if (url === null) return typed.replace(/[?#].*$/s, '').replace(/[A-Za-z0-9_-]{16,}/g, (word) => (/\d/.test(word) ? keep(word) : word));
  for (const value of url.searchParams.values()) for (const part of value.split('/')) if (isTokenLike(part)) keep(part);
  if (url.password !== '') keep(url.password);
  url.username = '';
  url.password = '';
  url.search = '';
  url.hash = '';
  const segments = url.pathname.split('/');
  const tokens = tokensOfPath(segments);
  url.pathname = segments.map((part, at) => (tokens[at] === true ? keep(part) : part)).join('/');
  return url.href;
}
