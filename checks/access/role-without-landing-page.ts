/** A role must have the Main Homepage or the Support Center Overview; without either there is no page to open after the log-in. */
import { defineCheck, fail, pass, skip, warn, type AdminRole } from '../../src/index.js';
import { gapJudgement } from '../../src/logic/gap.js';
import { holderOf, numbersSeen } from '../../src/knowledge/permission-holder.js';
import { fewPermissions, labelOf, landingPages, listed, onlyForApi, permissions } from '../../src/knowledge/permissions.js';

const want = landingPages.map((number) => `${labelOf(number)} (${number})`).join(' or ');

export default defineCheck({
  id: 'role-without-landing-page',
  area: 'access',
  title: {
    pass: 'Every role in use has a page to land on after the log-in',
    fail: 'A role in use has no page to land on after the log-in',
  },
  causes: ['role-without-landing-page'],
  needs: ['operator.report'],
  wants: ['access.admin', 'access.roles', 'api.admin'],
  judge(facts, see) {
    const { 'access.roles': roles, 'operator.report': report } = facts;
    const told = holderOf(facts);
    const holder = 'holder' in told ? told.holder : null;
    if (holder?.by === 'api') {
      const { names, who } = holder;
      const lands = landingPages.some((number) => hasName(names, number));
      const evidence = [
        see('api.admin', 'Permissions of the calling administrator', names.length),
        see('api.admin', 'Landing page', 'neither', { want }),
      ];
      const subject = report.admin?.value ?? 'the administrator of the API credential';
      const said = { cause: 'role-without-landing-page', subject, evidence } as const;
      // An account that only calls the API never lands anywhere.
      const meant = who === 'caller' && names.length <= fewPermissions;
      if (!lands && !meant) return fail({ ...said, confidence: who === 'assumed' ? 'likely' : 'proved' });
    }
    if (!roles.ok) return gapJudgement(roles);
    if (!numbersSeen(roles.value.roles)) return skip('tbladminperms holds no permission of any role: look at Administrator Roles');
    const named = holder?.by === 'numbers' ? holder.role.id : null;
    const homeless = roles.value.roles.filter((role) => isHomeless(role, role.id === named));
    if (homeless.length === 0) return pass([see('access.roles', 'Roles', roles.value.roles.length)]);
    return homeless.slice(0, 10).map((role) =>
      warn({
        cause: 'role-without-landing-page',
        subject: role.name,
        confidence: 'possible',
        evidence: [
          see('access.roles', 'Landing page', 'neither', { want }),
          see('access.roles', 'Permissions', role.permissions.length),
          see('access.roles', 'Enabled administrators of the role', role.enabledAdmins, { source: 'tbladmins.roleid' }),
        ],
      }),
    );
  },
});

function isHomeless({ permissions: numbers, enabledAdmins }: AdminRole, named: boolean): boolean {
  if (landingPages.some((number) => numbers.includes(number))) return false;
  return named || (enabledAdmins > 0 && !onlyForApi(numbers));
}

function hasName(names: readonly string[], number: number): boolean {
  const permission = permissions.get(number);
  return permission !== undefined && listed(names, permission);
}
