import { gapJudgement } from '../../src/logic/gap.js';
import { providersHidden } from '../../src/logic/sign-in.js';
import { httpUrl } from '../../src/logic/url-identity.js';
import { defineCheck, fail, pass, skip } from '../../src/index.js';

export default defineCheck({
  id: 'social-sign-in-insecure-url',
  area: 'sign-in',
  title: {
    pass: 'No sign-in provider gets an insecure address',
    fail: 'Sign-in providers are switched on and the System URL is not https',
  },
  causes: ['social-sign-in-insecure-url'],
  needs: ['site.url'],
  wants: ['http.login'],
  judge({ 'site.url': site, 'http.login': login }, see) {
    // An address that was only typed may lead to another one: there the page counts at which visitors arrive.
    const typed = site.from !== 'database' && login.ok ? login.value.url : null;
    const url = httpUrl(typed ?? site.url);
    if (url === null) return skip('the System URL is not an address: see system-url-unusable');
    const evidence = [
      typed === null
        ? see('site.url', 'System URL', site.url, { want: 'https://…' })
        : see('http.login', 'Log-in page', typed, { want: 'https://…' }),
    ];
    if (url.protocol === 'https:') return pass(evidence);
    if (!login.ok) return gapJudgement(login);
    const { providers } = login.value;
    if (providers.length === 0) {
      const hidden = providersHidden(login.value);
      return hidden === null ? pass(evidence, { note: 'no sign-in provider is switched on' }) : skip(hidden);
    }
    // providers take http for the developer's own machine alone
    if (url.hostname === 'localhost' || url.hostname === '127.0.0.1')
      return pass(evidence, { note: 'providers accept http for localhost' });
    return fail({
      cause: 'social-sign-in-insecure-url',
      subject: url.origin,
      confidence: 'proved',
      ...(typed === null ? {} : { title: 'Sign-in providers are switched on and the log-in page is not https' }),
      evidence: [...evidence, see('http.login', 'Providers switched on', providers.join(', '))],
    });
  },
});
