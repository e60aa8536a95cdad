import { defineCheck, fail, pass, skip, warn } from '../../src/index.js';
import { returningProviders } from '../../src/logic/session-cookie.js';
import { httpUrl } from '../../src/logic/url-identity.js';

const directive = 'session.referer_check';

export default defineCheck({
  id: 'session-referer-check',
  area: 'sessions',
  title: { pass: 'PHP does not judge sessions by where visitors come from', fail: 'PHP throws sessions away by where visitors come from' },
  causes: ['session-referer-check'],
  needs: ['php.web'],
  wants: ['site.url', 'database.settings', 'http.login'],
  judge({ 'php.web': php, 'site.url': site, 'database.settings': settings, 'http.login': login }, see) {
    const text = php.ini[directive] ?? '';
    if (text === '') return pass([see('php.web', directive, '(empty)')]);
    const row = settings.ok ? settings.value.systemUrl : null;
    const addresses = [site.ok ? site.value.url : '', row?.present ? row.value : '', login.ok ? login.value.url : ''];
    const own = addresses.flatMap((address) => httpUrl(address)?.href ?? []);
    if (own.length === 0) return skip(`${directive} is set, and the address of the site is not known: give it with --url`);
    const evidence = [see('php.web', directive, text, { want: '(empty)', source: php.iniFrom[directive] ?? directive })];
    // PHP looks for the text anywhere in the Referer, capital letters included: php_session_initialize() in ext/session/session.c
    if (own.every((address) => !address.includes(text))) {
      return fail({ cause: 'session-referer-check', subject: directive, confidence: 'likely', evidence });
    }
    const providers = login.ok ? returningProviders(login.value) : [];
    if (providers.length === 0) return pass(evidence, { note: 'the site’s own pages hold the text' });
    const button = see('http.login', 'Sign-in that returns from another site', providers.join(', '));
    return warn({ cause: 'session-referer-check', subject: directive, confidence: 'likely', evidence: [...evidence, button] });
  },
});
