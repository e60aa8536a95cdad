/**
 * Whether Google takes the client's secret: a code that cannot be good is sent with it, and the error says what was wrong first. No user takes
 * part and nothing is issued. https://developers.google.com/identity/protocols/oauth2/web-server#exchange-authorization-code
 */
import { defineProbe, LookFailed } from '../index.js';
import { providersHidden } from '../logic/sign-in.js';
import { valueOf } from '../logic/follow.js';
import { httpUrl } from '../logic/url-identity.js';
import { parseTokenError } from '../parse/provider-answers.js';

export default defineProbe({
  fact: 'social.google-secret',
  vantage: 'provider',
  title: "Google's answer about the client secret",
  needs: ['site.url'],
  wants: ['http.login'],
  budgetMs: 10_000,
  from: 'anywhere',
  touches: [
    {
      kind: 'contact',
      what: 'endpoints.googleToken: POST /token with a code that cannot be good, only with GOOGLE_CLIENT_SECRET',
      covers: ['POST <endpoints.googleToken>/**'],
    },
  ],
  async observe({ host, have, want, options, signal }) {
    if (options.offline) throw new LookFailed('disabled', 'Google is not asked with --offline');
    const endpoint = options.endpoints.googleToken;
    if (endpoint === null) throw new LookFailed('disabled', 'endpoints.googleToken is switched off');
    const secret = await host.credentials.secret('GOOGLE_CLIENT_SECRET', signal);
    if (secret === null) throw new LookFailed('disabled', 'needs GOOGLE_CLIENT_SECRET in the environment');
    const login = valueOf(want['http.login']);
    if (login.google === null) {
      throw new LookFailed('disabled', providersHidden(login) ?? 'the log-in page shows no Google sign-in, and so no client id');
    }
    const site = httpUrl(have['site.url'].url);
    if (site === null) throw new LookFailed('absent', 'the System URL is not an address, so it has no redirect URI');
    const { clientId } = login.google;
    // The documented redirect URI is the root of the site: https://docs.whmcs.com/system/authentication/authentication-tutorials/sign-in-using-google
    const redirectUri = site.origin;
    const answer = await host.credentials.send(
      {
        kind: 'form',
        url: new URL('/token', endpoint).href,
        parameters: {
          grant_type: 'authorization_code',
          code: 'whmcs-doctor',
          client_id: clientId,
          client_secret: secret,
          redirect_uri: redirectUri,
        },
      },
      { timeoutMs: options.timeoutMs, signal },
    );
    if (!answer.ok)
      throw new LookFailed(/TIME/i.test(answer.code) ? 'timeout' : 'io', `Google did not answer: ${answer.code} (${answer.stage})`);
    return {
      value: { clientId, redirectUri, status: answer.status, ...parseTokenError(answer.body), secretShape: secret.shape },
      source: new URL(endpoint).host,
    };
  },
});
