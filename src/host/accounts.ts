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
