import { defineCheck, pass, skip, warn } from '../../src/index.js';
import { returningProviders, sessionCookieOf } from '../../src/logic/session-cookie.js';

/** Signing in with a password works with Strict: it matters only where another site sends the visitor back. */
export default defineCheck({
  id: 'cookie-samesite-strict',
  area: 'sessions',
  title: {
    pass: 'The session cookie comes along when a sign-in provider sends the visitor back',
    fail: 'The session cookie stays behind when a sign-in provider sends the visitor back',
  },
  causes: ['cookie-samesite-strict'],
  needs: ['http.login'],
  wants: ['php.web'],
  judge({ 'http.login': login, 'php.web': php }, see) {
    if (login.challenge) return skip('a challenge page stands in front of the login page');
    const cookie = sessionCookieOf(login);
    if (!cookie) return skip('the login page sets no session cookie: see session-cookie-not-returned');
    const strict = cookie.sameSite?.toLowerCase() === 'strict';
    const seen = see('http.login', `${cookie.name}: SameSite`, cookie.sameSite ?? 'none', { want: 'Lax, or none', source: login.url });
    const providers = returningProviders(login);
    if (!strict || providers.length === 0) return pass([seen]);
    const directive = php.ok ? php.value.ini['session.cookie_samesite'] : undefined;
    return warn({
      cause: 'cookie-samesite-strict',
      subject: cookie.name,
      confidence: 'likely',
      evidence: [
        seen,
        see('http.login', 'Sign-in that returns from another site', providers.join(', '), { source: login.url }),
        ...(directive === undefined ? [] : [see('php.web', 'session.cookie_samesite', directive)]),
      ],
    });
  },
});
