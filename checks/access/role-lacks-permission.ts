/**
 * One of two cases of "Access Denied - Forbidden": the page lists required permissions, and the administrator's role has none of them. The
 * other, Login as Owner without such a list, is owner-without-password.
 */
import { defineCheck, fail, pass, skip, warn } from '../../src/index.js';
import { gapJudgement } from '../../src/logic/gap.js';
import { holderOf, holds, type Holder } from '../../src/knowledge/permission-holder.js';
import { companionOf, lastDocumentedName, nearestPermission, permissionNamed, type Permission } from '../../src/knowledge/permissions.js';
import type { Confidence } from '../../src/model.js';

export default defineCheck({
  id: 'role-lacks-permission',
  area: 'access',
  title: {
    pass: 'The administrator’s role has the permission that the page asks for',
    fail: 'The administrator’s role lacks a permission that the page asks for',
  },
  causes: ['role-lacks-permission'],
  needs: ['operator.report'],
  wants: ['access.admin', 'access.roles', 'api.admin'],
  judge(facts, see) {
    const asked = facts['operator.report'].permissions;
    if (asked.length === 0) {
      return skip(
        'give --permission with what the page lists below "Requires one of the following:", and --admin; where it lists nothing and the click was Login as Owner, give --user',
      );
    }
    const known = asked.flatMap((text) => permissionNamed(text) ?? []);
    if (known.length === 0) {
      const meant = asked.map(nearestPermission).find((label) => label !== null);
      return skip(`--permission names no permission of WHMCS${meant === undefined || meant === null ? '' : `: did you mean ${meant}?`}`);
    }
    const told = holderOf(facts);
    if ('reason' in told) return skip(told.reason);
    if ('gap' in told) return gapJudgement(told.gap);
    const { holder } = told;
    const subject = subjectOf(holder, facts['operator.report'].admin?.value ?? null);
    const show = (label: string, which: readonly Permission[], want?: string) =>
      see(holder.by === 'api' ? 'api.admin' : 'access.roles', label, which.map((one) => `${one.label} (${one.number})`).join(', '), {
        ...(want === undefined ? {} : { want }),
      });
    const lacking = known.filter((permission) => holds(holder, permission) === 'lacking');
    const held = known.filter((permission) => holds(holder, permission) === 'held');
    const said = { cause: 'role-lacks-permission', subject, confidence: confidenceOf(holder, lacking) } as const;
    if (lacking.length > 0 && held.length === 0) {
      const found = { ...said, evidence: [show('Lacking', lacking, 'in the role')] };
      return holder.by === 'api' ? fail(found) : warn(found);
    }
    const evidence = [show('Held', held)];
    if (lacking.length > 0) {
      const title = 'The administrator’s role lacks some of the permissions that the page lists';
      return warn({
        ...said,
        confidence: 'possible',
        title,
        evidence: [show('Lacking', lacking, 'in the role, if the page asks for all'), ...evidence],
      });
    }
    const companions = held.flatMap(({ number }) => companionOf(number) ?? []).filter((other) => holds(holder, other) === 'lacking');
    if (companions.length > 0) {
      const title = 'The administrator’s role lacks the permission that goes with the one that the page asks for';
      return warn({ ...said, confidence: 'possible', title, evidence: [show('Lacking', companions, 'in the role'), ...evidence] });
    }
    if (held.length === 0) return skip('the API does not name permissions of this kind: look at Administrator Roles', subject);
    return pass(evidence, { subject });
  },
});

function subjectOf(holder: Holder, admin: string | null): string {
  if (holder.by === 'numbers') return holder.role.name;
  return admin ?? 'the administrator of the API credential';
}

/** The API names permissions; that the database's numbers are the labels' is not documented. */
function confidenceOf(holder: Holder, lacking: readonly Permission[]): Confidence {
  if (holder.by === 'numbers') return 'possible';
  const documented = lacking.every(({ number }) => number <= lastDocumentedName);
  return documented && holder.who !== 'assumed' ? 'proved' : 'likely';
}
