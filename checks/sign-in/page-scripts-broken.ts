import { gapJudgement } from '../../src/logic/gap.js';
import { notOffered, offerOf, seenOrNull } from '../../src/logic/theme-offer.js';
import { authnScript, brokenScript, wrongOrder } from '../../src/logic/theme-scripts.js';
import { defineCheck, fail, pass, skip, unknown, warn } from '../../src/index.js';

const cause = 'page-scripts-broken';

export default defineCheck({
  id: 'page-scripts-broken',
  area: 'sign-in',
  title: {
    pass: 'The scripts behind the sign-in buttons come with the page, in the right order',
    fail: 'The scripts behind the sign-in buttons do not come with the page as they should',
  },
  causes: [cause],
  needs: ['http.login'],
  wants: ['theme.page', 'database.settings'],
  judge({ 'http.login': login, 'theme.page': fact, 'database.settings': settings }, see) {
    const offer = offerOf(login, seenOrNull(fact), seenOrNull(settings));
    if (offer.is === 'hidden') return skip(offer.reason);
    if (offer.is !== 'shown') return pass([], { note: notOffered });
    if (!fact.ok) return gapJudgement(fact);
    const page = fact.value;
    const authn = authnScript(page);
    // What else does not load matters to something else.
    const broken = authn === null ? page.scripts.flatMap((script) => ({ script, why: brokenScript(script) })) : [];
    for (const { script, why } of broken) {
      if (why === null) continue;
      const evidence = [see('theme.page', 'Answer for the script', why.saw, { want: 'HTTP 200 and JavaScript', source: script.src })];
      return fail({ cause, subject: script.src, confidence: why.sure ? 'proved' : 'likely', evidence });
    }
    for (const shown of offer.pages.filter(({ block }) => block)) {
      const order = wrongOrder(shown, page.scripts);
      if (order !== null) {
        const evidence = [
          see('http.login', `An inline script uses ${order.uses} before the script that brings it`, order.broughtBy, { source: shown.url }),
        ];
        return fail({ cause, subject: shown.url, confidence: 'likely', title: 'Scripts stand in the wrong order on the page', evidence });
      }
      if (!shown.more && !shown.scripts.some(({ defines }) => defines.includes('csrfToken'))) {
        const evidence = [see('http.login', 'csrfToken in a script of the page', 'none', { want: "csrfToken = '…'", source: shown.url })];
        return warn({
          cause,
          subject: shown.url,
          confidence: 'likely',
          title: 'The page does not give its scripts the CSRF token',
          evidence,
        });
      }
    }
    if (authn !== null) return pass([see('theme.page', 'Script with the module authn', authn.src)]);
    const silent = page.scripts.find(({ failure }) => failure !== null);
    if (silent !== undefined) {
      return unknown(`${silent.src} could not be fetched: ${silent.failure ?? ''}`, {
        settle: 'Open the address of the script in a browser.',
      });
    }
    return skip('no script that was looked at holds the module behind the buttons');
  },
});
