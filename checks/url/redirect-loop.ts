/** The site redirects in a circle: browsers give up before the log-in page. */
import { defineCheck, fail, pass, skip, warn, type Walk } from '../../src/index.js';
import { walkOf } from '../../src/logic/site-view.js';

export default defineCheck({
  id: 'redirect-loop',
  area: 'url',
  title: { pass: 'No address of the site redirects in a circle', fail: 'The site redirects in a circle' },
  causes: ['redirect-loop', 'flexible-ssl'],
  needs: ['http.site'],
  wants: ['proxy.front', 'php.request', 'proxy.edge'],
  judge({ 'http.site': site, 'proxy.front': front, 'php.request': request, 'proxy.edge': edge }, see) {
    const loops = site.walks.filter(isLoop);
    const around = edge.ok ? edge.value.site.walks.find((walk) => walk.why === 'system-url' && isLoop(walk)) : undefined;
    const main = walkOf(site, 'system-url');
    if (around !== undefined && main?.outcome === 'answered') {
      const evidence = [
        see('proxy.edge', 'Redirects, through the proxy', circleOf(around), { want: 'a page', source: around.from }),
        see('http.site', 'At the origin', `status ${main.status ?? 'none'} at ${main.end}`, { source: main.from }),
      ];
      const flexible = asksForHttpsAgain(around);
      const title = flexible
        ? 'The proxy asks the site over http, and the site redirects every such request to https'
        : 'The proxy in front redirects in a circle, and the site itself does not';
      return fail({
        cause: flexible ? 'flexible-ssl' : 'redirect-loop',
        subject: around.from,
        confidence: flexible ? 'likely' : 'proved',
        title,
        evidence,
      });
    }
    if (loops.length === 0 && walkOf(site, 'system-url')?.outcome !== 'answered')
      return skip('the System URL leads to no page: see system-url-unreachable');
    if (loops.length === 0) return pass(site.walks.map((walk) => see('http.site', walk.from, endOf(walk))));
    const lost = request.ok && request.value.forwardedProto?.toLowerCase() === 'https' && !/^(?:on|1)$/i.test(request.value.https ?? '');
    const proxied = front.ok && (front.value.state === 'proxied' || front.value.state === 'mixed');
    return loops.map((walk) => {
      const evidence = [see('http.site', 'Redirects', circleOf(walk), { want: 'a page', source: walk.from })];
      const own = walk.why === 'system-url' || walk.why === 'used-url';
      if (own && asksForHttpsAgain(walk) && (lost || proxied)) {
        const seen = [
          ...(proxied && front.ok ? [see('proxy.front', 'In front of the site', front.value.product)] : []),
          ...(lost ? [see('php.request', 'X-Forwarded-Proto', 'https, and HTTPS is not set for PHP')] : []),
        ];
        const title = 'The proxy asks the site over http, and the site redirects every such request to https';
        return fail({
          cause: 'flexible-ssl',
          subject: walk.from,
          confidence: lost ? 'proved' : 'likely',
          title,
          evidence: [...evidence, ...seen],
        });
      }
      const said = { cause: 'redirect-loop', subject: walk.from, confidence: 'proved', evidence } as const;
      return own ? fail(said) : warn({ ...said, title: 'A twin of the System URL redirects in a circle' });
    });
  },
});

function isLoop({ outcome }: Walk): boolean {
  return outcome === 'loop' || outcome === 'too-many-redirects';
}

function endOf({ outcome, hops, end }: Walk): string {
  const redirects = hops.length - 1;
  if (outcome !== 'answered') return outcome;
  return redirects < 1 ? 'answers' : `answers after ${redirects} ${redirects === 1 ? 'redirect' : 'redirects'} at ${end}`;
}

function circleOf({ hops }: Walk): string {
  return hops
    .slice(-4)
    .map(({ url, status }) => `${status} ${url}`)
    .join(' → ');
}

/**
 * Behind a proxy that ends TLS, an origin that asks for https never sees it: an https address leads to itself. A circle through two hosts,
 * folders or schemes is a disagreement about those.
 */
function asksForHttpsAgain({ hops }: Walk): boolean {
  const last = hops.at(-1);
  return last?.url.startsWith('https:') === true && last.location === last.url;
}
