/** The System URL does not end in a slash: themes and mails append file names to it as it stands. */
import { defineCheck, pass, skip, warn } from '../../src/index.js';
import { readUrl, shownUrl } from '../../src/logic/url-identity.js';

export default defineCheck({
  id: 'system-url-slash-missing',
  area: 'url',
  title: { pass: 'The System URL ends in a slash', fail: 'The System URL does not end in a slash' },
  causes: ['system-url-slash-missing'],
  needs: ['database.settings'],
  wants: ['http.login'],
  judge({ 'database.settings': { systemUrl: row }, 'http.login': login }, see) {
    const reading = row.present ? readUrl(row.value) : null;
    if (!row.present || reading === null || reading.identity === null) return skip('the System URL is empty or unusable');
    const source = 'tblconfiguration.SystemURL';
    const shown = shownUrl(row.value);
    if (!reading.remarks.includes('no-closing-slash') || reading.remarks.includes('file'))
      return pass([see('database.settings', 'System URL', shown, { source })]);
    const printed = login.ok ? login.value.printedSystemUrl : null;
    const broken = printed !== null && !printed.endsWith('/');
    const evidence = [
      see('database.settings', 'System URL', shown, { want: `${shown.trim()}/`, source }),
      ...(broken ? [see('http.login', 'Printed in the page', printed)] : []),
    ];
    return warn({ cause: 'system-url-slash-missing', subject: shown, confidence: broken ? 'proved' : 'likely', evidence });
  },
});
