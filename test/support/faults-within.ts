/** Faults that begin in the middle of looks that are otherwise as on a healthy install: further columns of the fault matrix. */
import { LookFailed } from '../../src/logic/failure.js';
import type { FileStat, GapCode, NetFailure, Stage } from '../../src/model.js';
import type { LookAt, WithinFault } from './replaying-host.js';

/** What a look of this kind gives where the system call below it ends with this code. */
export function failing(look: LookAt, gap: GapCode, why: string, code: string, stage: Stage = 'tcp'): unknown {
  if (look.part !== 'net') throw new LookFailed(gap, `fault: ${why}`);
  const failure: NetFailure = { ok: false, stage, code, message: `fault: ${why}`, address: null, durationMs: 1 };
  if (code === 'EMFILE') throw new LookFailed('io', `fault: ${why}`); // a limit of our own tells nothing of the subject
  switch (look.operation) {
    case 'lookup':
      return { addresses: [], code };
    case 'smtp': {
      const nothing = { address: null, banner: null, capabilities: null, offersStartTls: null, certificate: null, login: null };
      return { ...nothing, failure: { stage: 'tcp', code, message: failure.message, reply: null }, durationMs: 1 };
    }
    default:
      return failure;
  }
}

/** The first looks are answered, the others fail. */
function after(answered: number, fail: (look: LookAt) => unknown): WithinFault {
  return { answer: (look) => (look.index < answered ? look.healthy() : fail(look)) };
}

const refused = (look: LookAt): unknown => failing(look, 'io', 'connection refused', 'ECONNREFUSED');
const denied = (look: LookAt): unknown => failing(look, 'denied', 'permission denied', 'EACCES');
const silent = (look: LookAt): unknown => failing(look, 'timeout', 'no answer', 'ETIMEDOUT');

function hung({ signal }: LookAt): Promise<never> {
  return new Promise((_, reject) => {
    const end = (): void => reject(new LookFailed('aborted', 'fault: hung until it was ended'));
    if (signal?.aborted) end();
    else signal?.addEventListener('abort', end, { once: true });
  });
}

/** Every text in the answer is changed, in whatever field it stands. */
function spoiling(spoil: (text: string) => string): WithinFault {
  return { answer: (look) => spoiledIn(look.healthy(), spoil) };
}

/** Names of choices, which a host makes itself. */
const ours = new Set(['kind', 'code', 'stage', 'via', 'product', 'gap']);

function spoiledIn(value: unknown, spoil: (text: string) => string): unknown {
  if (typeof value === 'string') return spoil(value);
  if (value instanceof Uint8Array) return Buffer.from(spoil(Buffer.from(value).toString('latin1')), 'latin1');
  if (Array.isArray(value)) return value.map((one: unknown) => spoiledIn(one, spoil));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, ours.has(key) ? (one as unknown) : spoiledIn(one, spoil)]));
}

/** Into the middle of every line. */
function intoLines(piece: string): (text: string) => string {
  return (text) => text.replace(/[^\r\n]+/g, (line) => line.slice(0, line.length >> 1) + piece + line.slice(line.length >> 1));
}

/** Where a regular file or folder was, there is something else. */
function irregular(kind: FileStat['kind']): WithinFault {
  return {
    answer: (look) => {
      if (look.part !== 'files') return look.healthy();
      const path = String(look.given[0]);
      if (look.operation === 'read') throw new LookFailed('denied', `${path} is a ${kind}, not a regular file: it is not opened`);
      if (look.operation === 'list' || look.operation === 'scanSessions') throw new LookFailed('absent', `there is no ${path}`);
      const seen = look.healthy();
      if (look.operation === 'stat' && seen !== null) return { ...(seen as FileStat), kind, size: 0, link: null };
      return seen;
    },
  };
}

/** Where files are looked at in another process. */
function isInChild({ part }: LookAt): boolean {
  return part === 'files' || part === 'shell' || part === 'scripts';
}

function killed(look: LookAt): unknown {
  if (!isInChild(look)) return look.healthy();
  // a program that is killed has no status
  if (look.operation === 'run') return { ...(look.healthy() as object), code: null, stdout: '', stderr: '' };
  const [first] = look.given;
  const subject = typeof first === 'string' ? first : look.operation;
  throw new LookFailed('io', `${subject} could not be looked at: the process that looks at files ended with SIGKILL`);
}

/** The program cannot keep its own temporary files. */
function unkept(code: string): WithinFault {
  return {
    answer: (look) => {
      if (look.part !== 'scripts') return look.healthy();
      throw new LookFailed('io', `no temporary script can be put into /tmp (${code})`);
    },
  };
}

function unread(code: string): WithinFault {
  return {
    answer: (look) => {
      if (look.part === 'files') throw new LookFailed('io', `reading ${String(look.given[0])} failed: input/output error (${code})`);
      return look.healthy();
    },
  };
}

/** As many as there can be of whatever comes in lists. */
const many = 10_000;

function swollen(look: LookAt): unknown {
  const seen = look.healthy();
  if (Array.isArray(seen)) return repeated(seen as readonly unknown[]);
  if (typeof seen !== 'object' || seen === null) return seen;
  if ('entries' in seen && Array.isArray(seen.entries)) {
    const { max } = look.given[1] as { readonly max: number };
    const first = (seen.entries as readonly { readonly name: string }[])[0];
    const more = Array.from({ length: many }, (_, index) => ({ ...first, kind: 'file', name: `${index}-${first?.name ?? 'x'}` }));
    return { entries: [...(seen.entries as readonly unknown[]), ...more].slice(0, max), truncated: max < many };
  }
  return seen;
}

function repeated(list: readonly unknown[]): readonly unknown[] {
  return list.length === 0 ? list : Array.from({ length: many }, (_, index) => list[index % list.length]);
}

const hour = 3_600_000;

/** A column: what goes wrong, and what a probe may make of it. */
export interface ColumnWithin extends WithinFault {
  /** Codes of the gap, where it becomes one. */
  readonly codes: readonly GapCode[];
  /** Instead of the probe's own budget, so that what never ends does not hold up the tests. */
  readonly budgetMs?: number;
  /** Default: something is kept from the probe, so that no check may pass. */
  readonly withholds?: false;
}

const endless = 120;
const emfile = (look: LookAt): unknown => failing(look, 'io', 'too many open files (EMFILE)', 'EMFILE');
const never = (look: LookAt): unknown => (look.part === 'files' ? new Promise<never>(() => {}) : look.healthy());

/** A clock that is set while the probe looks: every answer is right, and no gap comes of it. */
function clock(now: NonNullable<WithinFault['now']>): ColumnWithin {
  return { now, codes: [], withholds: false };
}

/** Column of the matrix → what differs from the recorded install. */
export const faultsWithin: Readonly<Record<string, ColumnWithin>> = {
  'refused after 1 look': { ...after(1, refused), codes: ['io'] },
  'refused after 3 looks': { ...after(3, refused), codes: ['io'] },
  'refused after 6 looks': { ...after(6, refused), codes: ['io'] },
  'denied after 3 looks': { ...after(3, denied), codes: ['denied'] },
  'silence after 3 looks': { ...after(3, silent), codes: ['timeout'] },
  'hanging after 3 looks': { ...after(3, hung), codes: ['timeout'], budgetMs: endless },
  'NUL bytes': { ...spoiling(intoLines('\0')), codes: ['malformed', 'absent'] },
  'not UTF-8 within': { ...spoiling(intoLines('\xff\xfe')), codes: ['malformed', 'absent'] },
  'thousands of rows and entries': { answer: swollen, codes: ['timeout', 'oversize', 'absent'], budgetMs: 400, withholds: false },
  'child process killed': { answer: killed, codes: ['io'] },
  'child process killed after 3 looks': { ...after(3, killed), codes: ['io'] },
  'descriptor limit': { answer: emfile, codes: ['io'] },
  'descriptor limit after 3 looks': { ...after(3, emfile), codes: ['io'] },
  'ENOSPC on temporary files': { ...unkept('ENOSPC'), codes: ['io'] },
  'EIO on temporary files': { ...unkept('EIO'), codes: ['io'] },
  EIO: { ...unread('EIO'), codes: ['io'] },
  FIFO: { ...irregular('fifo'), codes: ['denied', 'absent'] },
  device: { ...irregular('device'), codes: ['denied', 'absent'] },
  'dead mount': { answer: never, codes: ['timeout'], budgetMs: endless },
  'dead mount after 3 looks': { ...after(3, never), codes: ['timeout'], budgetMs: endless },
  'clock jump forward': clock((now, _, asked) => (asked > 0 ? now + 5 * hour : now)),
  'clock jump backward': clock((now, _, asked) => (asked > 0 ? now - 5 * hour : now)),
  'clock jump between answers': clock((now, _, asked) => (asked % 2 === 1 ? now + 5 * hour : now)),
  'clock jump in the middle': clock((now, looks) => (looks > 3 ? now - 5 * hour : now)),
};
