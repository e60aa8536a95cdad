import { malformations } from '../../src/logic/license-key.js';
import { licenseState } from '../../src/logic/license-state.js';
import { defineCheck, fail, pass, skip, warn } from '../../src/index.js';

export default defineCheck({
  id: 'license-key-malformed',
  area: 'license',
  title: { pass: 'The license key could be one', fail: 'What configuration.php holds as license key cannot be one' },
  causes: ['license-key-missing', 'license-key-malformed'],
  needs: ['install.configuration'],
  wants: ['http.admin'],
  judge({ 'install.configuration': { license, licenseShape, path }, 'http.admin': admin }, see) {
    const state = licenseState(admin, []);
    const refused = state.is === 'refused' && state.notice === 'license-invalid';
    // the stored result of the last check is good for seven days, so a page that still works does not make the key right
    const verdict = state.is === 'accepted' ? warn : fail;
    const said = (saw: string, want: string) => [
      see('install.configuration', 'License key', saw, { want }),
      ...(admin.ok && admin.value.notice !== null ? [see('http.admin', 'Admin login page', admin.value.text ?? admin.value.notice)] : []),
    ];
    const missing = (saw: string) => ({ cause: 'license-key-missing', subject: path, evidence: said(saw, 'a license key') }) as const;
    switch (license.state) {
      case 'dynamic':
        return skip(`the license key is not written in configuration.php as a literal: ${license.why}`);
      case 'absent':
        // the variable's name is not documented: without it only the page's own words count
        if (!refused) return skip('configuration.php sets no $license; see Help (?) > License Information in the admin area for the key');
        return fail({ ...missing('not set'), confidence: 'likely', title: 'configuration.php sets no license key' });
      case 'set': {
        if (!license.value.present) {
          const confidence = refused ? 'proved' : 'likely';
          return verdict({ ...missing('empty'), confidence, title: 'The license key in configuration.php is empty' });
        }
        const wrong = licenseShape === undefined ? [] : malformations(licenseShape);
        const shape = `${licenseShape?.length ?? 'some'} characters${wrong.length === 0 ? '' : `, ${wrong.join(', ')}`}`;
        if (wrong.length === 0) return pass([see('install.configuration', 'License key', shape)]);
        return verdict({
          cause: 'license-key-malformed',
          subject: path,
          confidence: refused ? 'proved' : state.is === 'accepted' ? 'possible' : 'likely',
          evidence: said(shape, 'one word'),
        });
      }
    }
  },
});
