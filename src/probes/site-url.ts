/** Which site to look at: --url, else the System URL of the database, else the target where it is an address. */
import { defineProbe, LookFailed } from '../index.js';
import { addressOf, httpUrl, identityOf, readUrl } from '../logic/url-identity.js';
import { siteOfPage } from '../logic/whmcs-routes.js';
import type { Facts } from '../model.js';

type From = Facts['site.url']['from'];

/** The address to visit, without name, password, query and fragment; its path ends in a slash. */
function site(text: string, from: From, source: string): { readonly value: Facts['site.url']; readonly source: string } | null {
  const { identity } = readUrl(text);
  return identity === null ? null : { value: { url: addressOf(identity), from }, source };
}

export default defineProbe({
  fact: 'site.url',
  vantage: 'database',
  title: 'the address of the site',
  wants: ['database.settings'],
  budgetMs: 1000,
  from: 'anywhere',
  touches: [],
  async observe({ want, options }) {
    if (options.url !== null) {
      const given = site(options.url, 'option', '--url');
      if (given === null)
        throw new LookFailed('malformed', '--url is not an http or https address', {
          settle: 'Give an address such as --url https://billing.example.com/.',
        });
      return { ...given, vantage: 'operator' };
    }
    const target = httpUrl(options.target);
    if (target !== null) {
      // A page's address, copied from the browser, stands for its site; a folder may have any name, also that of a route.
      const pasted = /\.php(?:\/|$)/i.test(target.pathname);
      const value = { url: addressOf(pasted ? siteOfPage(target) : identityOf(target)), from: 'target' as const };
      return { value, source: 'the target', vantage: 'operator' };
    }
    const settings = want['database.settings'];
    const settle = 'Give the address with --url.';
    if (!settings.ok) {
      const beyond = settings.beyond === true || settings.gap === 'disabled' || settings.gap === 'unsupported';
      throw new LookFailed(settings.gap, `the System URL is not known: ${settings.why}`, beyond ? { settle, beyond } : { settle });
    }
    const row = settings.value.systemUrl;
    const known = row.present ? site(row.value, 'database', 'tblconfiguration.SystemURL') : null;
    // That it is empty or unusable is a finding of its own; without it there is nothing to visit.
    if (known === null)
      throw new LookFailed('absent', 'the System URL of the database names no address that can be visited', { settle, beyond: true });
    return known;
  },
});
