/** The words for what an address alone never shows; the report counts them by these. */
const beginning = 'an address does not show';

export function notShown(what: string): string {
  return `${beginning} ${what}`;
}

export function isNotShown(reason: string): boolean {
  return reason.startsWith(`${beginning} `);
}

export const nearer = 'Run it on the server of the install, or over ssh.';
