/** Whose addresses and names stand among facts, and which of them are nobody's. */
import { isIP } from 'node:net';
import { addressClass, isInside } from '../logic/address-class.js';
import { personal } from '../logic/personal.js';
import type { Personal } from '../model.js';

/** Everything personal inside a value. */
export function peopleIn(value: unknown, found: Personal[] = []): readonly Personal[] {
  if (Array.isArray(value)) for (const item of value) peopleIn(item, found);
  else if (typeof value === 'object' && value !== null) {
    if (isPersonal(value)) found.push(value);
    else for (const inner of Object.values(value)) peopleIn(inner, found);
  }
  return found;
}

export function isPersonal(value: object): value is Personal {
  return 'personal' in value && 'value' in value && 'class' in value && typeof value.value === 'string';
}

/** The address of a proxy, of this machine or of a private network is nobody's, and a replayed check has to compute with it. */
export function isSomebodys(person: Personal): boolean {
  return person.value !== '' && (person.personal !== 'address' || (person.class === 'public' && !isInside(person.value)));
}

/** An address that stands somewhere in a text; null: it is none. */
export function addressFound(value: string): Personal | null {
  return addressClass(value) === null ? null : personal('address', value);
}

/**
 * Addresses of machines: those that a field which is not about people holds, alone, with the length of a network, or as the host of an
 * address. A visitor who has one of them is the machine itself, or a proxy that is trusted as such.
 */
export function machinesIn(value: unknown, found: Set<string> = new Set()): ReadonlySet<string> {
  if (typeof value === 'string') {
    const address = addressAlone(value);
    if (address !== null) found.add(address);
  } else if (Array.isArray(value)) for (const item of value) machinesIn(item, found);
  else if (typeof value === 'object' && value !== null && !isPersonal(value))
    for (const inner of Object.values(value)) machinesIn(inner, found);
  return found;
}

function addressAlone(text: string): string | null {
  if (text.length > 300) return null;
  const host = /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text).hostname.replace(/^\[|\]$/g, '') : text;
  const plain = host.trim().replace(/\/\d{1,3}$/, '');
  return isIP(plain) === 0 ? null : plain.toLowerCase();
}
