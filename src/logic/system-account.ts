/** Accounts of the system against those of people and customers. */

/** SYS_UID_MAX of login.defs(5) on every distribution; nobody (65534) is no account of its own. */
const lastSystemUid = 999;

/** Whether only root could have made the account: a customer cannot start processes or make files in its name. */
export function isSystemAccount(uid: number): boolean {
  return uid >= 0 && uid <= lastSystemUid;
}
