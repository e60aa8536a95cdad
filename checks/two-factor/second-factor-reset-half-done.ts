/** The trace of the documented SQL with AND in place of a comma: MariaDB and MySQL take it for a condition and store its value, 0. */
import { defineCheck, pass, skip, warn } from '../../src/index.js';

export default defineCheck({
  id: 'second-factor-reset-half-done',
  area: 'two-factor',
  title: {
    pass: 'No reset of a second factor was left half done',
    fail: 'A second factor was reset with SQL that leaves its secret in place',
  },
  causes: ['second-factor-reset-half-done'],
  needs: ['access.admin'],
  wants: ['access.user'],
  judge({ 'access.admin': { named, zeroSecondFactor, enabled }, 'access.user': user }, see) {
    const said = { cause: 'second-factor-reset-half-done', confidence: 'likely' } as const;
    const source = 'tbladmins.authmodule';
    const found = named?.found ?? null;
    const account = user.ok ? user.value.found : null;
    if (user.ok && account?.secondFactor === 'zero') {
      const where = account.table === 'tblusers' ? 'tblusers.second_factor' : `${account.table}.authmodule`;
      const evidence = [see('access.user', 'Second factor', '0', { want: 'empty, or the name of a module', source: where })];
      return warn({ ...said, subject: user.value.who.value, evidence });
    }
    if (named !== null && found?.secondFactor === 'zero') {
      const evidence = [
        see('access.admin', 'Second factor', '0', { want: 'empty, or the name of a module', source }),
        see(
          'access.admin',
          'Secret of the second factor',
          found.secondFactorData === null ? 'not shown' : found.secondFactorData ? 'still stored' : 'none',
          {
            source: 'tbladmins.authdata',
          },
        ),
      ];
      return warn({ ...said, subject: named.who.value, evidence });
    }
    if (zeroSecondFactor === null) return skip('the API does not show the second factor of every administrator');
    const evidence = [see('access.admin', 'Enabled administrators with 0 as second factor', zeroSecondFactor, { want: 0, source })];
    if (zeroSecondFactor === 0) return pass(evidence);
    return warn({ ...said, subject: `${zeroSecondFactor} of ${enabled} administrators`, evidence });
  },
});
