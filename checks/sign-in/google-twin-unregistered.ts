import { gapJudgement } from '../../src/logic/gap.js';
import { providersHidden } from '../../src/logic/sign-in.js';
import { defineCheck, pass, skip, unknown, warn } from '../../src/index.js';

/** Visitors who come to a twin of the System URL find a button that Google refuses, while nothing is wrong at the System URL itself. */
export default defineCheck({
  id: 'google-twin-unregistered',
  area: 'sign-in',
  title: {
    pass: 'Google refuses no other address at which the site answers',
    fail: 'Google does not know another address at which the site answers',
  },
  causes: ['google-origin-unregistered'],
  needs: ['http.login'],
  wants: ['social.google'],
  judge({ 'http.login': login, 'social.google': answer }, see) {
    if (login.google === null) {
      const hidden = providersHidden(login);
      return hidden === null ? pass([], { note: 'Google sign-in is not switched on' }) : skip(hidden);
    }
    if (!answer.ok) return gapJudgement(answer);
    const { others, control } = answer.value;
    if (others.length === 0) return pass([], { note: 'the site answers at no other address' });
    const proof = see('social.google', 'Control origin', control, { want: false });
    const said = others.map((other) => ({
      ...other,
      seen: see('social.google', `Google's answer for ${other.origin}`, other.valid, { want: true }),
    }));
    // That Google's answer means nothing is said about the site's own origin already.
    if (control !== false) return skip("Google's answer proves nothing: see google-origin-unregistered");
    const refused = said.filter(({ valid }) => valid === false);
    const silent = others.filter(({ valid }) => valid === null);
    if (refused.length === 0 && silent.length > 0)
      return unknown(`Google gave no answer for ${silent.map(({ origin }) => origin).join(', ')}`, { settle: 'Look again later.' });
    if (refused.length === 0) return pass([...said.map(({ seen }) => seen), proof]);
    return refused.map(({ origin, seen }) =>
      warn({
        cause: 'google-origin-unregistered',
        subject: origin,
        confidence: 'likely',
        title: `${origin} answers too, and is not an authorised JavaScript origin of the Google client`,
        evidence: [seen, proof],
      }),
    );
  },
});
