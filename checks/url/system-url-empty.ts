/** No System URL is set: WHMCS has no address to make links, forms and cookies for. */
import { defineCheck, fail, pass } from '../../src/index.js';
import { shownUrl } from '../../src/logic/url-identity.js';

const source = 'tblconfiguration.SystemURL';

export default defineCheck({
  id: 'system-url-empty',
  area: 'url',
  title: { pass: 'A System URL is set', fail: 'No System URL is set' },
  causes: ['system-url-empty'],
  needs: ['database.settings'],
  judge({ 'database.settings': { systemUrl: row } }, see) {
    const said = { cause: 'system-url-empty', subject: 'System URL' };
    const want = 'the address of this install, as https://www.example.com/members/';
    if (!row.present)
      return fail({ ...said, confidence: 'likely', evidence: [see('database.settings', 'System URL', 'no such row', { want, source })] });
    if (row.value.trim() !== '') return pass([see('database.settings', 'System URL', shownUrl(row.value), { source })]);
    return fail({ ...said, confidence: 'proved', evidence: [see('database.settings', 'System URL', 'empty', { want, source })] });
  },
});
