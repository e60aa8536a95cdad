import { gapJudgement } from '../../src/logic/gap.js';
import { versionInRange } from '../../src/logic/whmcs-version.js';
import { defineCheck, fail, pass, skip } from '../../src/index.js';

/** Before 8.0 the page had another name and form. */
const firstVersion = '8.0';

export default defineCheck({
  id: 'duo-challenge-template-missing',
  area: 'two-factor',
  title: { pass: 'The theme can ask for a second factor', fail: 'The theme has no page that asks for the second factor' },
  causes: ['duo-challenge-template-missing'],
  needs: ['duo.setup'],
  wants: ['install.version'],
  judge({ 'duo.setup': { secondFactors, challenge }, 'install.version': version }, see) {
    if (secondFactors === null) return skip('the database does not show whether users have second factors');
    if (secondFactors === 0) return pass([], { note: 'no user of the client area has a second factor' });
    if (challenge === null) return skip('the active theme is not to be seen as a whole');
    if (!version.ok) return gapJudgement(version);
    if (version.value.value !== null && !versionInRange(version.value.value, { from: firstVersion }))
      return skip(`WHMCS before ${firstVersion} asks for the second factor on another page`);
    const { themes, file, prints } = challenge;
    const evidence = [
      see('duo.setup', 'Users with a second factor', secondFactors, { source: 'the database' }),
      see('duo.setup', 'Theme', themes.join(', which inherits from '), { vantage: 'files', source: 'templates/*/theme.yaml' }),
      see(
        'duo.setup',
        'two-factor-challenge.tpl',
        file === null ? 'missing' : prints === true ? 'prints {$challenge}' : 'does not print {$challenge}',
        {
          want: 'prints {$challenge}',
          vantage: 'files',
          source: file ?? `templates/${themes[0] ?? ''}`,
        },
      ),
    ];
    if (prints === true) return pass(evidence);
    const title = file === null ? {} : { title: "The theme's page for the second factor does not print what the module gives it" };
    return fail({ cause: 'duo-challenge-template-missing', subject: themes[0] ?? 'the theme', confidence: 'likely', ...title, evidence });
  },
});
