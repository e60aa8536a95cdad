/** A reset by hand that left the old hash in place: neither what was typed into the database nor anything new opens the account. */
import { defineCheck, fail, pass, skip, warn, type Judgement } from '../../src/index.js';
import { adminPassword, mayBeLeftover, passwordUnseen } from '../../src/logic/admin-password.js';

const source = 'tbladmins.password, tbladmins.passwordhash';
const counted = 'Enabled administrators with an MD5 value beside a hash';

export default defineCheck({
  id: 'admin-password-reset-half-done',
  area: 'access',
  title: {
    pass: 'No reset of an administrator’s password was left half done',
    fail: 'The password of an administrator was reset by hand, and the old hash still counts',
  },
  causes: ['admin-password-reset-half-done'],
  needs: ['access.admin'],
  judge({ 'access.admin': admins }, see) {
    const { named, halfReset } = admins;
    const leftover = mayBeLeftover(admins);
    const said = { cause: 'admin-password-reset-half-done', confidence: 'possible' } as const;
    // Whoever was named: the others' resets are no less half done.
    const others = (ofNamed = 0): readonly Judgement[] => {
      const rest = (halfReset ?? 0) - ofNamed;
      if (rest <= 0 || leftover) return [];
      const count = see('access.admin', ofNamed === 0 ? counted : `${counted}, apart from the named one`, rest, { want: 0, source });
      return [warn({ ...said, subject: `${rest} of ${admins.enabled} administrators`, evidence: [count] })];
    };
    if (named !== null) {
      if (named.found === null) return [skip('there is no such administrator: see admin-unknown', named.who.value), ...others()];
      const state = adminPassword(named.found);
      if (state === null) return [skip(passwordUnseen, named.who.value), ...others()];
      const evidence = [
        see('access.admin', 'password', named.found.password, { source: 'tbladmins.password' }),
        see('access.admin', 'passwordhash', named.found.passwordHash ?? 'no such column', {
          want: state === 'half-reset' ? 'empty' : 'hash',
          source,
        }),
      ];
      const subject = named.who.value;
      if (state === 'fine') return [pass(evidence, { subject }), ...others()];
      if (state === 'unusable') {
        const title = 'No password fits what is stored for the named administrator';
        return [fail({ ...said, subject, confidence: 'likely', title, evidence }), ...others()];
      }
      if (leftover) return warn({ ...said, subject, evidence });
      // The count is of enabled accounts, and he is one of them.
      return [fail({ ...said, subject, confidence: 'likely', evidence }), ...others(named.found.disabled ? 0 : 1)];
    }
    if (halfReset === null) return skip(passwordUnseen);
    const evidence = [see('access.admin', counted, halfReset, { want: 0, source })];
    if (halfReset === 0) return pass(evidence);
    if (!leftover) return others();
    // Installs of before 2015 carry such values, and work.
    return pass(evidence, { note: 'an old install may have such values: name the administrator with --admin to see his' });
  },
});
