/** The site once more as visitors get it, where --origin leads every other look past the proxy: what differs is the proxy's doing. */
import { defineProbe, LookFailed } from '../index.js';
import { httpUrl } from '../logic/url-identity.js';
import { printable } from '../logic/http-answer.js';
import type { Edge, EdgeGap, Observed } from '../model.js';
import login from './http-login.js';
import sessions from './http-sessions.js';
import site from './http-site.js';
import { redirected, siteAddress } from './places.js';

/** All three looks are made once more. */
const visits = [site, login, sessions].flatMap(({ touches }) => touches).reduce((sum, touch) => sum + (touch.sessions ?? 0), 0);

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
      sessions: visits,
    },
  ],
  async observe(look, keep) {
    if (look.options.origin === null)
      throw new LookFailed('disabled', 'the site and the proxy in front of it are compared only with --origin IP');
    const url = look.have['site.url'];
    const asVisitor = { ...look, options: { ...look.options, origin: null } };
    const seen = await site.observe({ ...asVisitor, have: { 'site.url': url }, want: {} }, () => {});
    keep({ site: seen.value, login: null, sessions: null });
    const source = `${new URL(url.url).host}, as its name leads`;
    const page = await tried(login.observe({ ...asVisitor, have: { 'site.url': url }, want: look.want }, () => {}));
    if (page.value === null) return { value: { site: seen.value, login: null, sessions: null, ...page.failure }, source };
    const value: Edge = { site: seen.value, login: page.value, sessions: null };
    keep(value);
    if (page.value.challenge || httpUrl(page.value.url) === null) return { value, source };
    const lasting = await tried(
      sessions.observe({ ...asVisitor, have: { 'site.url': url, 'http.login': page.value }, want: {} }, () => {}),
    );
    return { value: { ...value, sessions: lasting.value, ...lasting.failure }, source };
  },
});

/** What could not be seen there may be the proxy's doing, so the failure is a part of the fact. */
async function tried<T>(
  looking: Promise<Observed<T>>,
): Promise<{ readonly value: T | null; readonly failure: { readonly unseen?: EdgeGap } }> {
  try {
    return { value: (await looking).value, failure: {} };
  } catch (error) {
    if (!(error instanceof LookFailed) || error.gap === 'aborted' || error.gap === 'bug') throw error;
    return { value: null, failure: { unseen: { gap: error.gap, why: printable(error.why) } } };
  }
}
