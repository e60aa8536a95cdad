import { defineCheck, fail, pass, skip, unknown, warn, type Fact, type PhpView, type See } from '../../src/index.js';
import { iniOn } from '../../src/logic/php-ini.js';
import { persistence } from '../../src/logic/session-persistence.js';
import { cookieFaults, ofWhmcs, sessionCookieOf } from '../../src/logic/session-cookie.js';

export default defineCheck({
  id: 'session-cookie-not-returned',
  area: 'sessions',
  title: { pass: 'Browsers keep the session cookie and return it', fail: 'Browsers do not return the session cookie' },
  causes: [
    'cookie-secure-over-http',
    'cookie-domain-foreign',
    'cookie-path-foreign',
    'cookie-samesite-none-insecure',
    'cookie-lifetime-short',
    'cookies-disabled',
  ],
  needs: ['http.login', 'operator.thresholds'],
  wants: ['php.web', 'http.sessions'],
  judge({ 'http.login': page, 'operator.thresholds': limits, 'php.web': php, 'http.sessions': visitor }, see) {
    if (page.challenge) return skip('a challenge page stands in front of the login page');
    if (page.notice !== null) return skip(`the page shows another notice in place of the login form (${page.notice})`);
    const cookie = sessionCookieOf(page);
    if (page.form === null && !ofWhmcs(page)) return skip('no log-in form was found on the pages of the site: see login-page-failing');
    if (!cookie) {
      const off = php.ok && php.value.ini['session.use_cookies'] !== undefined && !iniOn(php.value.ini['session.use_cookies']);
      const lasting = visitor.ok ? persistence(visitor.value) : null;
      if (!off && lasting?.state === 'lost')
        return skip('the login page sets no session cookie, and no session lasts: see session-not-persisting');
      if (!off && lasting?.state === 'unclear' && lasting.why === 'cached')
        return skip('the login page comes from a cache, without its cookie: see login-page-cached');
      if (!off)
        return unknown('the login page sets no session cookie', {
          settle: 'Open it in a browser and look whether a cookie WHMCS… is set.',
          subject: page.url,
        });
      return fail({
        cause: 'cookies-disabled',
        subject: page.url,
        confidence: php.value.way === 'static' ? 'likely' : 'proved',
        title: 'PHP sends no session cookie',
        evidence: [see('http.login', 'Session cookie', 'none', { source: page.url }), ...directive('session.use_cookies', php, see)],
      });
    }
    const url = new URL(page.url);
    const faults = cookieFaults(cookie, url, limits.sessionLifetimeMs / 1000);
    if (faults.length === 0) {
      if (cookie.refused !== null)
        return unknown(`a browser refuses the session cookie: ${cookie.refused}`, {
          settle: 'Open the login page in a browser and look at its console.',
        });
      return pass([see('http.login', cookie.name, 'kept', { source: page.url })]);
    }
    return faults.map((fault) =>
      (fault.later ? warn : fail)({
        cause: fault.cause,
        subject: cookie.name,
        confidence: 'proved',
        ...(fault.later ? { title: 'The session cookie expires after a short time' } : {}),
        evidence: [
          see('http.login', `${cookie.name}: ${fault.attribute}`, fault.saw, { want: fault.want, source: page.url }),
          // WHMCS can set the attribute itself, so the directive explains and the cookie proves.
          ...directive(fault.directive, php, see),
        ],
      }),
    );
  },
});

function directive(name: string, php: Fact<PhpView>, see: See<'php.web'>) {
  const value = php.ok ? php.value.ini[name] : undefined;
  return php.ok && value !== undefined ? [see('php.web', name, value, { source: php.value.iniFrom[name] ?? name })] : [];
}
