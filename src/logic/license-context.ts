/** What of the surroundings a license does not fit: SERVER_NAME, SERVER_ADDR and the folder. Pure. */
import { addressClass } from './address-class.js';
import { isIpLiteral } from './url-identity.js';
import type { LicenseContext, ServerVariable } from '../model.js';

export type NameFault =
  /** PHP is given none, or an empty one. */
  | 'missing'
  /** `_`, localhost, a pattern: no domain. */
  | 'no-domain'
  | 'address'
  /** A domain, and neither the System URL's nor its twin with or without www. */
  | 'other';

/** null: the name may be the license's domain, or nobody could see it. */
export function nameFault({ serverName, siteHost, overrides }: LicenseContext): NameFault | null {
  if (serverName === null || overrides.includes('SERVER_NAME')) return null;
  const { value, follows } = serverName;
  if (value === null) return follows === null ? 'missing' : null;
  const name = value.trim().toLowerCase().replace(/\.$/, '');
  if (name === '') return 'missing';
  if (isIpLiteral(name) || addressClass(name) !== null) return 'address';
  if (!/^(?!-)[\w-]{1,63}(?:\.[\w-]{1,63})+$/.test(name)) return 'no-domain';
  return siteHost === null || bare(siteHost) === bare(name) || isIpLiteral(siteHost) ? null : 'other';
}

function bare(host: string): string {
  return host.toLowerCase().replace(/^www\./, '');
}

/**
 * Somebody wrote the value for PHP, or left it out there: that cannot be meant. A site without a name of its own (`server_name _`) is what
 * many images ship, and works.
 */
export function isWrittenFault(fault: NameFault, { written }: ServerVariable): boolean {
  return written && fault !== 'other';
}

export type AddressFault =
  /** A fixed address is replaced by a later line. */
  | 'replaced'
  /** A container's own, which is another one after each start. */
  | 'container'
  /** Of a private network, or not known in a container: it may be constant, which is all that matters. */
  | 'inside';

export function addressFault({ serverAddress, addressClass: kind, container, overrides }: LicenseContext): AddressFault | null {
  if (overrides.includes('SERVER_ADDR') || serverAddress === null) return null;
  if (serverAddress.replaces !== null) return 'replaced';
  if (serverAddress.written && serverAddress.value !== null) return null;
  if (kind === null) return container ? 'inside' : null;
  if (kind !== 'loopback' && kind !== 'private' && kind !== 'link-local' && kind !== 'carrier-nat') return null;
  return container ? 'container' : 'inside';
}

/** The folder that WHMCS sees is not the one that is configured. */
export function directoryFault({ directory, cronPath }: LicenseContext): 'link' | 'cron' | null {
  if (directory.path !== directory.real) return 'link';
  return cronPath !== null && cronPath !== directory.path && cronPath !== directory.real ? 'cron' : null;
}
