/** Permissions of administrators: what people and pages call them, and which must go together. */
import { nearest } from '../logic/nearest.js';
import { permissionTable } from './permission-table.js';

export const mainHomepage = 1;
export const supportCenterOverview = 38;
/** Configure General Settings. */
export const generalSettings = 63;
export const apiAccess = 81;
export const loginAsOwner = 120;
export const signInIntegration = 143;

/** A role needs one of these, or there is no page to land on after the log-in: https://docs.whmcs.com/Administrator_Roles */
export const landingPages: readonly number[] = [mainHomepage, supportCenterOverview];

/** The public sample of GetAdminDetails ends here: how the API writes later names is not documented. */
export const lastDocumentedName = 136;

export interface Permission {
  readonly number: number;
  readonly label: string;
  /** As GetAdminDetails writes it. */
  readonly api: string;
}

export const permissions: ReadonlyMap<number, Permission> = new Map(
  permissionTable.map(([number, label, names]) => [number, { number, label, api: names?.api ?? label }]),
);

/** What a page or a button is called, rather than its permission. */
const pages: readonly (readonly [string, number])[] = [
  ['Login as Owner', loginAsOwner],
  ['Login as Client', loginAsOwner],
  ['System Health', 132],
  ['Sign-In Integrations', signInIntegration],
  ['Configure Sign-In Integrations', signInIntegration],
  ['Administrator Roles', 65],
  ['Banned IPs', 110],
  ['Manage Invoices', 35],
];

/** Spaces, punctuation and case differ between a page, a ticket and the list. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '');
}

const numbersByName: ReadonlyMap<string, number> = new Map([
  ...pages.map(([name, number]) => [plain(name), number] as const),
  ...permissionTable.flatMap(([number, label, names]) =>
    [names?.older, names?.api, label].flatMap((name) => (name === undefined ? [] : [[plain(name), number] as const])),
  ),
]);

/** The permission that a person means by a number, label, API name or the name of its page; null: none that is known. */
export function permissionNamed(text: string): Permission | null {
  const number = /^\s*#?\d{1,4}\s*$/.test(text) ? Number(text.replace('#', '')) : numbersByName.get(plain(text));
  return number === undefined ? null : (permissions.get(number) ?? null);
}

/** The label that looks most like a text that is none. */
export function nearestPermission(text: string): string | null {
  return nearest(
    text,
    [...permissions.values()].map(({ label }) => label),
  );
}

export function labelOf(number: number): string {
  return permissions.get(number)?.label ?? `permission ${number}`;
}

/**
 * "Many" permissions to create something need the one to manage it beside them; these are the pairs that can be told from the documented
 * example and the labels: https://docs.whmcs.com/Administrator_Roles
 */
const companions: ReadonlyMap<number, number> = new Map([
  [34, 35],
  [125, 44],
]);

export function companionOf(number: number): Permission | null {
  const other = companions.get(number);
  return other === undefined ? null : (permissions.get(other) ?? null);
}

/** Whether the API's list of names holds the permission. */
export function listed(names: readonly string[], permission: Pick<Permission, 'number' | 'label' | 'api'>): boolean {
  const known = new Set(names.map(plain));
  return known.has(plain(permission.api)) || known.has(plain(permission.label));
}

/**
 * Whether the permission's absence from the API's list means that it is not held. Beyond the documented names it does only where the
 * list holds others of these under their labels.
 */
export function absenceTells(names: readonly string[], { number }: Pick<Permission, 'number'>): boolean {
  if (number <= lastDocumentedName) return true;
  const known = new Set(names.map(plain));
  return [...permissions.values()].some((other) => other.number > lastDocumentedName && known.has(plain(other.label)));
}

/**
 * An account that only calls the API needs no page to land on: such roles hold API Access and little else.
 * https://developers.whmcs.com/api/authentication/
 */
export const fewPermissions = 12;

export function onlyForApi(numbers: readonly number[]): boolean {
  return numbers.includes(apiAccess) && numbers.length <= fewPermissions;
}
