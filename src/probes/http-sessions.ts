/** Does the session last? The log-in page six times with one jar, and twice as strangers. */
import { defineProbe, LookFailed } from '../index.js';
import { unanswered } from '../logic/failure.js';
import { cacheSign } from '../logic/http-answer.js';
import type { SessionPersistence } from '../model.js';
import { parseLoginPage } from '../parse/login-page.js';
import { CookieJar, Letters } from './cookie-jar.js';
import { fetchPage, keptHeaders, type SiteLook } from './site-request.js';
import { redirected, siteAddress } from './places.js';

const roundsWanted = 6;
type Round = SessionPersistence['rounds'][number];

interface Visit {
  readonly round: Round;
  readonly token: string | null;
}

async function visit(look: SiteLook, page: URL, site: URL, jar: CookieJar, tokens: Letters, cookie: string | null): Promise<Visit> {
  const sent = cookie === null ? null : jar.sent(cookie, page);
  const { answer, url, cookies } = await fetchPage(look, page, site, jar);
  if (!answer.ok) throw new LookFailed(unanswered(answer), `the log-in page stopped answering: ${answer.message}`);
  const set = cookies.filter(({ name }) => name === cookie).at(-1);
  const { token } = await parseLoginPage(answer.body, url);
  return {
    round: {
      status: answer.status,
      sent: sent !== null,
      // The id that the server has in force counts, also where a browser would refuse its cookie.
      id: set?.value ?? sent,
      token: token === null ? null : tokens.of(token),
      cached: cacheSign(keptHeaders(answer)) !== null,
    },
    token,
  };
}

export default defineProbe({
  fact: 'http.sessions',
  vantage: 'http',
  title: 'whether a session lasts on the log-in page',
  needs: ['site.url', 'http.login'],
  budgetMs: 20_000,
  from: 'anywhere',
  touches: [
    { kind: 'contact', what: 'the log-in page, eight times: a few anonymous sessions', covers: [siteAddress, redirected], sessions: 8 },
  ],
  async observe(look, keep) {
    const login = look.have['http.login'];
    if (login.challenge) {
      throw new LookFailed('denied', 'a challenge of the proxy in front stands before the log-in page', {
        settle: 'Reach the site past its proxy with --origin IP.',
      });
    }
    const site = new URL(look.have['site.url'].url);
    // An address that lost a token on its way into the fact cannot be asked again.
    const page = login.url.includes('…') ? new URL('index.php?rp=/login', site) : new URL(login.url);
    const tokens = new Letters(look.host, 'token');
    const rounds: Round[] = [];
    const cookieName = login.sessionCookie;
    const jar = new CookieJar(look.host);
    const value = (stranger: readonly Visit[]): SessionPersistence => ({
      url: login.url,
      cookieName,
      rounds: [...rounds],
      ...(cookieName === null ? {} : { copies: jar.copies(cookieName, page) }),
      sameTokenForStrangers: stranger.length === 2 && stranger[0]?.token !== null && stranger[0]?.token === stranger[1]?.token,
    });
    const strangers = Promise.all([1, 2].map(async () => await visit(look, page, site, new CookieJar(look.host), tokens, cookieName)));
    // Awaited at the end; a failure before that must not be an unhandled one.
    strangers.catch(() => undefined);
    for (let count = 0; count < roundsWanted; count++) {
      const { round } = await visit(look, page, site, jar, tokens, cookieName);
      rounds.push(round);
      if (count > 0) keep(value([]));
    }
    return { value: value(await strangers), source: login.url };
  },
});
