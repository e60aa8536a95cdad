/**
 * Asks X for a request token with the site's callback: proves key, secret, clock and callback without a user. The callback that WHMCS sends is
 * not documented; with basic routing it is index.php, for X compares without the query: https://docs.x.com/fundamentals/developer-apps
 */
import { defineProbe, LookFailed } from '../index.js';
import { httpDateInterval } from '../logic/clock-interval.js';
import { headerOf, printable } from '../logic/http-answer.js';
import { httpUrl } from '../logic/url-identity.js';
import type { Fact, HttpResult, LoginPage, TwitterCallback, Vault } from '../model.js';
import { parseHttpDate } from '../parse/http-date.js';
import { parseRequestToken, parseTwitterError } from '../parse/provider-answers.js';

export default defineProbe({
  fact: 'social.twitter',
  vantage: 'provider',
  title: "X's answer about the callback",
  needs: ['site.url'],
  wants: ['http.login'],
  budgetMs: 10_000,
  from: 'anywhere',
  touches: [
    {
      kind: 'contact',
      what: 'endpoints.twitter: POST /oauth/request_token, only with TWITTER_API_KEY and TWITTER_API_SECRET',
      covers: ['POST <endpoints.twitter>/**'],
    },
  ],
  async observe({ host, have, want, options, signal }) {
    if (options.offline) throw new LookFailed('disabled', 'X is not asked with --offline');
    const endpoint = options.endpoints.twitter;
    if (endpoint === null) throw new LookFailed('disabled', 'endpoints.twitter is switched off');
    const [key, secret] = await Promise.all([
      host.credentials.secret('TWITTER_API_KEY', signal),
      host.credentials.secret('TWITTER_API_SECRET', signal),
    ]);
    if (key === null || secret === null)
      throw new LookFailed('disabled', `needs TWITTER_API_KEY and TWITTER_API_SECRET in the environment; ${byHand}`);
    const { callback, callbackFrom } = callbackOf(have['site.url'].url, want['http.login'], host.credentials.text('TWITTER_CALLBACK_URL'));
    const url = new URL('/oauth/request_token', endpoint).href;
    const ask = (value: string): Promise<HttpResult> =>
      host.credentials.send(
        { kind: 'oauth1', url, key, secret, parameters: { oauth_callback: value } },
        { timeoutMs: options.timeoutMs, signal },
      );
    const answer = await ask(callback);
    if (!answer.ok)
      throw new LookFailed(/TIME/i.test(answer.code) ? 'timeout' : 'io', `X did not answer: ${answer.code} (${answer.stage})`);
    const source = new URL(endpoint).host;
    const first = read(answer, host.vault);
    // "oob" needs no registration, so it tells keys and callback apart: https://docs.x.com/fundamentals/authentication/oauth-1-0a/pin-based-oauth
    const again = first.accepted ? null : await ask('oob');
    const control = again?.ok === true ? read(again, host.vault) : null;
    return {
      value: {
        callback,
        callbackFrom,
        ...first,
        control: control === null ? null : { accepted: control.accepted, status: control.status, code: control.code },
        keyShape: key.shape,
        clock: clockOf(answer),
      },
      source,
    };
  },
});

const byHand =
  'or compare by hand in the developer portal of X: Keys and tokens, and User authentication settings > Callback URI, with the settings of WHMCS';

type Answer = HttpResult & { readonly ok: true };

function read(answer: Answer, vault: Vault): Pick<TwitterCallback, 'accepted' | 'status' | 'code' | 'message'> {
  const { status } = answer;
  if (status !== 200) return { accepted: false, status, ...parseTwitterError(answer.body) };
  const token = parseRequestToken(answer.body);
  for (const value of [token.token, token.secret]) if (value !== '') vault.keep("X's request token", value);
  if (token.token === '') throw new LookFailed('malformed', 'X answered 200 without a request token');
  return { accepted: token.confirmed, status, code: null, message: null };
}

function clockOf(answer: Answer): TwitterCallback['clock'] {
  const date = parseHttpDate(headerOf(answer.headers, 'date') ?? '');
  return date === null ? null : httpDateInterval(date, answer.sentAt, answer.headersAt);
}

function callbackOf(site: string, login: Fact<LoginPage>, given: string | null): Pick<TwitterCallback, 'callback' | 'callbackFrom'> {
  if (given !== null) return { callback: printable(given), callbackFrom: 'operator' };
  const base = httpUrl(site);
  if (base === null) throw new LookFailed('absent', 'the System URL is not an address, so there is no callback');
  const folder = base.pathname.endsWith('/') ? base.pathname : `${base.pathname}/`;
  const callback = `${base.origin}${folder}index.php`;
  return { callback, callbackFrom: login.ok && login.value.routeMode === 'basic' ? 'basic-routing' : null };
}
