/** With --origin both sides are seen: what visitors get and the site itself does not send is the proxy's doing. */
import { defineCheck, fail, pass, skip, unknown, warn, type Evidence, type LoginPage } from '../../src/index.js';
import { gapJudgement } from '../../src/logic/gap.js';
import { cacheSign, isGatewayError } from '../../src/logic/http-answer.js';
import { sameOrigin, walkOf } from '../../src/logic/site-view.js';

export default defineCheck({
  id: 'edge-answers-differently',
  area: 'proxy',
  title: {
    pass: 'Visitors get from the proxy what the site itself answers',
    fail: 'The proxy in front answers otherwise than the site itself',
  },
  causes: ['proxy-changes-pages', 'firewall-blocks-login', 'system-url-unreachable'],
  needs: ['proxy.edge', 'http.site'],
  wants: ['http.login'],
  judge({ 'proxy.edge': edge, 'http.site': site, 'http.login': origin }, see) {
    const [there, here] = [walkOf(edge.site, 'system-url'), walkOf(site, 'system-url')];
    if (there === null || here === null) return unknown('the System URL was not followed');
    if (here.outcome !== 'answered') return skip('the site itself does not answer at --origin: see system-url-unreachable');
    const { url } = edge.site;
    const said = { subject: url } as const;
    const ends = (answer: string): readonly Evidence[] => [
      see('proxy.edge', 'Through the proxy', answer, { want: 'as at the origin', source: url }),
      see('http.site', 'At the origin', `status ${here.status ?? 'none'} at ${here.end}`, { source: url }),
    ];
    if (there.outcome === 'loop' || there.outcome === 'too-many-redirects')
      return skip('the proxy redirects in a circle: see redirect-loop');
    if (there.outcome !== 'answered' || isGatewayError(there.status ?? 0)) {
      const how = there.outcome === 'answered' ? `status ${there.status ?? 'none'}` : (there.failure?.code ?? there.outcome);
      const title = 'The site answers at its origin, and not through the proxy in front';
      return fail({ ...said, cause: 'system-url-unreachable', confidence: 'proved', title, evidence: ends(how) });
    }
    if (edge.login?.challenge === true)
      return skip('a challenge of the proxy stands before the site, which people pass and programs do not');
    if (!origin.ok) return gapJudgement(origin);
    if (!here.whmcs && there.whmcs && origin.value.form === null)
      return unknown('what answers at --origin is not the site that visitors get', {
        settle: 'Give the address of the server to which the proxy leads.',
      });
    if (!sameOrigin(there.end, here.end))
      return warn({
        ...said,
        cause: 'proxy-changes-pages',
        confidence: 'proved',
        title: 'The proxy in front leads visitors to another address than the site itself does',
        evidence: ends(`status ${there.status ?? 'none'} at ${there.end}`),
      });
    if (edge.login === null || origin.value.form === null) return skip('there is no log-in page on which both sides could be compared');
    const page = (login: LoginPage): string => `status ${login.status}${login.form === null ? ', no log-in form' : ', its log-in form'}`;
    const pages = [
      see('proxy.edge', 'Through the proxy', page(edge.login), { want: 'as at the origin', source: edge.login.url }),
      see('http.login', 'At the origin', page(origin.value), { source: origin.value.url }),
    ];
    if (edge.login.form === null) {
      const refused = edge.login.refusal ?? null;
      if (refused !== null || edge.login.status === 403 || edge.login.status === 406) {
        const title = `${refused?.product ?? 'The proxy in front'} refuses the log-in page, which the site itself shows`;
        return fail({ ...said, cause: 'firewall-blocks-login', confidence: 'proved', title, evidence: pages });
      }
      return fail({ ...said, cause: 'proxy-changes-pages', confidence: 'proved', evidence: pages });
    }
    const lost = origin.value.sessionCookie !== null && edge.login.sessionCookie === null;
    if (!lost) return pass(pages);
    if (edge.sessions?.sameTokenForStrangers === true || cacheSign(edge.login.headers) !== null)
      return skip('the page comes from a cache, which drops its cookie: see login-page-cached');
    const title = 'The proxy in front takes the session cookie away';
    const cookie = see('proxy.edge', 'Session cookie through the proxy', 'none', { want: 'that of the site', source: edge.login.url });
    return fail({ ...said, cause: 'proxy-changes-pages', confidence: 'proved', title, evidence: [cookie, ...pages] });
  },
});
