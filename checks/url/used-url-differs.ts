/** The person used another address than the System URL: reset links and sessions made at one do not hold at the other. */
import { defineCheck, fail, pass, skip } from '../../src/index.js';
import { arrivedAt, configuredSite, walkOf } from '../../src/logic/site-view.js';
import { addressOf, differences, httpUrl } from '../../src/logic/url-identity.js';
import { siteOfPage } from '../../src/logic/whmcs-routes.js';

export default defineCheck({
  id: 'used-url-differs',
  area: 'url',
  title: { pass: 'The person used the System URL', fail: 'The person used another address than the System URL' },
  causes: ['used-url-differs'],
  needs: ['http.site'],
  wants: ['database.settings', 'http.login'],
  judge({ 'http.site': site, 'database.settings': settings, 'http.login': login }, see) {
    const walk = walkOf(site, 'used-url');
    if (walk === null) return skip('which address the person used was not given: --used-url URL');
    const configured = configuredSite(settings, login);
    if (configured === null) return skip('the System URL is not known');
    const url = httpUrl(walk.from);
    if (url === null) return skip('the address in --used-url is not an http or https address');
    const wanted = addressOf(configured.site);
    const used = siteOfPage(url);
    // Below the System URL's folder are its own pages, the admin area among them.
    const apart = (there: typeof used) =>
      differences(configured.site, there.path.startsWith(configured.site.path) ? { ...there, path: configured.site.path } : there);
    const found = apart(used);
    const seen = see('http.site', 'Address that was used', addressOf(used), { want: wanted, vantage: 'operator', source: '--used-url' });
    if (found.length === 0) return pass([seen]);
    const end = walk.outcome === 'answered' ? arrivedAt(walk.end, login) : null;
    if (end !== null && apart(end).length === 0) return pass([seen], { note: `it redirects to ${wanted}` });
    const where = see('http.site', 'Where it leads', walk.outcome === 'answered' ? walk.end : walk.outcome, { source: walk.from });
    return fail({ cause: 'used-url-differs', subject: addressOf(used), confidence: 'proved', evidence: [seen, where] });
  },
});
