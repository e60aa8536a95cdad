/**
 * Can the stored password of an administrator be the one that was set last? Since 5.3.9 WHMCS compares with passwordhash; a reset by hand
 * writes an MD5 value to password and must empty passwordhash: https://docs.whmcs.com/admins/admin-tutorials/reset-an-admin-password
 */
import type { AdminAccount, Administrators } from '../model.js';

/** half-reset: the MD5 value waits behind a hash that still counts. unusable: no password fits what is stored. */
export type AdminPassword = 'fine' | 'half-reset' | 'unusable';

/** null: the vantage does not show the columns. */
export function adminPassword({ password, passwordHash }: Pick<AdminAccount, 'password' | 'passwordHash'>): AdminPassword | null {
  if (password === null) return null;
  if (passwordHash === 'other') return 'unusable';
  const hashed = passwordHash !== null && passwordHash !== 'empty';
  if (hashed) return password === 'md5' ? 'half-reset' : 'fine';
  return password === 'empty' || password === 'other' ? 'unusable' : 'fine';
}

/** What a check says then. */
export const passwordUnseen = 'the API does not show what is stored as a password: run it on the server of the install, or over ssh';

/** WHMCS 5.3.10 is of 2014: what was installed later never stored an MD5 value by itself. */
const hashesSince = '2015-01-01';

/**
 * Whether an MD5 value beside a hash may be a leftover from before hashes, which harms nobody: the install recorded log-ins before them, or
 * every one of several administrators has such a value.
 */
export function mayBeLeftover({ firstLogin, enabled, halfReset }: Administrators): boolean {
  return (firstLogin !== null && firstLogin < hashesSince) || (enabled > 1 && halfReset === enabled);
}
