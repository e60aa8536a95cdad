import { gapJudgement } from '../../src/logic/gap.js';
import { formerClientId, googleClientId, originRefused, originVerdict } from '../../src/logic/google-origin.js';
import { providersHidden } from '../../src/logic/sign-in.js';
import { defineCheck, fail, pass, skip, warn, type GoogleOrigin, type Judgement, type See } from '../../src/index.js';

/** Google documents neither question, so an answer that says nothing is nobody's fault: a person can look. */
const screen = "see the client's authorised JavaScript origins in the Google Cloud console, APIs & Services > Credentials";

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
    const known = answer.ok && originVerdict(answer.value)?.registered === true;
    if (!googleClientId.test(clientId) && !(known && formerClientId.test(clientId))) {
      const evidence = [see('http.login', 'Google client id', clientId, { want: '<number>-<letters>.apps.googleusercontent.com' })];
      const title = "Google's client id has the wrong form";
      return fail({ cause: 'google-client-invalid', subject: clientId, confidence: 'proved', title, evidence });
    }
    if (!answer.ok) return gapJudgement(answer);
    return verdictOn(answer.value, see);
  },
});

function verdictOn(answer: GoogleOrigin, see: See<'social.google'>): Judgement {
  const { clientId, origin, valid, control, clientRefused, button, why } = answer;
  const client = see('social.google', 'Google client id', clientId);
  if (clientRefused) {
    const evidence = [client, see('social.google', "Google's answer", 'HTTP 401', { want: 'an answer for this client' })];
    const title = 'Google does not know the client id';
    return fail({ cause: 'google-client-invalid', subject: clientId, confidence: 'likely', title, evidence });
  }
  const verdict = originVerdict(answer);
  if (verdict === null) {
    return valid === null
      ? skip(`Google's answer cannot be understood (${why ?? 'it is not that of an origin check'}): ${screen}`)
      : skip(`Google's answer proves nothing, for it did not refuse an origin that cannot be registered: ${screen}`);
  }
  const byCheck = verdict.by === 'check';
  const evidence = [
    client,
    byCheck
      ? see('social.google', `Google's answer for ${origin}`, valid, { want: true })
      : see('social.google', `Status of Google's button at ${origin}`, button?.site ?? null, { want: 200 }),
    see('social.google', 'Control origin', byCheck ? control : (button?.control ?? null)),
  ];
  if (verdict.registered) return pass(evidence);
  const refused = originRefused(origin);
  return (byCheck ? fail : warn)({
    cause: 'google-origin-unregistered',
    subject: origin,
    confidence: byCheck ? 'proved' : 'likely',
    title: `${origin} is not an authorised JavaScript origin of the Google client`,
    evidence:
      refused === null ? evidence : [...evidence, see('social.google', 'Origin', origin, { want: `one that Google accepts: ${refused}` })],
  });
}
