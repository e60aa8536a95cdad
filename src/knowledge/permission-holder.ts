/** Whose permissions can be told, and how: the API says the calling administrator's exactly, the database says numbers. */
import type { AdminRole, Fact, Facts } from '../model.js';
import { absenceTells, listed, type Permission } from './permissions.js';

export type HolderFacts = { readonly 'operator.report': Facts['operator.report'] } & {
  readonly [K in 'access.admin' | 'access.roles' | 'api.admin']: Fact<Facts[K]>;
};

export type Holder =
  | {
      readonly by: 'api';
      /** named: the credential is the named administrator's; assumed: nothing says otherwise; caller: nobody was named. */
      readonly who: 'named' | 'assumed' | 'caller';
      readonly names: readonly string[];
    }
  | { readonly by: 'numbers'; readonly role: AdminRole };

/** The holder, or why none can be told: what to give or where to look, or the look that failed. */
export type Told = { readonly holder: Holder } | { readonly reason: string } | { readonly gap: Fact<unknown> & { readonly ok: false } };

export function holderOf(facts: HolderFacts): Told {
  const { admin } = facts['operator.report'];
  const api = facts['api.admin'];
  const details = api.ok && api.value.is === 'details' ? api.value : null;
  const byApi = (who: 'named' | 'assumed' | 'caller', names: readonly string[]) => ({ holder: { by: 'api', who, names } as const });
  if (admin === null) {
    return details === null
      ? { reason: 'whose role it is was not given: --admin NAME, or the API credential of that administrator' }
      : byApi('caller', details.permissions);
  }
  const admins = facts['access.admin'];
  if (!admins.ok) return details === null ? { gap: admins } : byApi('assumed', details.permissions);
  const found = admins.value.named?.found ?? null;
  if (found === null) return { reason: 'there is no such administrator: see admin-unknown' };
  if (details !== null && details.adminId === found.id) return byApi('named', details.permissions);
  const roles = facts['access.roles'];
  if (!roles.ok) return { gap: roles };
  if (found.roleId === null) return { reason: 'which role the administrator has was not told: look at Manage Administrators' };
  const role = roles.value.roles.find(({ id }) => id === found.roleId);
  if (role === undefined) return { reason: `the administrator’s role ${found.roleId} is not among the roles` };
  if (!numbersSeen(roles.value.roles)) return { reason: 'tbladminperms holds no permission of any role: look at Administrator Roles' };
  return { holder: { by: 'numbers', role } };
}

/** Where no role has any permission they are kept elsewhere. */
export function numbersSeen(roles: readonly AdminRole[]): boolean {
  return roles.some(({ permissions }) => permissions.length > 0);
}

/** untold: the list of the API does not show whether. */
export type Held = 'held' | 'lacking' | 'untold';

export function holds(holder: Holder, permission: Permission): Held {
  if (holder.by === 'numbers') return holder.role.permissions.includes(permission.number) ? 'held' : 'lacking';
  if (listed(holder.names, permission)) return 'held';
  return absenceTells(holder.names, permission) ? 'lacking' : 'untold';
}
