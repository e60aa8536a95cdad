import { defineCheck, fail, pass, skip, unknown, warn } from '../../src/index.js';

/** X's error codes: https://docs.x.com/x-api/fundamentals/response-codes-and-errors */
const badCredentials: readonly (number | null)[] = [32, 89, 215];
const clockRefused = 135;
const callbackRefused = 415;
const noAccess = 453;

export default defineCheck({
  id: 'twitter-callback-unregistered',
  area: 'sign-in',
  title: { pass: 'X accepts the keys and the callback', fail: 'X refuses the callback' },
  causes: ['twitter-callback-unregistered', 'twitter-credentials-invalid'],
  needs: ['social.twitter'],
  judge({ 'social.twitter': { callback, callbackFrom, accepted, status, code, message } }, see) {
    const answer = see(
      'social.twitter',
      "X's answer",
      `HTTP ${status}${code === null ? '' : `, code ${code}`}${message === null ? '' : `: ${message}`}`,
      {
        want: 'a request token',
      },
    );
    const evidence = [answer, see('social.twitter', 'Callback', callback)];
    if (accepted) return pass(evidence, { note: "that the app may read profiles with API v1.1 shows only a user's own sign-in" });
    if (code === callbackRefused || (status === 403 && /callback/i.test(message ?? ''))) {
      const said = { cause: 'twitter-callback-unregistered', subject: callback, evidence } as const;
      if (callbackFrom === 'operator') return fail({ ...said, confidence: 'proved' });
      if (callbackFrom === 'basic-routing') return warn({ ...said, confidence: 'likely' });
      // which callback WHMCS sends with friendly addresses is not documented: that another one is refused proves nothing
      return skip(
        `X accepts the keys and does not know ${callback}; give the callback that WHMCS sends in TWITTER_CALLBACK_URL to have it tried`,
      );
    }
    if (code === clockRefused) {
      return unknown("X refuses this machine's clock, so it says nothing about keys and callback", {
        settle: 'Set the clock (see clock-behind, clock-ahead) and look again.',
      });
    }
    const keys = { cause: 'twitter-credentials-invalid', subject: 'X app', evidence: [answer] } as const;
    if (badCredentials.includes(code) || (status === 401 && code === null))
      return fail({ ...keys, confidence: 'proved', title: 'X refuses the API key or its secret' });
    if (code === noAccess) return warn({ ...keys, confidence: 'likely', title: 'The X app has no access to API v1.1' });
    return unknown(`X's answer says neither yes nor no: HTTP ${status}`, {
      settle: 'Look again later, or try the sign-in with a browser.',
    });
  },
});
