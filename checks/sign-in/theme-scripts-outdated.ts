import { allSeen, authnScript, brokenScript } from '../../src/logic/theme-scripts.js';
import { notOffered, offerOf, seenOrNull } from '../../src/logic/theme-offer.js';
import { versionInRange } from '../../src/logic/whmcs-version.js';
import { defineCheck, fail, pass, skip, warn } from '../../src/index.js';

const cause = 'theme-scripts-outdated';

/** The official themes have registerSdkErrorHandler() from here on: https://github.com/WHMCS/templates-twenty-one */
const withHandler = { from: '9.0.1' } as const;

export default defineCheck({
  id: 'theme-scripts-outdated',
  area: 'sign-in',
  title: {
    pass: "The theme's scripts know sign-in with providers as this WHMCS does it",
    fail: "The theme's scripts are older than this WHMCS's sign-in with providers",
  },
  causes: [cause],
  needs: ['http.login'],
  wants: ['theme.page', 'theme.files', 'database.settings', 'install.version'],
  judge({ 'http.login': login, 'theme.page': page, 'theme.files': files, 'database.settings': settings, 'install.version': version }, see) {
    const offer = offerOf(login, seenOrNull(page), seenOrNull(settings));
    if (offer.is === 'hidden') return skip(offer.reason);
    if (offer.is !== 'shown') return pass([], { note: notOffered });
    const shown = offer.pages.filter(({ block }) => block);
    const authn = page.ok ? authnScript(page.value) : null;
    const bundle = files.ok ? files.value.theme.bundle : null;
    const known = authn?.features ?? bundle;
    const place = authn?.src ?? (bundle === null ? '' : `templates/${bundle.from}/js/scripts.min.js`);
    const fact = authn === null ? 'theme.files' : 'theme.page';
    if (known?.authn === true) {
      const evidence = [
        see(fact, 'Module authn', true, { source: place }),
        see(fact, 'registerSdkErrorHandler()', known.sdkErrorHandler, { source: place }),
      ];
      if (known.sdkErrorHandler) return pass(evidence);
      const missing = see(fact, 'The script defines registerSdkErrorHandler()', false, { want: true, source: place });
      const called = shown.find(({ calls }) => calls.includes('registerSdkErrorHandler'));
      if (called !== undefined) {
        const calls = see('http.login', 'The page calls registerSdkErrorHandler()', true, { source: called.url });
        return fail({ cause, subject: place, confidence: authn === null ? 'likely' : 'proved', evidence: [calls, missing] });
      }
      const core = version.ok ? version.value.value : null;
      // Whether newer releases call it is undocumented; a page with the handler of the older ones does not.
      if (core === null || !versionInRange(core, withHandler) || shown.some(({ globalHandler }) => globalHandler)) return pass(evidence);
      const since = see('install.version', 'Version of WHMCS', core);
      return warn({ cause, subject: place, confidence: 'possible', evidence: [missing, since] });
    }
    if (page.ok && page.value.scripts.some((script) => brokenScript(script) !== null))
      return skip('a script of the theme does not load: see page-scripts-broken');
    const first = shown[0];
    if (page.ok && first !== undefined && allSeen(first, page.value.scripts)) {
      const evidence = [see('theme.page', 'Scripts of the page with the module authn', 0, { want: 1, source: first.url })];
      return fail({ cause, subject: bundle === null ? first.url : place, confidence: 'proved', evidence });
    }
    if (bundle !== null) {
      const evidence = [see('theme.files', 'Module authn in js/scripts.min.js', false, { want: true })];
      return warn({ cause, subject: place, confidence: 'possible', evidence });
    }
    return skip('not every script of the page could be looked at, so where the module behind the buttons is was not seen');
  },
});
