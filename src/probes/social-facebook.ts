/** Whether Facebook takes the app's id and secret, and which domains the app names: https://developers.facebook.com/docs/facebook-login/guides/access-tokens */
import { defineProbe, LookFailed } from '../index.js';
import type { HttpResult } from '../model.js';
import { parseFacebookDomains, parseFacebookLive, parseFacebookToken } from '../parse/provider-answers.js';

export default defineProbe({
  fact: 'social.facebook',
  vantage: 'provider',
  title: "Facebook's answer about the app",
  budgetMs: 14_000,
  from: 'anywhere',
  touches: [
    {
      kind: 'contact',
      what: 'endpoints.facebook: /oauth/access_token and /<app id>, only with FACEBOOK_APP_ID and FACEBOOK_APP_SECRET',
      covers: ['* <endpoints.facebook>/**'],
    },
  ],
  async observe({ host, options, signal }) {
    if (options.offline) throw new LookFailed('disabled', 'Facebook is not asked with --offline');
    const endpoint = options.endpoints.facebook;
    if (endpoint === null) throw new LookFailed('disabled', 'endpoints.facebook is switched off');
    const [id, secret] = await Promise.all([
      host.credentials.secret('FACEBOOK_APP_ID', signal),
      host.credentials.secret('FACEBOOK_APP_SECRET', signal),
    ]);
    if (id === null || secret === null)
      throw new LookFailed('disabled', 'needs FACEBOOK_APP_ID and FACEBOOK_APP_SECRET in the environment');
    const how = { timeoutMs: options.timeoutMs, signal };
    const origin = new URL(endpoint).origin;
    const source = new URL(endpoint).host;
    const token = await host.credentials.send(
      {
        kind: 'query',
        url: [`${origin}/oauth/access_token`],
        parameters: { client_id: id, client_secret: secret, grant_type: 'client_credentials' },
      },
      how,
    );
    const answer = parseFacebookToken(answered(token).body);
    if (answer === null) throw new LookFailed('malformed', `Facebook answered HTTP ${answered(token).status} without a token or an error`);
    if ('error' in answer) return { value: { accepted: false, ...answer.error, appDomains: null, live: null }, source };
    const access = host.vault.keep("Facebook's app token", answer.token);
    // Which fields an app token may read differs by version, and one that it may not read spoils the whole answer: so each question is its own.
    const ask = (fields: string): Promise<HttpResult> =>
      host.credentials.send({ kind: 'query', url: [`${origin}/`, id], parameters: { fields, access_token: access } }, how);
    const [app, live] = await Promise.all([ask('name,app_domains'), ask('id,category,privacy_policy_url')]);
    return {
      value: {
        accepted: true,
        code: null,
        message: null,
        appDomains: app.ok && app.status === 200 ? parseFacebookDomains(app.body) : null,
        live: live.ok && live.status === 200 ? parseFacebookLive(live.body) : null,
      },
      source,
    };
  },
});

function answered(result: HttpResult): HttpResult & { readonly ok: true } {
  if (result.ok) return result;
  throw new LookFailed(/TIME/i.test(result.code) ? 'timeout' : 'io', `Facebook did not answer: ${result.code} (${result.stage})`);
}
