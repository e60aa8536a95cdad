/** The administrator whom the operator named, through WHMCS's API. No password and no secret is shown there. */
import { defineProbe, LookFailed } from '../index.js';
import { adminUsers, type AdminListed } from '../parse/api-records.js';
import type { AdminAccount, SecondFactor } from '../model.js';
import { apiTouch, askApi } from './api-ask.js';

export default defineProbe({
  fact: 'access.admin',
  vantage: 'api',
  title: 'the accounts of administrators',
  needs: ['api.session'],
  wants: ['operator.report'],
  budgetMs: 15_000,
  from: 'outside',
  touches: [apiTouch('GetAdminUsers')],
  async observe({ host, have, want, options, signal }) {
    const ask = { include_disabled: 'true' };
    const { fields } = await askApi({ host, options, signal }, have['api.session'], 'GetAdminUsers', ask, true);
    const read = adminUsers(fields);
    // Whoever's credential it is, is one of them.
    if (read === null || read.admins.length === 0)
      throw new LookFailed('malformed', "the API's answer to GetAdminUsers holds no administrator");
    const report = want['operator.report'];
    const who = report.ok ? report.value.admin : null;
    const found = who === null ? null : accountOf(read.admins, who.value.trim().toLowerCase());
    if (who !== null && found === null && (read.count ?? 0) > read.admins.length) {
      throw new LookFailed('oversize', `the API listed ${read.admins.length} of ${read.count} administrators, and not the named one`);
    }
    const enabled = read.admins.filter(({ disabled }) => disabled === false);
    return {
      value: {
        named: who === null ? null : { who, found },
        enabled: enabled.length,
        halfReset: null,
        zeroSecondFactor: enabled.some(({ secondFactor }) => secondFactor === null)
          ? null
          : enabled.filter(({ secondFactor }) => secondFactor === '0').length,
        firstLogin: null,
      },
      source: 'GetAdminUsers',
    };
  },
});

function accountOf(all: readonly AdminListed[], who: string): AdminAccount | null {
  const byName = all.find(({ username }) => username.toLowerCase() === who);
  const byMail = all.filter(({ email }) => email.toLowerCase() === who && who !== '');
  const found = byName ?? byMail.find(({ disabled }) => disabled === false) ?? byMail[0];
  if (found === undefined) return null;
  if (found.disabled === null) throw new LookFailed('malformed', "the API's answer to GetAdminUsers does not say who is disabled");
  return {
    id: found.id,
    matchedBy: byName === undefined ? 'email' : 'username',
    roleId: found.roleId,
    disabled: found.disabled,
    loginAttempts: found.loginAttempts,
    password: null,
    passwordHash: null,
    secondFactor: factorOf(found.secondFactor),
    module: found.secondFactor === null || found.secondFactor === '' || found.secondFactor === '0' ? null : found.secondFactor,
    secondFactorData: null,
  };
}

function factorOf(module: string | null): SecondFactor {
  if (module === null) return null;
  if (module === '0') return 'zero';
  return module === '' ? 'none' : 'set';
}
