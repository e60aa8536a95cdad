/** A cache hands one visitor's log-in page to all: its token fits nobody's session. */
import { defineCheck, fail, pass, skip, unknown, warn } from '../../src/index.js';
import { cacheSign } from '../../src/logic/http-answer.js';

const settle = 'Reach the site past its proxy with --origin IP.';

export default defineCheck({
  id: 'login-page-cached',
  area: 'proxy',
  title: { pass: 'The log-in page comes fresh for every visitor', fail: 'The log-in page comes from a cache' },
  causes: ['login-page-cached'],
  needs: ['http.login'],
  wants: ['http.sessions'],
  judge({ 'http.login': login, 'http.sessions': sessions }, see) {
    if (login.challenge) return unknown('a challenge of the proxy in front stands before the log-in page', { settle });
    const sign = cacheSign(login.headers);
    const shared = sessions.ok && sessions.value.sameTokenForStrangers;
    const headers = sign === null ? [] : [see('http.login', 'Response header', sign, { want: 'a page that no cache keeps' })];
    const said = { cause: 'login-page-cached', subject: login.url };
    if (shared) {
      const token = see('http.sessions', 'Token on the page for two strangers', 'the same', { want: 'different ones' });
      return fail({ ...said, confidence: 'proved', evidence: [token, ...headers] });
    }
    if (login.form === null) return skip('no log-in form was found on the pages of the site');
    if (sign === null) return pass([see('http.login', 'Signs of a cache', 'none')]);
    // Different tokens prove that each visitor gets a page of his own, whatever the header says.
    const fresh = sessions.ok && sessions.partial === undefined && sessions.value.rounds.some(({ token }) => token !== null);
    if (fresh) return pass(headers, { note: 'two strangers got different tokens all the same' });
    const kept = login.cookies.length === 0;
    return kept ? fail({ ...said, confidence: 'likely', evidence: headers }) : warn({ ...said, confidence: 'possible', evidence: headers });
  },
});
