/** Which site to look at: --url, else the System URL of the database. */
import { defineProbe, LookFailed } from '../index.js';
import { addressOf, readUrl } from '../logic/url-identity.js';
import { namedSite } from './site-target.js';

export default defineProbe({
  fact: 'site.url',
  vantage: 'database',
  title: 'the address of the site',
  wants: ['database.settings'],
  budgetMs: 1000,
  touches: [],
  async observe({ want, options }) {
    const named = namedSite(options);
    if (named !== null) return named;
    const settings = want['database.settings'];
    const settle = 'Give the address with --url.';
    if (!settings.ok) {
      const beyond = settings.beyond === true || settings.gap === 'disabled' || settings.gap === 'unsupported';
      throw new LookFailed(settings.gap, `the System URL is not known: ${settings.why}`, beyond ? { settle, beyond } : { settle });
    }
    const row = settings.value.systemUrl;
    const identity = row.present ? readUrl(row.value).identity : null;
    // That it is empty or unusable is a finding of its own; without it there is nothing to visit.
    if (identity === null)
      throw new LookFailed('absent', 'the System URL of the database names no address that can be visited', { settle, beyond: true });
    return { value: { url: addressOf(identity), from: 'database' }, source: 'tblconfiguration.SystemURL' };
  },
});
