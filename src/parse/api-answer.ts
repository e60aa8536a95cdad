/** Answers of WHMCS's API: https://developers.whmcs.com/api/response-types/ and https://developers.whmcs.com/api-reference/getadmindetails/ */
import { printable } from '../logic/http-answer.js';
import { masked } from '../logic/masked.js';
import { isRecord, parseJson } from './json.js';

export interface ApiRefusal {
  readonly is: 'refused';
  readonly kind: 'ip' | 'credentials' | 'permission' | 'access-key' | 'other';
  /** What WHMCS takes for the caller's address, where it names one. */
  readonly address: string | null;
  readonly message: string;
}

export interface ApiNonsense {
  readonly is: 'unintelligible';
  readonly text: string;
}

export type ApiEnvelope = { readonly is: 'success'; readonly fields: Readonly<Record<string, unknown>> } | ApiRefusal | ApiNonsense;

export type ReadAnswer =
  | { readonly is: 'details'; readonly adminId: number | null; readonly permissions: readonly string[]; readonly version: string | null }
  | ApiRefusal
  | ApiNonsense;

const mostPermissions = 500;
const longestBody = 1_048_576;

/** Never throws. Some actions say `status` instead of `result`, and some neither: then `loose` takes any object. */
export function parseEnvelope(body: string, loose = false): ApiEnvelope {
  const value = parseJson(body.slice(0, longestBody).trim())?.value;
  if (!isRecord(value)) return unintelligible(body);
  const said = value['result'] ?? value['status'];
  if (said === 'error') return refused(typeof value['message'] === 'string' ? value['message'] : '');
  if (said === 'success' || (loose && said === undefined)) return { is: 'success', fields: value };
  return unintelligible(body);
}

/** Never throws. An answer without a list of permissions is not one to GetAdminDetails. */
export function parseAdminDetails(body: string): ReadAnswer {
  const envelope = parseEnvelope(body);
  if (envelope.is !== 'success') return envelope;
  const value = envelope.fields;
  const list = value['allowedpermissions'];
  if (typeof list !== 'string') return unintelligible(body);
  const whmcs = value['whmcs'];
  // Numbers come as text in some answers.
  const id = Number(value['adminid']);
  return {
    is: 'details',
    adminId: Number.isSafeInteger(id) && id > 0 ? id : null,
    permissions: list
      .split(',')
      .map((name) => printable(name, 100))
      .filter((name) => name !== '')
      .slice(0, mostPermissions),
    version: isRecord(whmcs) && typeof whmcs['version'] === 'string' ? printable(whmcs['version'], 40) : null,
  };
}

/** The address is what WHMCS takes for the caller's. */
const addressRefused = /^(?:Invalid|Forbidden) IP:?\s+([0-9a-f.:]{2,45})\b/i;
const kinds: readonly (readonly ['credentials' | 'permission' | 'access-key', RegExp])[] = [
  ['access-key', /access ?key/i],
  ['credentials', /^(?:Authentication Failed|Invalid or missing credentials|Invalid password provided|Administrator Account Disabled)/i],
  ['permission', /^(?:Invalid Permissions\b|Access Denied)/i],
];

function refused(text: string): ApiRefusal {
  const message = printable(text, 200);
  const address = addressRefused.exec(message)?.[1] ?? null;
  const kind =
    address !== null || /^(?:Invalid|Forbidden) IP\b/i.test(message) ? 'ip' : kinds.find(([, pattern]) => pattern.test(message))?.[0];
  if (kind === undefined) return { is: 'refused', kind: 'other', address, message: masked(message) };
  // whatever follows may be anything, also where the beginning is known
  const told = address === null ? '' : (addressRefused.exec(message)?.[0] ?? '');
  return { is: 'refused', kind, address, message: `${told}${masked(message.slice(told.length))}` };
}

function unintelligible(body: string): ApiNonsense {
  const text = body
    .slice(0, 4000)
    .replace(/<[^<>]{0,1000}>/g, ' ')
    .replace(/\s+/g, ' ');
  return { is: 'unintelligible', text: printable(masked(text), 200) };
}
