import { blockedOn, openerCut, originHidden } from '../../src/logic/provider-policy.js';
import { notOffered, offerOf, seenOrNull } from '../../src/logic/theme-offer.js';
import { authnScript } from '../../src/logic/theme-scripts.js';
import { defineCheck, fail, pass, skip, warn } from '../../src/index.js';
import type { Judgement } from '../../src/model.js';

export default defineCheck({
  id: 'provider-blocked-by-policy',
  area: 'sign-in',
  title: {
    pass: 'No policy of the page stands in the way of sign-in with providers',
    fail: 'A policy that the page is sent with stands in the way of sign-in with providers',
  },
  causes: ['content-security-policy-blocks-provider', 'opener-policy-blocks-provider', 'referrer-policy-hides-origin'],
  needs: ['http.login'],
  wants: ['theme.page', 'database.settings'],
  judge({ 'http.login': login, 'theme.page': page, 'database.settings': settings }, see) {
    const offer = offerOf(login, seenOrNull(page), seenOrNull(settings));
    if (offer.is === 'hidden') return skip(offer.reason);
    if (offer.is !== 'shown') return pass([], { note: notOffered });
    const own = page.ok ? (authnScript(page.value)?.src ?? null) : null;
    const found = new Map<string, Judgement>();
    for (const shown of offer.pages.filter(({ block }) => block)) {
      const source = shown.url;
      const [first] = blockedOn(shown, own);
      if (first !== undefined && !found.has('content')) {
        const name = first.policy.from === 'meta' ? 'Content-Security-Policy (meta element)' : 'Content-Security-Policy';
        const evidence = [see('http.login', name, first.directive, { want: `one that allows ${first.what}`, source })];
        const said = { cause: 'content-security-policy-blocks-provider', subject: first.what, confidence: 'likely', evidence } as const;
        const title = `The Content-Security-Policy blocks what sign-in needs (${first.provider})`;
        found.set('content', first.vital ? fail({ ...said, title }) : warn(said));
      }
      const cut = openerCut(shown);
      if (cut !== null && !found.has('opener')) {
        const evidence = [see('http.login', 'Cross-Origin-Opener-Policy', 'same-origin', { want: 'same-origin-allow-popups', source })];
        const title = `Cross-Origin-Opener-Policy cuts the page off from the window of ${cut}`;
        found.set('opener', fail({ cause: 'opener-policy-blocks-provider', subject: cut, confidence: 'likely', title, evidence }));
      }
      if (originHidden(shown) && shown.referrerPolicy !== null && !found.has('referrer')) {
        const { value, from } = shown.referrerPolicy;
        const label = from === 'meta' ? 'Referrer-Policy (meta element)' : 'Referrer-Policy';
        const evidence = [see('http.login', label, value, { want: 'strict-origin-when-cross-origin', source })];
        const title = 'The Referrer-Policy hides from Google which site asks';
        found.set('referrer', fail({ cause: 'referrer-policy-hides-origin', subject: value, confidence: 'likely', title, evidence }));
      }
    }
    const first = offer.pages.find(({ block }) => block);
    return found.size > 0
      ? [...found.values()]
      : pass([see('http.login', 'Content-Security-Policies in force', first?.policies.length ?? 0)]);
  },
});
