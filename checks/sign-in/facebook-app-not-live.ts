import { gapJudgement } from '../../src/logic/gap.js';
import { defineCheck, skip, warn } from '../../src/index.js';

const screen =
  'on developers.facebook.com/apps open the app and see the App Mode switch at the top: it must say Live, else only people with a role on the app can sign in';

/**
 * Facebook tells nobody outside whether an app is Live, so this never passes. An app without privacy policy or category cannot be switched
 * to Live today, but one that was Live before these were asked for stays so: it is said only where somebody reports the message.
 */
export default defineCheck({
  id: 'facebook-app-not-live',
  area: 'sign-in',
  title: { pass: 'The Facebook app is Live', fail: 'The Facebook app lacks what it needs to be switched to Live' },
  causes: ['facebook-app-not-live'],
  needs: [],
  wants: ['social.facebook', 'http.login'],
  onlyWhenSelected: true,
  judge({ 'social.facebook': answer, 'http.login': login }, see) {
    if (login.ok && login.value.form !== null && !login.value.providers.includes('facebook') && !answer.ok)
      return skip('Facebook sign-in is not switched on');
    if (!answer.ok) return answer.gap === 'disabled' ? skip(`only Facebook shows it: ${screen}`) : gapJudgement(answer);
    const { live } = answer.value;
    if (live === null || (live.privacyPolicy && live.category)) return skip(`only Facebook shows it: ${screen}`);
    return warn({
      cause: 'facebook-app-not-live',
      subject: 'Facebook app',
      confidence: 'possible',
      evidence: [
        see('social.facebook', 'Privacy policy URL', live.privacyPolicy ? 'set' : 'none', { want: 'set' }),
        see('social.facebook', 'Category', live.category ? 'set' : 'none', { want: 'set' }),
      ],
    });
  },
});
