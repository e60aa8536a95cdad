/** From where something was seen, in words for people. */
import { formatSeconds } from '../logic/amounts.js';
import type { Report, Vantage } from '../model.js';

export const vantageNames = {
  files: 'files',
  shell: 'this machine',
  'web-php': "the site's PHP",
  'cli-php': 'command-line PHP',
  database: 'database',
  http: 'as a visitor',
  api: 'WHMCS API',
  provider: 'provider',
  operator: 'as you said',
} as const satisfies Record<Vantage, string>;

/** How a bundle was recorded, before the name of what it was recorded from. */
export const recordedFrom = { install: 'on the server, from', ssh: 'over SSH, from', url: 'from outside, at', bundle: 'from' } as const;

/** What "this machine" means to somebody who sits elsewhere; null: this machine. */
export function machineMeant({ kind, recorded }: Report['target']): string | null {
  const from = recorded?.kind ?? kind;
  const meant = from === 'ssh' ? 'the server, reached over SSH' : from === 'install' && recorded ? 'the server' : null;
  return meant === null ? null : `"this machine" below is ${meant}`;
}

const daySeconds = 86_400;

/** A warning about a bundle that is old; null: it is not. */
export function agedWords({ ageSeconds }: NonNullable<Report['target']['recorded']>): string | null {
  return ageSeconds > daySeconds ? `It is ${formatSeconds(ageSeconds)} old: what was changed since then is not in it` : null;
}
