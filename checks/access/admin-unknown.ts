/** A name that no administrator has gets the same words as a wrong password. */
import { defineCheck, fail, pass, skip } from '../../src/index.js';
import { gapJudgement } from '../../src/logic/gap.js';

export default defineCheck({
  id: 'admin-unknown',
  area: 'access',
  title: { pass: 'The named administrator exists', fail: 'There is no administrator of this name' },
  causes: ['admin-unknown'],
  needs: ['operator.report'],
  wants: ['access.admin'],
  judge({ 'operator.report': { admin }, 'access.admin': admins }, see) {
    if (admin === null) return skip('which administrator it is about was not given: --admin NAME');
    if (!admins.ok) return gapJudgement(admins, admin.value);
    const { named, enabled } = admins.value;
    if (named === null) return skip('the administrator was not looked up', admin.value);
    if (named.found === null) {
      const evidence = [
        see('access.admin', 'Administrators of this user name or e-mail address', 0, {
          want: 1,
          source: 'tbladmins.username, tbladmins.email',
        }),
        see('access.admin', 'Enabled administrators', enabled),
      ];
      return fail({ cause: 'admin-unknown', subject: admin.value, confidence: 'likely', evidence });
    }
    return pass([see('access.admin', 'Found by', named.found.matchedBy === 'username' ? 'user name' : 'e-mail address')], {
      subject: admin.value,
    });
  },
});
