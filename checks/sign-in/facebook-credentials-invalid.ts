import { appDomainCovers } from '../../src/logic/facebook-domain.js';
import { gapJudgement } from '../../src/logic/gap.js';
import { otherOrigins } from '../../src/logic/public-origins.js';
import { providersHidden } from '../../src/logic/sign-in.js';
import { httpUrl } from '../../src/logic/url-identity.js';
import { defineCheck, fail, pass, skip, unknown, warn, type FacebookCredentials, type Judgement, type See } from '../../src/index.js';

/** Facebook's codes of a wrong secret (1) and of an app that does not exist (101, 190); others are about its own state. */
const badCredentials: readonly (number | null)[] = [1, 101, 190];

/** What Facebook shows only to people with a role on the app. */
const onlyThere = skip(
  'whether the app is in Development mode, and its Valid OAuth Redirect URIs, shows only Facebook: on developers.facebook.com/apps open the app, see that the App Mode switch says Live, and that Facebook Login > Settings > Valid OAuth Redirect URIs holds the System URL',
  'App Mode and redirect URIs',
);

export default defineCheck({
  id: 'facebook-credentials-invalid',
  area: 'sign-in',
  title: { pass: "Facebook accepts the app's id and secret", fail: "Facebook does not accept the app's id and secret" },
  causes: ['facebook-credentials-invalid', 'facebook-domain-missing'],
  needs: ['site.url'],
  wants: ['social.facebook', 'http.login', 'http.site'],
  judge({ 'social.facebook': answer, 'http.login': login, 'site.url': site, 'http.site': walked }, see) {
    const enabled = login.ok && login.value.providers.includes('facebook');
    if (!answer.ok) {
      if (login.ok && !enabled && providersHidden(login.value) === null) return pass([], { note: 'Facebook sign-in is not switched on' });
      return enabled ? [gapJudgement(answer), onlyThere] : gapJudgement(answer);
    }
    const { accepted, code, message, appDomains } = answer.value;
    if (!accepted) {
      const said = `${message ?? 'an error'} (code ${code ?? 'none'})`;
      const evidence = [see('social.facebook', "Facebook's answer", said, { want: 'an app token' })];
      return badCredentials.includes(code)
        ? fail({ cause: 'facebook-credentials-invalid', subject: 'Facebook app', confidence: 'proved', evidence })
        : unknown(`Facebook's answer says neither yes nor no: ${said}`, { settle: 'Look again later.' });
    }
    const url = httpUrl(site.url);
    const token = see('social.facebook', "Facebook's answer", 'an app token');
    if (appDomains === null || url === null) return [pass([token], { note: "the app's domains are not shown" }), onlyThere];
    const twins = walked.ok ? otherOrigins(walked.value, url.origin).map((origin) => new URL(origin).hostname) : [];
    const missing = [...new Set([url.hostname, ...twins])].filter((host) => !appDomains.some((domain) => appDomainCovers(domain, host)));
    if (missing.length === 0) return [pass([token, domains(appDomains, url.hostname, see)]), onlyThere];
    return [
      ...missing.map((host): Judgement => {
        // Without any domain Facebook may still go by the Site URL, which is not shown; and a twin is not the address that WHMCS uses.
        const sure = appDomains.length > 0 && host === url.hostname;
        return (sure ? fail : warn)({
          cause: 'facebook-domain-missing',
          subject: host,
          confidence: sure ? 'likely' : 'possible',
          title: `The Facebook app's domains do not include ${host}`,
          evidence: [token, domains(appDomains, host, see)],
        });
      }),
      onlyThere,
    ];
  },
});

function domains(listed: NonNullable<FacebookCredentials['appDomains']>, want: string, see: See<'social.facebook'>) {
  return see('social.facebook', 'App domains', listed.slice(0, 20).join(', ') || 'none', { want });
}
