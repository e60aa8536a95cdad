import { defineCheck, fail, pass, skip, unknown } from '../../src/index.js';
import { changedLast } from '../../src/logic/changed-last.js';
import { ofWhmcs } from '../../src/logic/session-cookie.js';
import { sessionMessages } from '../../src/logic/session-log.js';
import { lettersOf, persistence } from '../../src/logic/session-persistence.js';

const reasons = {
  cached: 'the login page comes from a cache: its session cannot be seen (see login-page-cached)',
  refused: 'the login page was refused to this program (a firewall or a challenge stands in front)',
  'not-returned': 'the session cookie is not one that a browser would return (see session-cookie-not-returned)',
  'no-token': 'the session id stays the same, but the page prints no CSRF token, by which alone a forgotten session shows',
} as const;

export default defineCheck({
  id: 'session-not-persisting',
  area: 'sessions',
  title: { pass: 'A visitor’s session is kept from request to request', fail: 'A visitor’s session is gone at the next request' },
  causes: ['session-not-persisting'],
  needs: ['http.sessions'],
  wants: ['http.login', 'logs.php', 'install.extensions'],
  judge({ 'http.sessions': seen, 'http.login': login, 'logs.php': logs, 'install.extensions': parts }, see) {
    if (login.ok && login.value.challenge) return skip('a challenge page stands in front of the login page');
    if (login.ok && login.value.notice !== null)
      return skip(`the page shows another notice in place of the login form (${login.value.notice})`);
    if (login.ok && login.value.form === null && !ofWhmcs(login.value))
      return skip('no log-in form was found on the pages of the site: see login-page-failing');
    const said = persistence(seen);
    const evidence = [
      see('http.sessions', 'Session id, request by request', lettersOf(seen, 'id'), { want: 'the same letter', source: seen.url }),
      see('http.sessions', 'CSRF token, request by request', lettersOf(seen, 'token'), { want: 'the same letter', source: seen.url }),
    ];
    switch (said.state) {
      case 'kept':
        return pass(evidence);
      case 'lost':
        return fail({
          cause: 'session-not-persisting',
          subject: seen.url,
          confidence: 'proved',
          ...(said.alternating ? { title: 'A visitor’s session is there in some requests and gone in others' } : {}),
          evidence: [...evidence, ...sessionMessages(logs, see), ...changedLast(parts, see)],
        });
      case 'failing':
        return unknown(`the login page answered HTTP ${said.status}`, {
          settle: 'Look into the error log of PHP for this moment.',
          subject: seen.url,
        });
      case 'unclear':
        return said.why === 'no-cookie'
          ? unknown('the login page sets no session cookie', {
              settle: 'Open it in a browser and look whether a cookie WHMCS… is set.',
              subject: seen.url,
            })
          : skip(reasons[said.why], seen.url);
      default:
        return said satisfies never;
    }
  },
});
