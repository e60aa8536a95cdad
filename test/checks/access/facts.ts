/** Facts of accounts, roles and bans in which nothing is wrong; tests change what they are about. */
import { permissions } from '../../../src/knowledge/permissions.js';
import type {
  AdminAccount,
  Administrators,
  AdminRole,
  ApiAnswer,
  Ban,
  BannedAddresses,
  NamedUser,
  OperatorReport,
  Personal,
  UserAccount,
} from '../../../src/model.js';

export const noon = Date.parse('2026-11-22T12:00:00Z');
export const now = { epochMs: noon };
export const later = '2026-11-22 12:14:00';
export const over = '2026-11-22 11:46:00';

export const address = (value: string, kind = 'public'): Personal => ({ personal: 'address', value, class: kind });
export const named = (value: string): Personal => ({ personal: 'name', value, class: '' });

export function report(more: Partial<OperatorReport> = {}): OperatorReport {
  return { usedUrl: null, visitorIp: null, admin: null, user: null, permissions: [], ...more };
}

export function ban(value: string, more: Partial<Ban> = {}, kind = 'public'): Ban {
  return { pattern: address(value, kind), form: 'address', visitor: false, expires: later, reason: 'failed-logins', ...more };
}

export function banned(...bans: readonly Ban[]): BannedAddresses {
  return { total: bans.length + 3, bans, unread: 0, complete: true };
}

export function admin(more: Partial<AdminAccount> = {}): AdminAccount {
  return {
    id: 1,
    matchedBy: 'username',
    roleId: 1,
    disabled: false,
    loginAttempts: 0,
    password: 'hash',
    passwordHash: 'hash',
    secondFactor: 'none',
    module: null,
    secondFactorData: false,
    ...more,
  };
}

/** With `found` undefined nobody was named. */
export function admins(found?: AdminAccount | null, more: Partial<Administrators> = {}): Administrators {
  return {
    named: found === undefined ? null : { who: named('boss'), found },
    enabled: 2,
    halfReset: 0,
    zeroSecondFactor: 0,
    firstLogin: '2019-01-02 03:04:05',
    ...more,
  };
}

export function account(more: Partial<UserAccount> = {}): UserAccount {
  return {
    table: 'tblusers',
    id: 5,
    password: 'hash',
    owns: 1,
    secondFactor: 'none',
    module: null,
    resetPending: false,
    resetExpires: null,
    emailVerified: true,
    ...more,
  };
}

export function user(found: UserAccount | null): NamedUser {
  return { who: { personal: 'email', value: 'a@b.test', class: '' }, found, searched: ['tblusers'] };
}

export const every: readonly number[] = [...permissions.keys()];

export function role(numbers: readonly number[], more: Partial<AdminRole> = {}): AdminRole {
  return { id: 1, name: 'Full Administrator', permissions: numbers, enabledAdmins: 1, ...more };
}

export function without(...numbers: readonly number[]): readonly number[] {
  return every.filter((number) => !numbers.includes(number));
}

export function details(numbers: readonly number[], adminId = 1): ApiAnswer {
  const names = numbers.map((number) => permissions.get(number)?.api ?? '');
  return { is: 'details', adminId, permissions: names, version: '8.11.2' };
}

export function refused(kind: (ApiAnswer & { is: 'refused' })['kind'], message: string, seen: Personal | null = null): ApiAnswer {
  return { is: 'refused', kind, address: seen, message, status: 403 };
}
