/** A disabled administrator is normal; it is a finding for the one who wants to log in. */
import { defineCheck, fail, pass, skip } from '../../src/index.js';
import { gapJudgement } from '../../src/logic/gap.js';

export default defineCheck({
  id: 'admin-disabled',
  area: 'access',
  title: { pass: 'The named administrator is enabled', fail: 'The named administrator is disabled' },
  causes: ['admin-disabled'],
  needs: ['operator.report'],
  wants: ['access.admin'],
  judge({ 'operator.report': { admin }, 'access.admin': admins }, see) {
    if (admin === null) return skip('which administrator it is about was not given: --admin NAME');
    if (!admins.ok) return gapJudgement(admins, admin.value);
    const found = admins.value.named?.found ?? null;
    if (found === null) return skip('there is no such administrator: see admin-unknown', admin.value);
    const evidence = [see('access.admin', 'Disabled', found.disabled, { want: false, source: 'tbladmins.disabled' })];
    if (found.disabled) return fail({ cause: 'admin-disabled', subject: admin.value, confidence: 'likely', evidence });
    return pass(evidence, { subject: admin.value });
  },
});
