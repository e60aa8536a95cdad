/** The account database of the machine: /etc/passwd and /etc/group as passwd(5) and group(5) have them. */
import type { Identity } from '../model.js';

export type Account = Identity & { readonly home: string | null };

/** An account from the text of passwd (or of one line that getent printed), by name or uid. Its only group is the one of its line. */
export function accountIn(passwd: string, who: string | number): Account | null {
  for (const line of passwd.split('\n')) {
    const [name, , uid, gid, , home] = line.split(':');
    if (name === undefined || uid === undefined || gid === undefined || !/^\d+$/.test(uid) || !/^\d+$/.test(gid)) continue;
    if (typeof who === 'number' ? Number(uid) !== who : name !== who) continue;
    return { uid: Number(uid), gid: Number(gid), groups: [Number(gid)], name, home: home || null };
  }
  return null;
}

/** The account with the groups that list its name in the text of group(5). */
export function withGroups(account: Account, group: string): Account {
  const groups = new Set(account.groups);
  for (const line of group.split('\n')) {
    const [, , gid, members] = line.split(':');
    if (gid === undefined || members === undefined || !/^\d+$/.test(gid)) continue;
    if (account.name !== null && members.split(',').includes(account.name)) groups.add(Number(gid));
  }
  return { ...account, groups: [...groups] };
}

/** The number of a group, from the text of group(5). */
export function groupIn(group: string, name: string): number | null {
  for (const line of group.split('\n')) {
    const [its, , gid] = line.split(':');
    if (its === name && gid !== undefined && /^\d+$/.test(gid)) return Number(gid);
  }
  return null;
}

/** The group of an FPM pool's workers: where its file names none, the primary one of its user. null: it is not known. */
export function poolGid(
  { user, group }: { readonly user: string | null; readonly group: string | null },
  of: { readonly passwd: string | null; readonly group: string | null },
): number | null {
  if (group !== null) return /^\d+$/.test(group) ? Number(group) : of.group === null ? null : groupIn(of.group, group);
  if (user === null || of.passwd === null) return null;
  return accountIn(of.passwd, /^\d+$/.test(user) ? Number(user) : user)?.gid ?? null;
}
