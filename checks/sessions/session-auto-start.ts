import { defineCheck, fail, pass, skip } from '../../src/index.js';
import { iniOn } from '../../src/logic/php-ini.js';

const directive = 'session.auto_start';

export default defineCheck({
  id: 'session-auto-start',
  area: 'sessions',
  title: { pass: 'PHP leaves it to WHMCS to start sessions', fail: 'PHP starts a session of its own before WHMCS can' },
  causes: ['session-auto-start'],
  needs: ['php.web'],
  wants: ['http.login'],
  judge({ 'php.web': php, 'http.login': login }, see) {
    const value = php.ini[directive];
    if (value === undefined) {
      return php.way === 'static'
        ? pass([], { note: `${directive} is set in no file of PHP; its default is 0` })
        : skip('PHP has no session extension, so nothing can be started');
    }
    const source = php.iniFrom[directive] ?? directive;
    const evidence = [see('php.web', directive, value, { want: '0', source })];
    if (!iniOn(value)) return pass(evidence);
    // PHP's own session shows itself to a visitor by the cookie of PHP's own name.
    const name = php.ini['session.name'] ?? 'PHPSESSID';
    const visible = login.ok && login.value.cookies.some((cookie) => cookie.name === name && cookie.name !== login.value.sessionCookie);
    return fail({
      cause: 'session-auto-start',
      subject: directive,
      confidence: php.way !== 'static' || visible ? 'proved' : 'likely',
      evidence: [...evidence, ...(visible ? [see('http.login', 'Cookie of PHP’s own session', name)] : [])],
    });
  },
});
