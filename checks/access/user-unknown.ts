/** An e-mail address that no user has gets the same words as a wrong password. */
import { defineCheck, fail, pass, skip } from '../../src/index.js';
import { gapJudgement } from '../../src/logic/gap.js';

export default defineCheck({
  id: 'user-unknown',
  area: 'access',
  title: { pass: 'The named user exists', fail: 'There is no user with this e-mail address' },
  causes: ['user-unknown'],
  needs: ['operator.report'],
  wants: ['access.user'],
  judge({ 'operator.report': { user }, 'access.user': named }, see) {
    if (user === null) return skip('which user it is about was not given: --user EMAIL');
    if (!named.ok) return gapJudgement(named, user.value);
    const { found, searched } = named.value;
    if (found !== null) return pass([see('access.user', 'Found in', found.table)], { subject: user.value });
    const source = searched.map((table) => `${table}.email`).join(', ');
    const evidence = [see('access.user', 'Users with this e-mail address', 0, { want: 1, source })];
    return fail({ cause: 'user-unknown', subject: user.value, confidence: 'likely', evidence });
  },
});
