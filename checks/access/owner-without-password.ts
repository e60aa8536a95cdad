/** "Login as Owner" is refused for an owner who never set a password. Invited owners are normal, so only the named one is a finding. */
import { defineCheck, fail, pass, skip } from '../../src/index.js';
import { passwordUnseen } from '../../src/logic/admin-password.js';
import { gapJudgement } from '../../src/logic/gap.js';

export default defineCheck({
  id: 'owner-without-password',
  area: 'access',
  title: { pass: 'The named user is no owner without a password', fail: 'The named user owns an account and has no password' },
  causes: ['owner-without-password'],
  needs: ['operator.report'],
  wants: ['access.user'],
  judge({ 'operator.report': { user, permissions }, 'access.user': named }, see) {
    if (user === null) {
      return skip(
        'where the page lists no required permissions and the click was Login as Owner, the owner is the one to look at: give --user EMAIL',
      );
    }
    if (!named.ok) return gapJudgement(named, user.value);
    const { found } = named.value;
    if (found === null) return skip('there is no such user: see user-unknown', user.value);
    if (found.password === null) return skip(passwordUnseen, user.value);
    if (found.table !== 'tblusers') return skip('before WHMCS 8.0 the client holds the password, and there are no owners', user.value);
    const evidence = [
      see('access.user', 'Password', found.password === 'empty' ? 'none' : 'stored', { want: 'stored', source: 'tblusers.password' }),
      ...(found.owns === null ? [] : [see('access.user', 'Clients that the user owns', found.owns, { source: 'tblusers_clients.owner' })]),
    ];
    if (found.password !== 'empty' || found.owns === 0) return pass(evidence, { subject: user.value });
    // A page that lists permissions is the other case of the same heading.
    const confidence = found.owns === null || permissions.length > 0 ? 'possible' : 'likely';
    return fail({ cause: 'owner-without-password', subject: user.value, confidence, evidence });
  },
});
