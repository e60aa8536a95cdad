/** WHMCS also answers at a twin of its System URL: who comes there logs in at the wrong address. */
import { defineCheck, pass, skip, warn, type Walk } from '../../src/index.js';
import { configuredSite, sameOrigin, walkOf } from '../../src/logic/site-view.js';
import { addressOf } from '../../src/logic/url-identity.js';

export default defineCheck({
  id: 'duplicate-host-not-redirected',
  area: 'url',
  title: {
    pass: 'WHMCS answers at no twin of the System URL',
    fail: 'WHMCS also answers at another address than the System URL',
  },
  causes: ['duplicate-host-not-redirected'],
  needs: ['http.site'],
  wants: ['database.settings', 'http.login'],
  judge(facts, see) {
    const site = facts['http.site'];
    const configured = configuredSite(facts['database.settings'], facts['http.login']);
    const main = walkOf(site, 'system-url');
    const wanted = configured === null ? site.url : addressOf(configured.site);
    const right = [wanted, site.url, ...(main?.outcome === 'answered' ? [main.end] : [])];
    const twins = site.walks.filter(({ why }) => why === 'scheme-twin' || why === 'www-twin');
    if (twins.length === 0) return skip('the System URL has no twin with another scheme or www');
    const arrives = ({ end }: Walk): boolean => right.some((address) => sameOrigin(address, end));
    const strays = twins.filter((walk) => walk.outcome === 'answered' && walk.whmcs && (walk.status ?? 0) < 400 && !arrives(walk));
    if (strays.length === 0 && (main?.outcome !== 'answered' || !main.whmcs))
      return skip('the System URL leads to no page of WHMCS with which its twins could be compared');
    if (strays.length === 0)
      return pass(
        twins.map((walk) => {
          const elsewhere = `${walk.whmcs ? 'answers' : 'shows no page of WHMCS, and answers'} ${walk.status} at ${walk.end}`;
          return see(
            'http.site',
            walk.from,
            walk.outcome !== 'answered' ? walk.outcome : arrives(walk) ? `leads to ${walk.end}` : elsewhere,
          );
        }),
      );
    return strays.map((walk) =>
      warn({
        cause: 'duplicate-host-not-redirected',
        subject: walk.from,
        confidence: 'proved',
        evidence: [see('http.site', walk.from, `answers ${walk.status} at ${walk.end}`, { want: `a redirect to ${wanted}` })],
      }),
    );
  },
});
