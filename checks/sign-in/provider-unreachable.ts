import { gapJudgement } from '../../src/logic/gap.js';
import { describeCurl, disabledCurl } from '../../src/logic/php-reach.js';
import { providersReached, type ProviderReach } from '../../src/logic/provider-reach.js';
import { enabledProviders, providerNames } from '../../src/logic/sign-in.js';
import { hostOf } from '../../src/logic/url-identity.js';
import { defineCheck, fail, pass, skip, warn, type Judgement } from '../../src/index.js';

export default defineCheck({
  id: 'provider-unreachable',
  area: 'sign-in',
  title: { pass: 'The web PHP reaches the sign-in providers', fail: 'The web PHP does not reach a sign-in provider' },
  causes: ['provider-unreachable'],
  needs: [],
  wants: ['providers.from-php', 'http.login', 'database.settings', 'logs.whmcs'],
  judge({ 'providers.from-php': php, 'http.login': login, 'database.settings': settings, 'logs.whmcs': logs }, see) {
    const enabled = enabledProviders(login, settings);
    if (enabled?.providers.length === 0) return pass([], { note: 'no sign-in provider is switched on' });
    if (!php.ok) return gapJudgement(php);
    const { extension, disabled, enabledBy } = php.value;
    if (!extension || disabledCurl(disabled).vital.length > 0) return skip('the web PHP has no working curl: see curl-missing');
    const linking = logs.ok ? logs.value.hits.filter(({ message }) => message === 'google-linking-failed') : [];
    const judged = providersReached(php.value).filter(({ provider }) => provider !== 'duo');
    if (judged.length === 0) return skip('no address of a provider that is switched on may be contacted');
    return judged.map((reach): Judgement => {
      const { provider, seen, unreached, needed } = reach;
      const evidence = seen.map((one) =>
        see('providers.from-php', hostOf(one.url), describeCurl(one), { want: 'an answer', source: one.url }),
      );
      if (unreached.length === 0) return pass(evidence, { subject: providerNames[provider] });
      // Rows of settings stay behind where a provider was switched off again.
      const sure = needed && enabledBy === 'log-in page';
      return (sure ? fail : warn)({
        cause: 'provider-unreachable',
        subject: unreached.map(({ url }) => hostOf(url)).join(', '),
        confidence: sure ? 'likely' : 'possible',
        title: titleOf(reach),
        evidence: [
          ...evidence,
          ...(provider === 'google' ? linking : []).map((hit) => see('logs.whmcs', 'Log', hit.sample, { source: hit.source })),
        ],
      });
    });
  },
});

function titleOf({ provider, needed }: ProviderReach): string {
  const name = providerNames[provider];
  if (provider === 'google' && needed) return "The web PHP does not reach Google's certificates, by which it verifies who signs in";
  return needed ? `The web PHP does not reach ${name}` : `The web PHP reaches ${name} only in part: saving its settings asks the rest`;
}
