/**
 * The page Sign-In Integrations has a permission of its own. A role without it is normal, so it is a finding for the administrator who was
 * named, where the role configures WHMCS otherwise or the page's permission was named too.
 */
import { defineCheck, fail, pass, skip, warn } from '../../src/index.js';
import { gapJudgement } from '../../src/logic/gap.js';
import { holderOf, holds } from '../../src/knowledge/permission-holder.js';
import { generalSettings, permissionNamed, permissions, signInIntegration } from '../../src/knowledge/permissions.js';

export default defineCheck({
  id: 'sign-in-integration-permission-missing',
  area: 'access',
  title: {
    pass: 'The administrator’s role may open Sign-In Integrations',
    fail: 'The administrator’s role may not open Sign-In Integrations',
  },
  causes: ['sign-in-integration-permission-missing'],
  needs: ['operator.report'],
  wants: ['access.admin', 'access.roles', 'api.admin'],
  judge(facts, see) {
    const permission = permissions.get(signInIntegration);
    const { admin, permissions: asked } = facts['operator.report'];
    const wanted = asked.some((text) => permissionNamed(text)?.number === signInIntegration);
    if (permission === undefined || (admin === null && !wanted)) {
      return skip('which administrator cannot open Sign-In Integrations was not given: --admin NAME');
    }
    const told = holderOf(facts);
    if ('reason' in told) return skip(told.reason);
    if ('gap' in told) return gapJudgement(told.gap);
    const { holder } = told;
    const held = holds(holder, permission);
    const subject = admin?.value ?? 'the administrator of the API credential';
    const fact = holder.by === 'api' ? 'api.admin' : 'access.roles';
    const evidence = [
      see(fact, `${permission.label} (${permission.number})`, held === 'held' ? 'in the role' : 'not in the role', { want: 'in the role' }),
      ...(holder.by === 'numbers' ? [see('access.roles', 'Role', holder.role.name)] : []),
    ];
    if (held === 'held') return pass(evidence, { subject });
    const settings = permissions.get(generalSettings);
    if (!wanted && settings !== undefined && holds(holder, settings) !== 'held') {
      return skip('the role does not configure WHMCS; if it shall: --permission "Configure Sign-In Integration"', subject);
    }
    if (held === 'untold') {
      const where = 'look for Configure Sign-In Integration in Administrator Roles';
      return skip(`the API’s list ends before the permissions of this kind: ${where}`, subject);
    }
    const said = { cause: 'sign-in-integration-permission-missing', subject, evidence } as const;
    return holder.by === 'api' ? fail({ ...said, confidence: 'likely' }) : warn({ ...said, confidence: 'possible' });
  },
});
