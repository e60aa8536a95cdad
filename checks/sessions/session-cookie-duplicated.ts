import { defineCheck, fail, pass, skip, warn } from '../../src/index.js';
import { changedLast } from '../../src/logic/changed-last.js';
import { scopesOf, sessionCookieOf } from '../../src/logic/session-cookie.js';
import { persistence } from '../../src/logic/session-persistence.js';

export default defineCheck({
  id: 'session-cookie-duplicated',
  area: 'sessions',
  title: { pass: 'The session cookie is set once', fail: 'The session cookie is set twice, with different paths or domains' },
  causes: ['session-cookie-duplicated'],
  needs: ['http.login'],
  wants: ['http.sessions', 'install.extensions'],
  judge({ 'http.login': login, 'http.sessions': visitor, 'install.extensions': parts }, see) {
    if (login.challenge) return skip('a challenge page stands in front of the login page');
    const cookie = sessionCookieOf(login);
    if (!cookie) return skip('the login page sets no session cookie: see session-cookie-not-returned');
    const scopes = scopesOf(login, cookie.name);
    // A copy may be set only once the visitor comes back.
    const copies = visitor.ok ? (visitor.value.copies ?? 0) : 0;
    const seen = [
      ...scopes.map(({ domain, path, value }) =>
        see('http.login', cookie.name, `value ${value}, path ${path}, domain ${domain === '' ? '(the host alone)' : domain}`, {
          source: login.url,
        }),
      ),
      ...(copies > 1 ? [see('http.sessions', 'Cookies of this name that a browser sends', copies, { want: 1, source: login.url })] : []),
    ];
    if (scopes.length < 2 && copies < 2) return pass(seen);
    const state = visitor.ok ? persistence(visitor.value).state : 'unclear';
    const same = scopes.length > 1 && new Set(scopes.map(({ value }) => value)).size === 1;
    if (state === 'kept') return pass(seen, { note: 'a visitor’s session is kept all the same' });
    if (state !== 'lost' && same) return pass(seen, { note: 'all copies hold the same id' });
    return (state === 'lost' ? fail : warn)({
      cause: 'session-cookie-duplicated',
      subject: cookie.name,
      confidence: state === 'lost' && !same ? 'proved' : 'likely',
      evidence: [...seen, ...changedLast(parts, see)],
    });
  },
});
