/**
 * What arrives of a reset link at the site, where an address redirects to it: the redirects of a made-up link are followed up to the site
 * itself, which is not asked for it.
 */
import { randomBytes } from 'node:crypto';
import { defineProbe } from '../index.js';
import { sameOrigin } from '../logic/site-view.js';
import { httpUrl, identityOf } from '../logic/url-identity.js';
import { siteOfPage } from '../logic/whmcs-routes.js';
import { redirectTarget, requestPage, withoutTokens, type SiteLook } from './site-request.js';
import type { ResetRedirects, Walk } from '../model.js';
import { redirected, siteAddress } from './places.js';

const mostHops = 5;

export default defineProbe({
  fact: 'reset.redirects',
  vantage: 'http',
  title: 'the redirects of a reset link',
  needs: ['http.site'],
  wants: ['http.login'],
  budgetMs: 15_000,
  from: 'anywhere',
  touches: [
    {
      kind: 'contact',
      what: 'a made-up reset link at the twins of the System URL that redirect to it, up to the site itself',
      covers: [siteAddress, redirected],
      sessions: 3,
    },
  ],
  async observe(look) {
    const { url, walks } = look.have['http.site'];
    const login = look.want['http.login'];
    const mode = login.ok ? (login.value.routeMode ?? 'basic') : 'basic';
    const main = walks.find(({ why }) => why === 'system-url');
    const end = main?.outcome === 'answered' ? httpUrl(main.end) : null;
    const site = new URL(url);
    const links = end === null ? [] : await Promise.all(walks.filter(redirects).map((walk) => follow(look, walk, site, end, mode)));
    return { value: { links }, source: url };
  },
});

/** Only what leads to the site by a redirect can lose something on the way. */
function redirects(walk: Walk): boolean {
  return walk.outcome === 'answered' && walk.hops.length > 1 && !sameOrigin(walk.from, walk.end);
}

type Mode = 'basic' | 'index' | 'rewrite';
type Link = ResetRedirects['links'][number];

async function follow(look: SiteLook, walk: Walk, site: URL, end: URL, mode: Mode): Promise<Link> {
  const token = `doctor${randomBytes(9).toString('hex')}`;
  const route = `/password/reset/redeem/${token}`;
  const from = new URL(walk.from);
  let url = new URL(mode === 'rewrite' ? route.slice(1) : mode === 'index' ? `index.php${route}` : `index.php?rp=${route}`, from);
  const folder = identityOf(from).path;
  const known = new Set([...walk.hops.map((hop) => new URL(hop.url).host), end.host]);
  const arrived = (arrives: Link['arrives'], to: URL | null): Link => ({
    from: walk.from,
    why: walk.why,
    arrives,
    to: to === null ? null : withoutTokens(to).replaceAll(token, '…'),
  });
  for (let hop = 0; hop < mostHops; hop++) {
    // The site's own answer to an unknown token is no redirect of an address.
    if (hop > 0 && sameOrigin(url.href, end.href)) {
      if (!routeOf(url).includes(route)) return arrived('route-lost', url);
      return arrived(siteOfPage(url).path.startsWith(folder) ? 'kept' : 'folder-lost', url);
    }
    const answer = await requestPage(look, url, site);
    if (!answer.ok) return arrived('not-seen', null);
    const next = redirectTarget(answer, url);
    // Only where the walk to the site has been: a page of this name may lead elsewhere, to the inside too.
    if (next === null || next === 'unusable' || !known.has(next.host)) return arrived('not-seen', url);
    url = next;
  }
  return arrived('not-seen', url);
}

/** Path and WHMCS's route parameter, decoded once as PHP does. */
function routeOf(url: URL): string {
  try {
    return `${decodeURIComponent(url.pathname)} ${url.searchParams.get('rp') ?? ''}`;
  } catch {
    return url.href;
  }
}
