/** A reset by hand that left the old hash in place: neither what was typed into the database nor anything new opens the account. */
import { defineCheck, fail, pass, skip, warn } from '../../src/index.js';
import { adminPassword, mayBeLeftover, passwordUnseen } from '../../src/logic/admin-password.js';

const source = 'tbladmins.password, tbladmins.passwordhash';

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
    if (named !== null) {
      if (named.found === null) return skip('there is no such administrator: see admin-unknown', named.who.value);
      const state = adminPassword(named.found);
      if (state === null) return skip(passwordUnseen, named.who.value);
      const evidence = [
        see('access.admin', 'password', named.found.password, { source: 'tbladmins.password' }),
        see('access.admin', 'passwordhash', named.found.passwordHash ?? 'no such column', {
          want: state === 'half-reset' ? 'empty' : 'hash',
          source,
        }),
      ];
      const subject = named.who.value;
      if (state === 'fine') return pass(evidence, { subject });
      if (state === 'unusable') {
        const title = 'No password fits what is stored for the named administrator';
        return fail({ ...said, subject, confidence: 'likely', title, evidence });
      }
      if (leftover) return warn({ ...said, subject, evidence });
      return fail({ ...said, subject, confidence: 'likely', evidence });
    }
    if (halfReset === null) return skip(passwordUnseen);
    const evidence = [see('access.admin', 'Enabled administrators with an MD5 value beside a hash', halfReset, { want: 0, source })];
    if (halfReset === 0) return pass(evidence);
    if (!leftover) return warn({ ...said, subject: `${halfReset} of ${admins.enabled} administrators`, evidence });
    // Installs of before 2015 carry such values, and work.
    return pass(evidence, { note: 'an old install may have such values: name the administrator with --admin to see his' });
  },
});
