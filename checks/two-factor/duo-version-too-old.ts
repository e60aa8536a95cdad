import { describeDuoAccounts, duoAccounts } from '../../src/logic/duo.js';
import { gapJudgement } from '../../src/logic/gap.js';
import { versionInRange } from '../../src/logic/whmcs-version.js';
import { defineCheck, fail, pass, skip, unknown, warn } from '../../src/index.js';

/** Since 8.9 WHMCS speaks Duo's Universal Prompt; the one before it ended on 30 March 2024: https://duo.com/docs/universal-prompt-update-guide */
const universalPrompt = '8.9';

export default defineCheck({
  id: 'duo-version-too-old',
  area: 'two-factor',
  title: {
    pass: 'No second factor waits for a prompt that Duo has switched off',
    fail: 'This WHMCS uses a prompt that Duo has switched off',
  },
  causes: ['duo-version-too-old'],
  needs: ['duo.setup'],
  wants: ['install.version'],
  judge({ 'duo.setup': setup, 'install.version': version }, see) {
    const accounts = duoAccounts(setup);
    if (accounts === null) return skip('the database does not show who uses Duo Security');
    const users = see('duo.setup', 'Use Duo Security', describeDuoAccounts(setup));
    if (accounts === 0) return pass([users], { note: 'nobody uses Duo Security' });
    // What accounts once chose stays with them after the module was switched off.
    if (setup.configured === false) return pass([users], { note: 'Duo Security is switched off' });
    if (!version.ok) return gapJudgement(version);
    const installed = version.value.value;
    if (installed === null)
      return unknown(`${describeDuoAccounts(setup)} use Duo Security, and the version of WHMCS is not known`, {
        settle: `See in Utilities > System > System Information whether it is ${universalPrompt} or later.`,
      });
    const evidence = [users, see('install.version', 'WHMCS', installed, { want: `${universalPrompt} or later` })];
    if (!versionInRange(installed, { below: universalPrompt })) return pass(evidence);
    // Users may never come back; an administrator who uses it is locked out.
    return ((setup.admins ?? 0) > 0 ? fail : warn)({
      cause: 'duo-version-too-old',
      subject: `WHMCS ${installed}`,
      confidence: 'likely',
      evidence,
    });
  },
});
