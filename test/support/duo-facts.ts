import type { DuoHealth, DuoSetup, LogEvidence } from '../../src/model.js';

/** An install in which nobody uses Duo; tests change what they are about. */
export function duoSetup(changes: Partial<DuoSetup> = {}): DuoSetup {
  return { admins: 0, users: 0, secondFactors: 0, configured: false, module: null, library: null, challenge: null, ...changes };
}

export const inUse = duoSetup({ admins: 1, users: 2, secondFactors: 2, configured: true });

type Reached = NonNullable<DuoHealth['answer']> & { readonly reached: true };

export const duoHost = 'api-1abcdef2.duosecurity.com';

export function duoHealth(answer: Partial<Reached> = {}): DuoHealth {
  const good: Reached = { reached: true, status: 200, stat: 'OK', code: null, message: null, clock: { lowMs: -400, highMs: 600 } };
  return { host: duoHost, malformed: [], answer: { ...good, ...answer } };
}

export function duoRefusal(message: string | null, changes: Partial<Reached> = {}): DuoHealth {
  return duoHealth({ status: 400, stat: 'FAIL', code: 40002, message, ...changes });
}

export const duoUnreached: DuoHealth = { host: duoHost, malformed: [], answer: { reached: false, stage: 'tcp', code: 'ECONNREFUSED' } };
export const duoMalformed: DuoHealth = { host: duoHost, malformed: [{ field: 'client id', shape: '21 characters' }], answer: null };

/** One line of WHMCS's own log. */
export function logged(message: string, lastAgeSeconds: number | null, sample = 'Client Duo Security Login Failed'): LogEvidence {
  return { logs: [], hits: [{ message, source: 'tblactivitylog', count: 1, first: null, last: null, lastAgeSeconds, sample }] };
}
