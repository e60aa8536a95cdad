/** What the documented way out of "no password" writes is no hash: until the user resets it, no password fits. */
import { defineCheck, fail, pass, skip, warn } from '../../src/index.js';
import { passwordUnseen } from '../../src/logic/admin-password.js';
import { gapJudgement } from '../../src/logic/gap.js';

export default defineCheck({
  id: 'user-password-unusable',
  area: 'access',
  title: { pass: 'A password can fit what is stored for the named user', fail: 'No password fits what is stored for the named user' },
  causes: ['user-password-unusable'],
  needs: ['operator.report'],
  wants: ['access.user'],
  judge({ 'operator.report': { user }, 'access.user': named }, see) {
    if (user === null) return skip('which user it is about was not given: --user EMAIL');
    if (!named.ok) return gapJudgement(named, user.value);
    const { found } = named.value;
    if (found === null) return skip('there is no such user: see user-unknown', user.value);
    if (found.password === null) return skip(passwordUnseen, user.value);
    const said = { cause: 'user-password-unusable', subject: user.value } as const;
    const evidence = [
      see('access.user', 'Stored password', found.password === 'other' ? 'neither a hash nor empty' : found.password, {
        want: 'hash',
        source: `${found.table}.password`,
      }),
    ];
    if (found.password === 'other') return fail({ ...said, confidence: 'likely', evidence });
    if (found.password !== 'empty') return pass(evidence, { subject: user.value });
    if (found.owns !== null && found.owns > 0) return skip('the user has no password at all: see owner-without-password', user.value);
    // People who were invited, or who sign in with Google alone, have none; this one was reported.
    return warn({ ...said, confidence: 'likely', title: 'The named user has no password', evidence });
  },
});
