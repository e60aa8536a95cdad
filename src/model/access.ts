/** Facts of who may sign in and see what: bans, roles, administrators, users, and the API's own answer. */
import type { Personal } from './secrets.js';

/** A row of tblbannedips whose time is not long over. */
export interface Ban {
  /** As stored; its class is that of the addresses it stands for. */
  readonly pattern: Personal;
  /** wildcard: 192.0.2.* as documented; range: CIDR or low-high, which WHMCS does not document; everybody: nothing but wildcards. */
  readonly form: 'address' | 'wildcard' | 'range' | 'everybody';
  /** The address that the operator named is one of them. */
  readonly visitor: boolean;
  /** As stored, in the local time of WHMCS's PHP; null: not stored. */
  readonly expires: string | null;
  /** What the reason looks like; its text is free. */
  readonly reason: 'failed-logins' | 'none' | 'other';
}

export interface BannedAddresses {
  /** Rows of the table, those that are long over included. */
  readonly total: number;
  readonly bans: readonly Ban[];
  /** Rows that name no address. */
  readonly unread: number;
  /** All rows that may still count were read. */
  readonly complete: boolean;
}

export interface AdminRole {
  readonly id: number;
  readonly name: string;
  /** tbladminperms.permid, ascending. */
  readonly permissions: readonly number[];
  readonly enabledAdmins: number;
}

export interface AdminRoles {
  readonly roles: readonly AdminRole[];
}

/**
 * What a stored password looks like. hash: made by password_hash() or its kin, in full length; salted: `hex:salt`; other: none of these, so
 * that no password fits.
 */
export type PasswordShape = 'empty' | 'md5' | 'salted' | 'hash' | 'other';

/** zero: the text "0", the trace of a reset whose SQL was wrong; null: the columns are not there. */
export type SecondFactor = 'none' | 'set' | 'zero' | null;

export interface AdminAccount {
  readonly id: number;
  readonly matchedBy: 'username' | 'email';
  /** null: not told. */
  readonly roleId: number | null;
  readonly disabled: boolean;
  readonly loginAttempts: number | null;
  /** null: this vantage does not show it. */
  readonly password: PasswordShape | null;
  /** null: the column is not there, or this vantage does not show it. */
  readonly passwordHash: PasswordShape | null;
  readonly secondFactor: SecondFactor;
  /** Which second factor: totp, duosecurity, … */
  readonly module: string | null;
  /** Secrets of a second factor are stored, set or not; null: this vantage does not show it. */
  readonly secondFactorData: boolean | null;
}

export interface Administrators {
  /** The administrator that the operator named; found null: there is none. null: nobody was named. */
  readonly named: { readonly who: Personal; readonly found: AdminAccount | null } | null;
  readonly enabled: number;
  /** Enabled ones whose password is an MD5 value while passwordhash is not empty; null: this vantage does not show it. */
  readonly halfReset: number | null;
  /** Enabled ones whose authmodule is "0"; null: this vantage does not show it. */
  readonly zeroSecondFactor: number | null;
  /** Time of the first log-in of an administrator that is still recorded, as stored; null: none is. */
  readonly firstLogin: string | null;
}

export interface UserAccount {
  /** tblusers from 8.0, tblclients and tblcontacts before. */
  readonly table: 'tblusers' | 'tblclients' | 'tblcontacts';
  readonly id: number;
  /** null: this vantage does not show it. */
  readonly password: PasswordShape | null;
  /** Clients that the user owns; null: not known, or before 8.0. */
  readonly owns: number | null;
  readonly secondFactor: SecondFactor;
  readonly module: string | null;
  /** Whether a reset was asked for and not used; null: the column is not there. */
  readonly resetPending: boolean | null;
  /** When its link expires: a local time of WHMCS's PHP, or seconds since 1970 where it is stored as a number. */
  readonly resetExpires: string | number | null;
  readonly emailVerified: boolean | null;
}

export interface NamedUser {
  readonly who: Personal;
  /** null: there is no such user. */
  readonly found: UserAccount | null;
  /** Tables that were searched. */
  readonly searched: readonly string[];
}

/** The answer to GetAdminDetails with the operator's credential. */
export type ApiAnswer =
  | {
      readonly is: 'details';
      readonly adminId: number | null;
      /** Names as the API writes them. */
      readonly permissions: readonly string[];
      readonly version: string | null;
    }
  | {
      readonly is: 'refused';
      readonly kind: 'ip' | 'credentials' | 'permission' | 'access-key' | 'other';
      /** The address that WHMCS took for ours. */
      readonly address: Personal | null;
      readonly message: string;
      readonly status: number;
    }
  /** No JSON, or none that the API would write: the first words of it. */
  | { readonly is: 'unintelligible'; readonly status: number; readonly text: string };

export interface AccessFacts {
  'access.bans': BannedAddresses;
  'access.roles': AdminRoles;
  'access.admin': Administrators;
  'access.user': NamedUser;
  'api.admin': ApiAnswer;
}
