/** With --origin both sides are seen: what visitors get and the site itself does not send is the proxy's doing. */
import {
  defineCheck,
  fail,
  pass,
  skip,
  unknown,
  warn,
  type Edge,
  type Evidence,
  type Fact,
  type Judgement,
  type LoginPage,
  type See,
  type SessionPersistence,
} from '../../src/index.js';
import { loginThroughProxy } from '../../src/logic/edge-login.js';
import { gapJudgement } from '../../src/logic/gap.js';
import { throughProxy } from '../../src/logic/edge-sessions.js';
import { isGatewayError } from '../../src/logic/http-answer.js';
import { lettersOf } from '../../src/logic/session-persistence.js';
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
  wants: ['http.login', 'http.sessions'],
  judge({ 'proxy.edge': edge, 'http.site': site, 'http.login': origin, 'http.sessions': sessions }, see) {
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
    if (origin.value.form === null) return skip('there is no log-in page on which both sides could be compared');
    return pages(edge, origin.value, sessions, see);
  },
});

type Seeing = See<'proxy.edge' | 'http.login'>;

/** Both sides lead to one address: do they show the same log-in page there? */
function pages(edge: Edge, origin: LoginPage, sessions: Fact<SessionPersistence>, see: Seeing): Judgement {
  const { url } = edge.site;
  const there = edge.login?.url ?? url;
  const through = (label: string, saw: string, want = 'as at the origin'): Evidence =>
    see('proxy.edge', label, saw, { want, source: there });
  const shown = see('http.login', 'At the origin', described(origin), { source: origin.url });
  const both = edge.login === null ? [shown] : [through('Through the proxy', described(edge.login)), shown];
  const changed = { cause: 'proxy-changes-pages', subject: url, confidence: 'proved', evidence: both } as const;
  const seen = loginThroughProxy(edge, origin);
  switch (seen.is) {
    case 'as-at-origin':
      return lasting(edge, sessions, both, see);
    case 'unseen':
      return unknown(seen.why);
    case 'broken': {
      const title = 'The log-in page, which the site itself shows, does not come through the proxy in front';
      return fail({ ...changed, confidence: 'likely', title, evidence: [through('Through the proxy', seen.why), shown] });
    }
    case 'closed':
      return unknown(`through the proxy the log-in page ${seen.how}`, { settle: `Open ${there} in a browser later.` });
    case 'refused': {
      const title = `${seen.product ?? 'The proxy in front'} refuses the log-in page, which the site itself shows`;
      return fail({ ...changed, cause: 'firewall-blocks-login', title });
    }
    case 'other-page':
      return fail(changed);
    case 'cached':
      return skip('the page comes from a cache, which drops its cookie: see login-page-cached');
    case 'cookie-taken': {
      const cookie = through('Session cookie through the proxy', 'none', 'that of the site');
      return fail({ ...changed, title: 'The proxy in front takes the session cookie away', evidence: [cookie, ...both] });
    }
  }
}

function described({ status, form }: LoginPage): string {
  return `status ${status}${form === null ? ', no log-in form' : ', its log-in form'}`;
}

/** The same page comes on both sides: does a session last on both, too? */
function lasting(edge: Edge, origin: Fact<SessionPersistence>, pages: readonly Evidence[], see: See<'proxy.edge'>): Judgement {
  const { sessions } = edge;
  if (sessions === null) return unknown(edge.unseen?.why ?? 'whether sessions last through the proxy was not seen to the end');
  switch (throughProxy(sessions, origin)) {
    case 'as-at-origin':
      return pass(pages);
    case 'cached':
      return skip('the page comes from a cache: see login-page-cached');
    case 'unclear':
      return origin.ok
        ? unknown('whether sessions last through the proxy as they do at the origin could not be seen')
        : gapJudgement(origin);
    case 'lost': {
      const letters = (what: string, which: 'id' | 'token') =>
        see('proxy.edge', `${what}, request by request`, lettersOf(sessions, which), { want: 'the same letter', source: sessions.url });
      return fail({
        cause: 'proxy-changes-pages',
        subject: edge.site.url,
        confidence: 'likely',
        title: 'Sessions last at the site itself, and not through the proxy in front',
        evidence: [letters('Session id', 'id'), letters('CSRF token', 'token'), ...pages],
      });
    }
  }
}
