/** Duo Security: what its keys look like, and what its refusals mean. https://github.com/duosecurity/duo_universal_php/blob/main/src/Client.php */
import type { DuoHealth, DuoSetup } from '../model.js';

/** Public cloud and the federal one; secrets are sent to no other host. */
const apiHost = /^api-[0-9a-z]{6,16}\.(?:duosecurity|duofederal)\.com$/;

/** The hostname as WHMCS wants it, from what was pasted. */
export function duoHostOf(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/+$/, '')
    .slice(0, 100);
}

export function isDuoHost(host: string): boolean {
  return apiHost.test(host);
}

const lengths = { 'client id': 20, 'client secret': 40 } as const;

/** What is wrong with the form of the keys; the shapes are what the vault says of them, "20 characters". */
export function malformedKeys(id: string, secret: string, host: string): DuoHealth['malformed'] {
  const wrong: { field: 'client id' | 'client secret' | 'API hostname'; shape: string }[] = [];
  if (id !== shapeWanted('client id')) wrong.push({ field: 'client id', shape: id });
  if (secret !== shapeWanted('client secret')) wrong.push({ field: 'client secret', shape: secret });
  if (!isDuoHost(host)) wrong.push({ field: 'API hostname', shape: host });
  return wrong;
}

export function shapeWanted(field: DuoHealth['malformed'][number]['field']): string {
  return field === 'API hostname' ? 'api-XXXXXXXX.duosecurity.com' : `${lengths[field]} characters`;
}

/** Duo's own library does not accept tokens of a clock further away: 60 s; what this server signs is good for 300 s. */
export const duoToleratesMs = 60_000;

export type DuoRefusal = 'application-type' | 'credentials' | 'other';

/** What a failed health check, or a line of the log, blames. */
export function duoRefusalOf(message: string | null): DuoRefusal {
  if (message === null) return 'other';
  if (/does not support frameless/i.test(message)) return 'application-type';
  return /invalid_client|failed to verify signature|client_assertion was invalid|invalid signature/i.test(message)
    ? 'credentials'
    : 'other';
}

/** Accounts that use Duo; null: not known. */
export function duoAccounts({ admins, users }: DuoSetup): number | null {
  return admins === null && users === null ? null : (admins ?? 0) + (users ?? 0);
}

/** "2 administrators and 1 user". */
export function describeDuoAccounts({ admins, users }: DuoSetup): string {
  const said = [
    ...(admins === null ? [] : [`${admins} ${admins === 1 ? 'administrator' : 'administrators'}`]),
    ...(users === null ? [] : [`${users} ${users === 1 ? 'user' : 'users'}`]),
  ];
  return said.join(' and ');
}

/** What to give, or where a person has to look, where Duo was not asked. */
export const duoNotAsked =
  'give DUO_CLIENT_ID, DUO_CLIENT_SECRET and DUO_HOST to have Duo asked; else compare the application in the Duo Admin Panel (Applications; its type must be Web SDK for WHMCS 8.9 and later) with Configuration > System Settings > Two Factor Authentication > Duo Security';
