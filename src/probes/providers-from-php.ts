/**
 * The servers of the providers that are switched on, as the web PHP's own curl reaches them. It runs apart from the license servers' look, for
 * it has to wait for the log-in page, and where no provider is switched on PHP is not asked and nobody is contacted.
 */
import { defineProbe, LookFailed } from '../index.js';
import { duoHostOf, isDuoHost } from '../logic/duo.js';
import { enabledProviders } from '../logic/sign-in.js';
import { askPhp, phpTargets } from './php-ask.js';
import { curlScript, readCurl } from './php-script-curl.js';
import type { Endpoints, ProvidersFromPhp } from '../model.js';
import { phpListeners, scriptFiles, scriptGround } from './places.js';

/** Beyond curl's own limit: PHP has to start, and the answer to come back. */
const marginMs = 3000;
const longestMs = 12_000;

export default defineProbe({
  fact: 'providers.from-php',
  vantage: 'web-php',
  title: "the sign-in providers, asked by the web server's PHP",
  needs: ['php.web'],
  wants: ['http.login', 'database.settings', 'install.root', 'php.pool', 'site.url'],
  budgetMs: 20_000,
  touches: [
    scriptGround,
    {
      kind: 'write',
      what: 'where a provider is switched on: one temporary PHP script in a private folder outside the install, removed at once',
      covers: [...scriptFiles],
    },
    {
      kind: 'contact',
      what: 'from PHP, those of the providers that are switched on: endpoints.google, endpoints.googleToken, endpoints.googleCertificates, endpoints.facebook, endpoints.twitter, endpoints.twitterFormer, and the host of DUO_HOST',
      covers: phpListeners,
    },
  ],
  async observe({ host, have, want, options, signal }) {
    if (options.offline) throw new LookFailed('disabled', 'with --offline nothing beyond the target is contacted');
    const enabled = enabledProviders(want['http.login'], want['database.settings']);
    const duo = duoHostOf(host.credentials.text('DUO_HOST') ?? '');
    const asked = [
      ...(enabled?.providers ?? []).flatMap((provider) => addressesOf(provider, options.endpoints)),
      ...(isDuoHost(duo) ? [{ provider: 'duo', use: 'sign-in', url: `https://${duo}/` } as const] : []),
    ];
    if (asked.length === 0) {
      if (enabled !== null) throw new LookFailed('disabled', 'no sign-in provider is switched on, so none is contacted');
      throw new LookFailed('absent', 'which providers are switched on was not seen', { beyond: true });
    }
    const { way } = have['php.web'];
    const target = phpTargets(options, { pool: want['php.pool'], root: want['install.root'], site: want['site.url'] }).find(
      (one) => one.way === way,
    );
    if (!target) {
      throw new LookFailed('unsupported', 'PHP can only be read from its files here: its curl cannot be asked', {
        settle: host.me.uid === 0 ? 'Run with --web-probe.' : 'Run as root, or with --web-probe.',
        beyond: true,
      });
    }
    const seconds = Math.max(1, Math.ceil(Math.min(options.timeoutMs, longestMs) / 1000));
    const urls = asked.map(({ url }) => url);
    const [answered] = await askPhp(target, curlScript(urls, seconds), 1, { host, signal, timeoutMs: seconds * 1000 + marginMs });
    if (!answered) throw new LookFailed('malformed', `${target.where} gave no answer`);
    const { extension, disabled, results } = readCurl(answered.answer, urls);
    const reaches = asked.flatMap(({ provider, use, url }) => {
      const seen = results.find((one) => one.url === url);
      return seen === undefined ? [] : [{ provider, use, seen }];
    });
    return { value: { reaches, enabledBy: enabled?.by ?? 'settings', extension, disabled }, source: target.where };
  },
});

type Asked = Pick<ProvidersFromPhp['reaches'][number], 'provider' | 'use'> & { readonly url: string };

/** What WHMCS's server asks of the provider, by its bundled libraries. */
function addressesOf(provider: 'google' | 'facebook' | 'twitter', endpoints: Endpoints): readonly Asked[] {
  const one = (use: Asked['use'], url: string | null): readonly Asked[] => (url === null ? [] : [{ provider, use, url }]);
  switch (provider) {
    case 'google':
      // Tokens are verified with Google's certificates; the others are asked when the settings are saved.
      return [
        ...one('verify', endpoints.googleCertificates),
        ...one('settings', endpoints.google),
        ...one('settings', endpoints.googleToken),
      ];
    case 'facebook':
      return one('sign-in', endpoints.facebook);
    case 'twitter':
      // twitteroauth asks api.twitter.com up to its 7.x and api.x.com since 8.0: https://github.com/abraham/twitteroauth/releases
      return [...one('either', endpoints.twitter), ...one('either', endpoints.twitterFormer)];
    default:
      return provider satisfies never;
  }
}
