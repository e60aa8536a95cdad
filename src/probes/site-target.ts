/** The site that the operator named: by --url, or as the target itself. What WHMCS has configured is compared with it later. */
import { defineProbe, LookFailed } from '../index.js';
import { addressOf, httpUrl, identityOf, readUrl } from '../logic/url-identity.js';
import { siteOfPage } from '../logic/whmcs-routes.js';
import type { Facts, Observed, RunOptions } from '../model.js';

export default defineProbe({
  fact: 'site.url',
  vantage: 'operator',
  title: 'the address of the site',
  budgetMs: 1000,
  from: 'outside',
  touches: [],
  async observe({ options }) {
    const named = namedSite(options);
    if (named === null) throw new LookFailed('malformed', 'the target is not an http or https address');
    return named;
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
