/** The site once more as visitors get it, where --origin leads every other look past the proxy: what differs is the proxy's doing. */
import { defineProbe, LookFailed } from '../index.js';
import { httpUrl } from '../logic/url-identity.js';
import type { Edge } from '../model.js';
import login from './http-login.js';
import sessions from './http-sessions.js';
import site from './http-site.js';
import { redirected, siteAddress } from './places.js';

export default defineProbe({
  fact: 'proxy.edge',
  vantage: 'http',
  title: 'the site as visitors get it',
  needs: ['site.url'],
  wants: ['database.settings'],
  budgetMs: 20_000,
  from: 'anywhere',
  touches: [
    {
      kind: 'contact',
      what: 'with --origin: the System URL and its log-in page at the addresses of its name, too',
      covers: [siteAddress, redirected],
    },
  ],
  async observe(look, keep) {
    if (look.options.origin === null)
      throw new LookFailed('disabled', 'the site and the proxy in front of it are compared only with --origin IP');
    const url = look.have['site.url'];
    const asVisitor = { ...look, options: { ...look.options, origin: null } };
    const seen = await site.observe({ ...asVisitor, have: { 'site.url': url }, want: {} }, () => {});
    keep({ site: seen.value, login: null, sessions: null });
    const page = await orNull(login.observe({ ...asVisitor, have: { 'site.url': url }, want: look.want }, () => {}));
    if (page !== null) keep({ site: seen.value, login: page.value, sessions: null });
    const lasting =
      page === null || page.value.challenge || httpUrl(page.value.url) === null
        ? null
        : await orNull(sessions.observe({ ...asVisitor, have: { 'site.url': url, 'http.login': page.value }, want: {} }, () => {}));
    const value: Edge = { site: seen.value, login: page?.value ?? null, sessions: lasting?.value ?? null };
    return { value, source: `${new URL(url.url).host}, as its name leads` };
  },
});

/** What could not be seen there is told by the walk along its redirects. */
async function orNull<T>(looking: Promise<T>): Promise<T | null> {
  try {
    return await looking;
  } catch (error) {
    if (error instanceof LookFailed && error.gap !== 'aborted') return null;
    throw error;
  }
}
