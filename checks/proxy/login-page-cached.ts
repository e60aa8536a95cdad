/** A cache hands one visitor's log-in page to all: its token fits nobody's session. */
import {
  defineCheck,
  fail,
  pass,
  skip,
  unknown,
  warn,
  type Judgement,
  type LoginPage,
  type See,
  type SessionPersistence,
} from '../../src/index.js';
import { cacheSign } from '../../src/logic/http-answer.js';

const settle = 'Reach the site past its proxy with --origin IP.';

export default defineCheck({
  id: 'login-page-cached',
  area: 'proxy',
  title: { pass: 'The log-in page comes fresh for every visitor', fail: 'The log-in page comes from a cache' },
  causes: ['login-page-cached'],
  needs: ['http.login'],
  wants: ['http.sessions', 'proxy.edge'],
  judge({ 'http.login': login, 'http.sessions': sessions, 'proxy.edge': edge }, see) {
    // With --origin the page of the site itself is seen: what a cache in front of it hands out is what visitors get.
    if (edge.ok && edge.value.login !== null && !edge.value.login.challenge) {
      const found = judged(edge.value.login, edge.value.sessions, true, 'proxy.edge', see);
      if (found.is === 'fail' || found.is === 'warn') return found;
    }
    const lasting = sessions.ok ? sessions.value : null;
    return judged(login, lasting, sessions.ok && sessions.partial === undefined, 'http.login', see);
  },
});

type From = 'http.login' | 'proxy.edge';

function judged(
  login: LoginPage,
  sessions: SessionPersistence | null,
  whole: boolean,
  from: From,
  see: See<'http.login' | 'http.sessions' | 'proxy.edge'>,
): Judgement {
  if (login.challenge) return unknown('a challenge of the proxy in front stands before the log-in page', { settle });
  const sign = cacheSign(login.headers);
  const headers = sign === null ? [] : [see(from, 'Response header', sign, { want: 'a page that no cache keeps' })];
  const said = { cause: 'login-page-cached', subject: login.url };
  if (sessions?.sameTokenForStrangers === true) {
    const told = from === 'http.login' ? 'http.sessions' : from;
    const token = see(told, 'Token on the page for two strangers', 'the same', { want: 'different ones' });
    return fail({ ...said, confidence: 'proved', evidence: [token, ...headers] });
  }
  if (login.form === null) return skip('no log-in form was found on the pages of the site');
  if (sign === null) return pass([see(from, 'Signs of a cache', 'none')]);
  // Different tokens prove that each visitor gets a page of his own, whatever the header says.
  const fresh = whole && sessions?.rounds.some(({ token }) => token !== null) === true;
  if (fresh) return pass(headers, { note: 'two strangers got different tokens all the same' });
  const kept = login.cookies.length === 0;
  return kept ? fail({ ...said, confidence: 'likely', evidence: headers }) : warn({ ...said, confidence: 'possible', evidence: headers });
}
