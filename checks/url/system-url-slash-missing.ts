/** The System URL does not end in a slash: themes and mails append file names to it as it stands. */
import { defineCheck, pass, skip, warn } from '../../src/index.js';
import { gapJudgement } from '../../src/logic/gap.js';
import { readUrl, shownUrl } from '../../src/logic/url-identity.js';

export default defineCheck({
  id: 'system-url-slash-missing',
  area: 'url',
  title: { pass: 'The System URL ends in a slash', fail: 'The System URL does not end in a slash' },
  causes: ['system-url-slash-missing'],
  needs: [],
  wants: ['database.settings', 'http.login'],
  judge({ 'database.settings': settings, 'http.login': login }, see) {
    const printed = login.ok ? login.value.printedSystemUrl : null;
    const broken = printed !== null && !printed.endsWith('/');
    const page = printed === null ? [] : [see('http.login', 'Printed in the page', printed, broken ? { want: `${printed}/` } : {})];
    if (!settings.ok) {
      // Without the setting itself the pages tell, where they print it.
      if (printed === null) return gapJudgement(settings);
      return broken ? warn({ cause: 'system-url-slash-missing', subject: printed, confidence: 'proved', evidence: page }) : pass(page);
    }
    const row = settings.value.systemUrl;
    const reading = row.present ? readUrl(row.value) : null;
    if (!row.present || reading === null || reading.identity === null) return skip('the System URL is empty or unusable');
    const source = 'tblconfiguration.SystemURL';
    const shown = shownUrl(row.value);
    if (!reading.remarks.includes('no-closing-slash') || reading.remarks.includes('file'))
      return pass([see('database.settings', 'System URL', shown, { source })]);
    const evidence = [see('database.settings', 'System URL', shown, { want: `${shown.trim()}/`, source }), ...(broken ? page : [])];
    return warn({ cause: 'system-url-slash-missing', subject: shown, confidence: broken ? 'proved' : 'likely', evidence });
  },
});
