import { gapJudgement } from '../../src/logic/gap.js';
import { providersHidden } from '../../src/logic/sign-in.js';
import { defineCheck, fail, pass, skip, unknown } from '../../src/index.js';

const screen = 'in the Google Cloud console, APIs & Services > Credentials, the OAuth client of WHMCS';

const byHand = `${screen}: its Client Secret with the one in WHMCS, and whether Authorized redirect URIs holds the root of the System URL`;

export default defineCheck({
  id: 'google-secret-invalid',
  area: 'sign-in',
  title: { pass: 'Google accepts the client secret', fail: 'Google does not accept the client secret' },
  causes: ['google-secret-invalid', 'google-client-invalid'],
  needs: [],
  wants: ['http.login', 'social.google-secret', 'social.google'],
  judge({ 'http.login': login, 'social.google-secret': answer, 'social.google': origin }, see) {
    if (login.ok && login.value.google === null && providersHidden(login.value) === null)
      return pass([], { note: 'Google sign-in is not switched on' });
    if (!answer.ok) return answer.gap === 'disabled' ? skip(`${answer.why}; or compare by hand ${byHand}`) : gapJudgement(answer);
    const { clientId, redirectUri, status, error, description, secretShape } = answer.value;
    const said = `HTTP ${status}${error === null ? '' : `, ${error}`}${description === null ? '' : `: ${description}`}`;
    const evidence = [
      see('social.google-secret', "Google's answer to a code that cannot be good", said, { want: 'invalid_grant' }),
      see('social.google-secret', 'Google client id', clientId),
      see('social.google-secret', 'Client secret that was given', secretShape, { source: 'GOOGLE_CLIENT_SECRET' }),
    ];
    // The code is looked at only once client and secret are right: https://www.rfc-editor.org/rfc/rfc6749#section-5.2
    if (error === 'invalid_grant') return pass(evidence);
    if (error === 'redirect_uri_mismatch') {
      // In which order Google looks at secret and redirect URI is not documented, and the button's popup needs no redirect URI.
      return skip(
        `Google spoke of the redirect URI before the secret: ${redirectUri} is not among those of the client; see ${screen}, whether Authorized redirect URIs holds it and the client secret is the one in WHMCS`,
      );
    }
    if (error !== 'invalid_client')
      return unknown(`Google's answer says neither yes nor no: ${said}`, { settle: `Look at ${screen}, or look again later.` });
    const clientKnown = origin.ok && !origin.value.clientRefused && origin.value.valid !== null;
    if (!clientKnown && /not found|was deleted/i.test(description ?? '')) {
      const title = 'Google does not know the client id';
      return fail({ cause: 'google-client-invalid', subject: clientId, confidence: 'proved', title, evidence });
    }
    return fail({ cause: 'google-secret-invalid', subject: clientId, confidence: clientKnown ? 'proved' : 'likely', evidence });
  },
});
