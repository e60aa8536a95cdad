import { LookFailed } from './failure.js';

/** The words for what an address alone never shows; the report counts them by these. */
const beginning = 'an address does not show';

export function notShown(what: string): string {
  return `${beginning} ${what}`;
}

export function isNotShown(reason: string): boolean {
  return reason.startsWith(`${beginning} `);
}

const nearer = 'Run it on the server of the install, or over ssh.';

/** The failure of a look for which an address is not enough. */
export function beyondAddress(what: string): LookFailed {
  return new LookFailed('unsupported', notShown(what), { beyond: true, settle: nearer });
}
