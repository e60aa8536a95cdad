import { gapJudgement } from '../../src/logic/gap.js';
import { googleClientId, originRefused } from '../../src/logic/google-origin.js';
import { providersHidden } from '../../src/logic/sign-in.js';
import { defineCheck, fail, pass, skip, unknown } from '../../src/index.js';

const settle = "Look at the client's authorised JavaScript origins in the Google Cloud console, APIs & Services > Credentials.";

export default defineCheck({
  id: 'google-origin-unregistered',
  area: 'sign-in',
  title: { pass: "Google does not refuse the site's origin", fail: "Google does not know the site's origin" },
  causes: ['google-origin-unregistered', 'google-client-invalid'],
  needs: ['http.login'],
  wants: ['social.google'],
  judge({ 'http.login': login, 'social.google': answer }, see) {
    if (login.google === null) {
      const hidden = providersHidden(login);
      return hidden === null ? pass([], { note: 'Google sign-in is not switched on' }) : skip(hidden);
    }
    const { clientId } = login.google;
    if (!googleClientId.test(clientId)) {
      const evidence = [see('http.login', 'Google client id', clientId, { want: '<number>-<letters>.apps.googleusercontent.com' })];
      return fail({
        cause: 'google-client-invalid',
        subject: clientId,
        confidence: 'proved',
        title: "Google's client id has the wrong form",
        evidence,
      });
    }
    if (!answer.ok) return gapJudgement(answer);
    const { origin, valid, control, clientRefused, why } = answer.value;
    const client = see('http.login', 'Google client id', clientId);
    if (clientRefused) {
      const evidence = [client, see('social.google', "Google's answer", 'HTTP 401', { want: 'an answer for this client' })];
      return fail({
        cause: 'google-client-invalid',
        subject: clientId,
        confidence: 'likely',
        title: 'Google does not know the client id',
        evidence,
      });
    }
    if (valid === null) return unknown(`Google's answer cannot be understood: ${why ?? 'it is not that of an origin check'}`, { settle });
    if (control !== false)
      return unknown("Google's answer proves nothing: it did not refuse an origin that cannot be registered", { settle });
    const evidence = [
      client,
      see('social.google', `Google's answer for ${origin}`, valid, { want: true }),
      see('social.google', 'Control origin', control),
    ];
    if (valid) return pass(evidence);
    const refused = originRefused(origin);
    return fail({
      cause: 'google-origin-unregistered',
      subject: origin,
      confidence: 'proved',
      title: `${origin} is not an authorised JavaScript origin of the Google client`,
      evidence:
        refused === null
          ? evidence
          : [...evidence, see('social.google', 'Origin', origin, { want: `one that Google accepts: ${refused}` })],
    });
  },
});
