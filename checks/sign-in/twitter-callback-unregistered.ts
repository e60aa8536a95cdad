import { registeredForm, twitterVerdict } from '../../src/logic/twitter-answer.js';
import { defineCheck, fail, pass, skip, unknown, warn } from '../../src/index.js';

/** Reading profiles is another permission than signing in, and only a user's own token shows it. */
const accessLevel = skip(
  "whether the app may read profiles with API v1.1 shows only a user's own sign-in: in the developer portal of X see the app's access level, and under User authentication settings that Request email from users is on if addresses shall be filled in",
  'API v1.1',
);

export default defineCheck({
  id: 'twitter-callback-unregistered',
  area: 'sign-in',
  title: { pass: 'X accepts the keys and the callback', fail: 'X refuses the callback' },
  causes: ['twitter-callback-unregistered', 'twitter-credentials-invalid', 'twitter-access-level'],
  needs: ['social.twitter'],
  judge({ 'social.twitter': seen }, see) {
    const { callback, callbackFrom, status, code, message, control, keyShape } = seen;
    const said = `HTTP ${status}${code === null ? '' : `, code ${code}`}${message === null ? '' : `: ${message}`}`;
    const answer = see('social.twitter', "X's answer", said, { want: 'a request token' });
    const proof =
      control === null
        ? []
        : [see('social.twitter', 'Control without a callback (oob)', control.accepted ? 'accepted' : `HTTP ${control.status}`)];
    const evidence = [answer, see('social.twitter', 'Callback', callback), ...proof];
    switch (twitterVerdict(seen)) {
      case 'accepted':
        return [pass(evidence), accessLevel];
      case 'callback': {
        const subject = registeredForm(callback);
        const found = { cause: 'twitter-callback-unregistered', subject, evidence } as const;
        if (callbackFrom === 'operator') return fail({ ...found, confidence: 'proved' });
        if (callbackFrom === 'basic-routing') return warn({ ...found, confidence: 'likely' });
        // which callback WHMCS sends with friendly addresses is not documented: that another one is refused proves nothing
        return skip(
          `X accepts the keys and does not know ${subject}; with friendly addresses the callback is another one: give the callback that WHMCS sends in TWITTER_CALLBACK_URL to have it tried`,
        );
      }
      case 'credentials': {
        const key = see('social.twitter', 'Key that was given', keyShape, { want: '25 characters', source: 'TWITTER_API_KEY' });
        const title = 'X refuses the API key or its secret';
        return fail({
          cause: 'twitter-credentials-invalid',
          subject: 'X app',
          confidence: 'proved',
          title,
          evidence: [answer, key, ...proof],
        });
      }
      case 'access-level':
        return fail({
          cause: 'twitter-access-level',
          subject: 'X app',
          confidence: 'proved',
          title: 'The X app has no access to the API that signing in needs',
          evidence: [answer, ...proof],
        });
      case 'clock':
        return skip("X refuses this machine's clock, so it says nothing about keys and callback: see provider-clock-differs");
      case 'undecided':
        return unknown(`X's answer says neither yes nor no: ${said}`, { settle: 'Look again later, or try the sign-in with a browser.' });
    }
  },
});
