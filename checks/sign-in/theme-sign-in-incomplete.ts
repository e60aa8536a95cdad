import { gapJudgement } from '../../src/logic/gap.js';
import { fileFaults, pageFaults, parentFault, type ThemeFault } from '../../src/logic/theme-faults.js';
import { notOffered, offerOf, seenOrNull } from '../../src/logic/theme-offer.js';
import { defineCheck, pass, skip } from '../../src/index.js';
import type { Judgement, See } from '../../src/model.js';

export default defineCheck({
  id: 'theme-sign-in-incomplete',
  area: 'sign-in',
  title: {
    pass: 'The theme has what sign-in with providers needs',
    fail: 'The theme lacks what sign-in with providers needs',
  },
  causes: [
    'theme-parent-missing',
    'theme-include-missing',
    'theme-feedback-missing',
    'theme-linked-accounts-missing',
    'theme-linked-accounts-modified',
    'theme-output-missing',
  ],
  needs: ['http.login'],
  wants: ['theme.files', 'theme.page', 'database.settings'],
  judge({ 'http.login': login, 'theme.files': files, 'theme.page': page, 'database.settings': settings }, see) {
    const offer = offerOf(login, seenOrNull(page), seenOrNull(settings));
    const theme = files.ok ? files.value : null;
    const parent = theme === null ? null : parentFault(theme);
    // Without its parent the page may have nothing on it at all; where it has, the theme gets along without.
    if (parent !== null && offer.is !== 'none') return said(offer.is === 'hidden' ? parent : { ...parent, is: 'warn' }, see);
    switch (offer.is) {
      case 'none':
        return pass([], { note: notOffered });
      case 'hidden': {
        // An include that leads nowhere ends the page before its form is there.
        const broken = theme === null ? [] : fileFaults(theme, [], false).filter(({ cause }) => cause === 'theme-linked-accounts-missing');
        return broken.length > 0 ? broken.map((fault) => said({ ...fault, is: 'fail' }, see)) : skip(offer.reason);
      }
      case 'stored': {
        if (!files.ok) return gapJudgement(files);
        const hindered = fileFaults(files.value, offer.pages, false);
        if (hindered.length > 0) return hindered.map((fault) => said(fault, see));
        return pass([], { note: `${notOffered}: settings of ${offer.providers.join(', ')} are stored, and no page shows a button` });
      }
      case 'shown': {
        const onPages = pageFaults(offer.pages, theme);
        const known = new Set(onPages.map(({ cause, subject }) => `${cause} ${subject}`));
        const inFiles =
          theme === null ? [] : fileFaults(theme, offer.pages, true).filter(({ cause, subject }) => !known.has(`${cause} ${subject}`));
        const faults = [...onPages, ...inFiles];
        if (faults.length > 0) return faults.map((fault) => said(fault, see));
        const shown = see('http.login', "Messages of the providers' buttons", offer.pages.find(({ block }) => block)?.messages.length ?? 0);
        return pass([shown], files.ok ? {} : { note: `only the pages were looked at: ${files.why}` });
      }
    }
  },
});

function said({ cause, subject, is, confidence, fact, label, saw, want }: ThemeFault, see: See<ThemeFault['fact']>): Judgement {
  return { is, cause, subject, confidence, evidence: [see(fact, label, saw, { want })] };
}
