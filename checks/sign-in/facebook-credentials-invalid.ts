import { httpUrl } from '../../src/logic/url-identity.js';
import { defineCheck, fail, pass, unknown, warn } from '../../src/index.js';

/** Facebook's codes of a wrong secret (1) and of an app that does not exist (101, 190); others are about its own state. */
const badCredentials: readonly (number | null)[] = [1, 101, 190];

export default defineCheck({
  id: 'facebook-credentials-invalid',
  area: 'sign-in',
  title: { pass: "Facebook accepts the app's id and secret", fail: "Facebook does not accept the app's id and secret" },
  causes: ['facebook-credentials-invalid', 'facebook-domain-missing'],
  needs: ['social.facebook', 'site.url'],
  judge({ 'social.facebook': { accepted, code, message, appDomains }, 'site.url': site }, see) {
    if (!accepted) {
      const evidence = [
        see('social.facebook', "Facebook's answer", `${message ?? 'an error'} (code ${code ?? 'none'})`, { want: 'an app token' }),
      ];
      if (badCredentials.includes(code))
        return fail({ cause: 'facebook-credentials-invalid', subject: 'Facebook app', confidence: 'proved', evidence });
      return unknown(`Facebook's answer says neither yes nor no: ${message ?? 'an error'} (code ${code ?? 'none'})`, {
        settle: 'Look again later.',
      });
    }
    const host = httpUrl(site.url)?.hostname;
    const token = see('social.facebook', "Facebook's answer", 'an app token');
    if (appDomains === null || host === undefined) return pass([token], { note: "the app's domains are not shown" });
    const domains = see('social.facebook', 'App domains', appDomains.join(', ') || 'none', { want: host });
    if (appDomains.some((domain) => covers(domain, host))) return pass([token, domains]);
    // without any domain Facebook may still go by the Site URL, which is not shown
    return (appDomains.length > 0 ? fail : warn)({
      cause: 'facebook-domain-missing',
      subject: host,
      confidence: appDomains.length > 0 ? 'likely' : 'possible',
      title: `The Facebook app's domains do not include ${host}`,
      evidence: [token, domains],
    });
  },
});

/** A domain stands for itself and its subdomains. */
function covers(domain: string, host: string): boolean {
  const name = domain
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[/:].*$/, '')
    .replace(/^\.|\.$/g, '');
  return name !== '' && (host === name || host.endsWith(`.${name}`));
}
