/**
 * The site that the operator named: by --url, or as the target itself. What WHMCS has configured is compared with it later. A target such as
 * https://host/login may be a page's friendly address or a folder of this name: the one of the two that shows the log-in page decides.
 */
import { defineProbe, LookFailed } from '../index.js';
import { orNull } from '../logic/or-null.js';
import { addressOf, httpUrl, identityOf, readUrl } from '../logic/url-identity.js';
import { siteOfPage } from '../logic/whmcs-routes.js';
import type { Facts, Observed, RunOptions } from '../model.js';
import { parseLoginPage } from '../parse/login-page.js';
import { CookieJar } from './cookie-jar.js';
import { siteAddress } from './places.js';
import { fetchPage, type SiteLook } from './site-request.js';

export default defineProbe({
  fact: 'site.url',
  vantage: 'operator',
  title: 'the address of the site',
  budgetMs: 15_000,
  from: 'outside',
  touches: [
    {
      kind: 'contact',
      what: 'where the address ends like a page of WHMCS, as /login does: the log-in page below it and above it',
      covers: [siteAddress],
      sessions: 2,
    },
  ],
  async observe(look, keep) {
    const named = namedSite(look.options);
    if (named === null) throw new LookFailed('malformed', 'the target is not an http or https address');
    const above = siteAbove(named.value);
    if (above === null) return named;
    keep(named.value);
    const [below, instead] = await Promise.all([hasLogin(look, new URL(named.value.url)), hasLogin(look, above)]);
    return below || !instead ? named : { ...named, value: { url: above.href, from: 'target' } };
  },
});

/** The address to visit, without name, password, query and fragment; null: neither --url nor the target names one. */
export function namedSite({ url, target }: RunOptions): Observed<Facts['site.url']> | null {
  if (url !== null) {
    const { identity } = readUrl(url);
    if (identity === null)
      throw new LookFailed('malformed', '--url is not an http or https address', {
        settle: 'Give an address such as --url https://billing.example.com/.',
      });
    return { value: { url: addressOf(identity), from: 'option' }, source: '--url', vantage: 'operator' };
  }
  const address = httpUrl(target);
  if (address === null) return null;
  // A page's address, copied from the browser, stands for its site; a folder may have any name, also that of a route.
  const pasted = /\.php(?:\/|$)/i.test(address.pathname);
  const site = pasted ? siteOfPage(address) : identityOf(address);
  return { value: { url: addressOf(site), from: 'target' }, source: 'the target', vantage: 'operator' };
}

/** The site whose friendly address the target would be; null: it looks like no page's. */
function siteAbove({ url, from }: Facts['site.url']): URL | null {
  if (from !== 'target') return null;
  const above = addressOf(siteOfPage(new URL(url)));
  return above === url ? null : new URL(above);
}

/** WHMCS answers below any address of its own: the form says where its folder is. */
async function hasLogin(look: SiteLook, site: URL): Promise<boolean> {
  const fetched = await orNull(fetchPage(look, new URL('index.php?rp=/login', site), site, new CookieJar(look.host)));
  if (fetched === null || !fetched.answer.ok) return false;
  const { form, whmcs } = await parseLoginPage(fetched.answer.body, fetched.url);
  return form !== null && whmcs && new URL(form.action).pathname.startsWith(site.pathname);
}
