import { describe, expect, it } from 'vitest';
import { LocalFiles } from '../../src/host/files.js';
import type { AskHow, Looker, Lookers } from '../../src/host/looker.js';
import { LookFailed } from '../../src/logic/failure.js';
import type { GapCode, ScanResult } from '../../src/model.js';

const me = { uid: 1000, gid: 1000, groups: [1000], name: 'me' };
const counted: ScanResult = {
  counted: 400_000,
  complete: false,
  sampled: 0,
  stale: { low: 0, estimate: 0, high: 400_000 },
  ages: [],
  oldestSeconds: null,
  newestSeconds: null,
  zeroLength: 0,
  bytes: 0,
  owners: {},
};

/** Files whose scan says these partial results and then fails. */
const failing = (gap: GapCode, partials: readonly ScanResult[]): LocalFiles => {
  const looker: Pick<Looker, 'ask'> = {
    ask: (_operation, _ask, how) => {
      for (const partial of partials) (how as AskHow<'scan'>).partial?.(partial);
      return Promise.reject(new LookFailed(gap, 'it ended'));
    },
  };
  const lookers: Pick<Lookers, 'aside' | 'hands'> = { hands: 2, aside: (_as, use) => use(looker as Looker) };
  return new LocalFiles({ lookers: lookers as Lookers, me, timeoutMs: 100, onTouch: () => {} });
};

const scan = (files: LocalFiles): Promise<ScanResult> =>
  files.scanSessions('/var/lib/php/sessions', { depth: 0, exact: false, staleSeconds: 60, budgetMs: 100 });

describe('a scan that does not come to its end', () => {
  it.each(['aborted', 'timeout'] as const)('keeps what was counted until it was %s', async (gap) => {
    expect(await scan(failing(gap, [{ ...counted, counted: 1 }, counted]))).toEqual(counted);
  });

  it('is a gap where nothing was counted, or where it failed', async () => {
    await expect(scan(failing('timeout', []))).rejects.toMatchObject({ gap: 'timeout' });
    await expect(scan(failing('denied', [counted]))).rejects.toMatchObject({ gap: 'denied' });
  });
});

describe('a scan of every file', () => {
  const shared = (answer: (at: number, signal: AbortSignal | undefined) => Promise<ScanResult>): LocalFiles => {
    const looker = {
      ask: (_: string, ask: { readonly share: { readonly at: number } }, how: AskHow<'scan'>) => answer(ask.share.at, how.signal),
    };
    const lookers = { hands: 2, aside: (_: unknown, use: (one: unknown) => unknown) => use(looker) };
    return new LocalFiles({ lookers: lookers as unknown as Lookers, me, timeoutMs: 100, onTouch: () => {} });
  };
  const exact = { depth: 0, exact: true, staleSeconds: 60, budgetMs: 100 };

  it('is shared by as many as there are hands', async () => {
    const files = shared((at) => Promise.resolve({ ...counted, counted: at + 1, complete: true }));
    expect(await files.scanSessions('/x', exact)).toMatchObject({ counted: 3, complete: true });
    expect(await files.scanSessions('/x', { ...exact, exact: false })).toMatchObject({ counted: 1 });
  });

  it('is what one of them counted where the other failed, and says that it is not all', async () => {
    const files = shared((at) =>
      at === 0
        ? Promise.reject(new LookFailed('io', 'no process could be started'))
        : Promise.resolve({ ...counted, counted: 7, complete: true }),
    );
    expect(await files.scanSessions('/x', exact)).toMatchObject({ counted: 7, complete: false });
  });

  it('fails where all of them fail', async () => {
    const files = shared(() => Promise.reject(new LookFailed('denied', 'no')));
    await expect(files.scanSessions('/x', exact)).rejects.toMatchObject({ gap: 'denied' });
  });
});

describe('another user’s rights', () => {
  it('are beyond anyone but root, and one’s own are no other', async () => {
    const files = failing('aborted', [counted]);
    await expect(files.stat('/etc', { as: { uid: 33, gid: 33 } })).rejects.toMatchObject({ gap: 'denied', more: { beyond: true } });
    const how = { depth: 0, exact: false, staleSeconds: 60, budgetMs: 100, as: { uid: 1000, gid: 4 } };
    expect(await files.scanSessions('/x', how)).toEqual(counted);
  });
});
