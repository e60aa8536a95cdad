/** Whether a second factor stands between the named person and the log-in; that the device is lost only the person can say. */
import { defineCheck, pass, skip, warn } from '../../src/index.js';
import { gapJudgement } from '../../src/logic/gap.js';
import type { Judgement, SecondFactor } from '../../src/model.js';

export default defineCheck({
  id: 'second-factor-lost',
  area: 'two-factor',
  title: { pass: 'The named person is asked for no second factor', fail: 'The named person is asked for a second factor' },
  causes: ['second-factor-lost'],
  onlyWhenSelected: true,
  needs: ['operator.report'],
  wants: ['access.admin', 'access.user'],
  judge({ 'operator.report': { admin, user }, 'access.admin': admins, 'access.user': users }, see) {
    const judged: Judgement[] = [];
    const say = (fact: 'access.admin' | 'access.user', who: string, factor: SecondFactor, module: string | null): Judgement => {
      if (factor === null) return skip('whether a second factor is set could not be seen: look at the account in the admin area', who);
      const evidence = [see(fact, 'Second factor', factor === 'set' ? (module ?? 'set') : 'none')];
      if (factor !== 'set') return pass(evidence, { subject: who });
      return warn({ cause: 'second-factor-lost', subject: who, confidence: 'possible', evidence });
    };
    if (admin !== null) {
      const found = admins.ok ? (admins.value.named?.found ?? null) : null;
      if (!admins.ok) judged.push(gapJudgement(admins, admin.value));
      else if (found === null) judged.push(skip('there is no such administrator: see admin-unknown', admin.value));
      else judged.push(say('access.admin', admin.value, found.secondFactor, found.module));
    }
    if (user !== null) {
      const found = users.ok ? users.value.found : null;
      if (!users.ok) judged.push(gapJudgement(users, user.value));
      else if (found === null) judged.push(skip('there is no such user: see user-unknown', user.value));
      else judged.push(say('access.user', user.value, found.secondFactor, found.module));
    }
    return judged.length > 0 ? judged : skip('whose second factor is lost was not given: --admin NAME or --user EMAIL');
  },
});
