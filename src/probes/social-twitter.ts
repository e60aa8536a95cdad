/**
 * Asks X for a request token with the site's callback: proves key, secret, clock and callback without a user. The callback that WHMCS sends is
 * not documented; with basic routing it is index.php, for X compares without the query: https://docs.x.com/fundamentals/developer-apps
 */
import { defineProbe, LookFailed } from '../index.js';
import { httpUrl } from '../logic/url-identity.js';
import type { Fact, LoginPage, TwitterCallback } from '../model.js';
import { parseRequestToken, parseTwitterError } from '../parse/provider-answers.js';

export default defineProbe({
  fact: 'social.twitter',
  vantage: 'provider',
  title: "X's answer about the callback",
  needs: ['site.url'],
  wants: ['http.login'],
  budgetMs: 10_000,
  touches: [{ kind: 'contact', what: 'endpoints.twitter: POST /oauth/request_token, only with TWITTER_API_KEY and TWITTER_API_SECRET' }],
  async observe({ host, have, want, options, signal }) {
    if (options.offline) throw new LookFailed('disabled', 'X is not asked with --offline');
    const endpoint = options.endpoints.twitter;
    if (endpoint === null) throw new LookFailed('disabled', 'endpoints.twitter is switched off');
    const [key, secret] = await Promise.all([
      host.credentials.secret('TWITTER_API_KEY', signal),
      host.credentials.secret('TWITTER_API_SECRET', signal),
    ]);
    if (key === null || secret === null)
      throw new LookFailed('disabled', 'needs TWITTER_API_KEY and TWITTER_API_SECRET in the environment');
    const { callback, callbackFrom } = callbackOf(have['site.url'].url, want['http.login'], host.credentials.text('TWITTER_CALLBACK_URL'));
    const url = new URL('/oauth/request_token', endpoint).href;
    const answer = await host.credentials.send(
      { kind: 'oauth1', url, key, secret, parameters: { oauth_callback: callback } },
      { timeoutMs: options.timeoutMs, signal },
    );
    if (!answer.ok)
      throw new LookFailed(/TIME/i.test(answer.code) ? 'timeout' : 'io', `X did not answer: ${answer.code} (${answer.stage})`);
    const source = new URL(endpoint).host;
    const common = { callback, callbackFrom, status: answer.status };
    if (answer.status === 200) {
      const token = parseRequestToken(answer.body);
      for (const value of [token.token, token.secret]) if (value !== '') host.vault.keep("X's request token", value);
      if (token.token === '') throw new LookFailed('malformed', 'X answered 200 without a request token');
      return { value: { ...common, accepted: token.confirmed, code: null, message: null }, source };
    }
    return { value: { ...common, accepted: false, ...parseTwitterError(answer.body) }, source };
  },
});

function callbackOf(site: string, login: Fact<LoginPage>, given: string | null): Pick<TwitterCallback, 'callback' | 'callbackFrom'> {
  if (given !== null) return { callback: given, callbackFrom: 'operator' };
  const base = httpUrl(site);
  if (base === null) throw new LookFailed('absent', 'the System URL is not an address, so there is no callback');
  const folder = base.pathname.endsWith('/') ? base.pathname : `${base.pathname}/`;
  const callback = `${base.origin}${folder}index.php`;
  return { callback, callbackFrom: login.ok && login.value.routeMode === 'basic' ? 'basic-routing' : null };
}
