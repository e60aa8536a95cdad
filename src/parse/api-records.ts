/**
 * Lists in answers of WHMCS's API: https://developers.whmcs.com/api-reference/. Numbers come as texts and texts as numbers, a list of one is
 * an object in some answers, and an empty one is missing. Never throws: what cannot be read is left out, and null means that there is no list.
 */
import { printable } from '../logic/http-answer.js';
import { localMoment } from '../logic/time-zone.js';
import { isRecord } from './json.js';

type Fields = Readonly<Record<string, unknown>>;

const mostRecords = 5000;

export interface ActivityEntry {
  readonly id: number | null;
  /** Y-m-d H:i:s; null: none that can be read. */
  readonly at: string | null;
  readonly text: string;
  readonly address: string;
  /** What tells accounts apart, in the order of preference: kind and value. */
  readonly accounts: readonly (readonly [string, string])[];
}

/** null: no list of entries. */
export function activityEntries(fields: Fields): readonly ActivityEntry[] | null {
  return (
    listIn(fields, 'activity', 'entry')?.map((entry) => ({
      id: numberOf(entry['id']),
      at: stampOf(entry['date']),
      text: textOf(entry['description'], 4000),
      address: textOf(entry['ipaddress'], 64),
      accounts: (['adminId', 'userId', 'clientId', 'userid', 'username'] as const).flatMap((name) => {
        const value = textOf(entry[name], 200);
        return value === '' || value === '0' ? [] : [[name === 'userid' ? 'clientId' : name, value] as const];
      }),
    })) ?? null
  );
}

/** How many there are in all, as far as the answer says. */
export function totalOf(fields: Fields): number | null {
  return numberOf(fields['totalresults']);
}

export interface StaffMember {
  readonly name: string;
  readonly loginAt: string | null;
  readonly address: string;
}

export function staffOnline(fields: Fields): readonly StaffMember[] | null {
  const empty = numberOf(fields['totalresults']) === 0 ? [] : null;
  return (
    listIn(fields, 'staffonline', 'staff')?.map((one) => ({
      name: textOf(one['adminusername'], 200),
      loginAt: stampOf(one['logintime']),
      address: textOf(one['ipaddress'], 64),
    })) ?? empty
  );
}

export interface AutomationTimes {
  /** The site's own local time. */
  readonly now: string | null;
  /** In the local time of cron's PHP. */
  readonly lastDaily: string | null;
}

export function automationTimes(fields: Fields): AutomationTimes {
  return { now: stampOf(fields['currentDatetime']), lastDaily: stampOf(fields['lastDailyCronInvocationTime']) };
}

export interface TemplateListed {
  readonly name: string;
  /** null: the answer has none. */
  readonly subject: string | null;
  readonly custom: boolean;
}

export function emailTemplates(fields: Fields): readonly TemplateListed[] | null {
  return (
    listIn(fields, 'emailtemplates', 'emailtemplate')?.map((one) => ({
      name: textOf(one['name'], 200),
      subject: typeof one['subject'] === 'string' ? one['subject'].trim().slice(0, 500) : null,
      custom: flagOf(one['custom']) === true,
    })) ?? null
  );
}

export interface AdminListed {
  readonly id: number;
  readonly username: string;
  readonly email: string;
  readonly roleId: number | null;
  readonly disabled: boolean | null;
  readonly loginAttempts: number | null;
  /** As stored: empty for none, "0" for the trace of a wrong statement; null: the answer does not say. */
  readonly secondFactor: string | null;
}

/** The answer's sample has no `result`. */
export function adminUsers(fields: Fields): { readonly admins: readonly AdminListed[]; readonly count: number | null } | null {
  const list = arrayOf(fields['admin_users']);
  if (list === null) return null;
  const admins = list.flatMap((one): readonly AdminListed[] => {
    const id = numberOf(one['id']);
    const username = textOf(one['username'], 200);
    if (id === null || username === '') return [];
    const module = one['twoFactorAuthModule'];
    return [
      {
        id,
        username,
        email: textOf(one['email'], 300),
        roleId: numberOf(one['roleId']),
        disabled: flagOf(one['isDisabled']),
        loginAttempts: numberOf(one['loginAttempts']),
        secondFactor: typeof module === 'string' || typeof module === 'number' ? printable(String(module), 40) : null,
      },
    ];
  });
  return { admins, count: numberOf(fields['count']) };
}

export interface UserListed {
  readonly id: number;
  readonly email: string;
  /** null: the answer does not say. */
  readonly owns: number | null;
  /** Clients that the user belongs to. */
  readonly clients: readonly number[];
}

export function usersFound(fields: Fields): { readonly users: readonly UserListed[]; readonly total: number | null } | null {
  const total = totalOf(fields);
  const list = arrayOf(fields['users']) ?? (total === 0 ? [] : null);
  if (list === null) return null;
  const users = list.flatMap((one): readonly UserListed[] => {
    const id = numberOf(one['id']);
    const email = textOf(one['email'], 300);
    if (id === null || email === '') return [];
    const clients = arrayOf(one['clients']);
    const owned = clients?.map((client) => flagOf(client['isOwner'])) ?? null;
    const owns = owned === null || owned.includes(null) ? null : owned.filter((yes) => yes === true).length;
    const ids = (clients ?? []).map((client) => numberOf(client['id'])).filter((one) => one !== null);
    return [{ id, email, owns, clients: ids }];
  });
  return { users, total };
}

/** Rows of tblemails as the API lists them; of texts only the subject, and the reason of a failure. */
export function emailsListed(fields: Fields): readonly Readonly<Record<string, string | number>>[] | null {
  const empty = totalOf(fields) === 0 ? [] : null;
  return (
    listIn(fields, 'emails', 'email')?.map((one) => ({
      id: numberOf(one['id']) ?? Number.NaN,
      recorded: stampOf(one['date']) ?? '',
      ...Object.fromEntries((['pending', 'failed', 'campaign_id'] as const).flatMap((name) => flagged(one, name))),
      ...Object.fromEntries((['retry_count'] as const).map((name) => [name, numberOf(one[name]) ?? 0])),
      failure_reason: textOf(one['failure_reason'], 250),
      subject: textOf(one['subject'], 250),
    })) ?? empty
  );
}

/** 0 or 1; nothing where the answer does not say. */
function flagged(one: Fields, name: string): readonly (readonly [string, number])[] {
  const number = numberOf(one[name]);
  const yes = flagOf(one[name]) ?? (number === null ? null : number > 0);
  return yes === null ? [] : [[name, yes ? 1 : 0]];
}

export function versionTold(fields: Fields): string | null {
  const whmcs = fields['whmcs'];
  const version = isRecord(whmcs) ? whmcs['version'] : undefined;
  return typeof version === 'string' && version.trim() !== '' ? printable(version, 40) : null;
}

function listIn(fields: Fields, outer: string, inner: string): readonly Fields[] | null {
  const holder = fields[outer];
  if (Array.isArray(holder)) return arrayOf(holder);
  return isRecord(holder) ? arrayOf(holder[inner]) : null;
}

function arrayOf(value: unknown): readonly Fields[] | null {
  if (Array.isArray(value)) return value.slice(0, mostRecords).filter(isRecord);
  return isRecord(value) ? [value] : null;
}

function textOf(value: unknown, most: number): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim().slice(0, most) : '';
}

function numberOf(value: unknown): number | null {
  if (typeof value !== 'number' && (typeof value !== 'string' || !/^\d{1,15}$/.test(value.trim()))) return null;
  const number = Number(value);
  return Number.isSafeInteger(number) && number >= 0 ? number : null;
}

/** "false" is a text that PHP and JavaScript take for true. */
function flagOf(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  const text = textOf(value, 10).toLowerCase();
  if (text === '1' || text === 'true' || text === 'on') return true;
  return text === '0' || text === 'false' || (text === '' && value === '') ? false : null;
}

function stampOf(value: unknown): string | null {
  const text = textOf(value, 40);
  return localMoment(text) === null ? null : text.slice(0, 19).replace('T', ' ');
}
