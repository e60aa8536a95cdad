import { once } from 'node:events';
import fs, { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { estimateStale } from '../../src/host/look/estimate.js';
import { together } from '../../src/host/look/scan-result.js';
import { scanSessions } from '../../src/host/look/sessions.js';

const hour = 3600;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-sessions-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Session files by age in seconds. */
const fill = (name: string, ages: readonly number[], bytes = 'x'): string => {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  const now = Date.now() / 1000;
  ages.forEach((age, index) => {
    const file = join(path, `sess_${index.toString(36).padStart(26, '0')}`);
    writeFileSync(file, bytes);
    utimesSync(file, now - age, now - age);
  });
  return path;
};
const repeat = (count: number, age: number): readonly number[] => Array.from({ length: count }, () => age);
const scan = (path: string, how: Partial<Parameters<typeof scanSessions>[0]> = {}): ReturnType<typeof scanSessions> =>
  scanSessions({ share: { at: 0, of: 1 }, path, depth: 0, exact: false, staleSeconds: 1440, budgetMs: 20_000, ...how }, () => {});

describe('scanSessions', () => {
  it('keeps two folders apart that are looked at at once, and stands where it stood afterwards', async () => {
    const [young, old] = [fill('at-once/young', repeat(40, 10)), fill('at-once/old', repeat(40, 2 * hour))];
    const home = process.cwd();
    let now = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 100)); // a breath after every file
    const [a, b] = await Promise.all([young, old].map((path) => scan(path, { exact: true, budgetMs: 1e9 })));
    clock.mockRestore();
    expect([a?.sampled, b?.sampled, a?.stale.estimate, b?.stale.estimate]).toEqual([40, 40, 0, 40]);
    expect(process.cwd()).toBe(home);
  });

  it('looks at files in a folder that it may not enter by their whole names', async () => {
    const path = fill('whole-names', repeat(5, 10));
    const chdir = vi.spyOn(process, 'chdir').mockImplementation(() => {
      throw new Error('ENOENT');
    });
    const seen = await scan(path, { exact: true });
    expect(chdir).toHaveBeenCalled();
    chdir.mockRestore();
    expect(seen.sampled).toBe(5);
  });

  it('looks at every file of a small folder', async () => {
    const path = fill('small', [10, 100, 2 * hour, 2 * hour, 80 * hour, -500]);
    writeFileSync(join(path, 'other'), 'not a session');
    writeFileSync(join(path, 'sess_empty'), '');
    const seen = await scan(path);
    expect(seen).toMatchObject({
      counted: 7,
      complete: true,
      sampled: 7,
      stale: { low: 3, estimate: 3, high: 3 },
      newestSeconds: 0,
      zeroLength: 1,
      bytes: 6,
      owners: { [String(process.getuid?.())]: 7 },
    });
    expect(seen.oldestSeconds).toBeGreaterThanOrEqual(80 * hour);
    expect(seen.ages.filter(({ count }) => count > 0)).toEqual([
      { upToSeconds: 60, count: 3 },
      { upToSeconds: 300, count: 1 },
      { upToSeconds: 4 * hour, count: 2 },
      { upToSeconds: 7 * 24 * hour, count: 1 },
    ]);
  });

  it('says nothing about the ages of an empty folder', async () => {
    expect(await scan(fill('empty', []))).toMatchObject({
      counted: 0,
      complete: true,
      sampled: 0,
      oldestSeconds: null,
      stale: { estimate: 0 },
    });
  });

  it('goes into the subfolders of a depth form, to that depth only', async () => {
    fill('deep/a/b', [1, 2]);
    fill('deep/a', [3]);
    fill('deep/long/b', [4]);
    fill('deep/a/c/d', [5]);
    expect(await scan(join(folder, 'deep'), { depth: 2 })).toMatchObject({ counted: 2 });
    expect(await scan(join(folder, 'deep'), { depth: 0 })).toMatchObject({ counted: 0 });
  });

  it('samples a large folder and tells within its bounds', async () => {
    const path = fill('large', [...repeat(7000, 10), ...repeat(14_000, 2 * hour)]);
    const seen = await scan(path);
    expect(seen).toMatchObject({ counted: 21_000, complete: true, sampled: 4096 });
    expect(seen.stale.high - seen.stale.low).toBeLessThan(700);
    // Five times the half width, so that chance fails this once in a million runs.
    expect(Math.abs(seen.stale.estimate - 14_000)).toBeLessThan(1550);
    expect(await scan(path, { exact: true })).toMatchObject({
      counted: 21_000,
      sampled: 21_000,
      stale: { low: 14_000, estimate: 14_000, high: 14_000 },
    });
  }, 30_000);

  it('ends with its budget and says that it is not complete', async () => {
    const partials: number[] = [];
    const seen = await scanSessions(
      { share: { at: 0, of: 1 }, path: join(folder, 'large'), depth: 0, exact: true, staleSeconds: 1440, budgetMs: 1 },
      (partial) => partials.push(partial.counted),
    );
    expect(seen.complete).toBe(false);
    expect(seen.counted).toBeGreaterThan(0);
    expect(seen.counted).toBeLessThan(21_000);
    expect(partials.length).toBeGreaterThan(0);
  });
});

/** The file system as it is on a slow server: every call of this name takes so long, and blocks. */
async function slowly<T>(name: 'lstatSync' | 'opendirSync', ms: number, act: () => Promise<T>): Promise<T> {
  const quick = fs[name];
  const slow = (...args: readonly unknown[]): unknown => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
    return Reflect.apply(quick, fs, args);
  };
  Object.assign(fs, { [name]: slow });
  syncBuiltinESMExports();
  try {
    return await act();
  } finally {
    Object.assign(fs, { [name]: quick });
    syncBuiltinESMExports();
  }
}

describe('a folder that is not as folders are', () => {
  it('whose times come slowly: all are counted, and told from those that were seen', async () => {
    const path = fill('slow', [...repeat(160, 10), ...repeat(160, 2 * hour)]);
    const seen = await slowly('lstatSync', 10, () => scan(path, { budgetMs: 200 }));
    expect(seen).toMatchObject({ counted: 320, complete: true });
    expect(seen.sampled).toBeGreaterThan(0);
    // asked of a clock only now and then, it would go on for the next 64
    expect(seen.sampled).toBeLessThan(60);
    // of which ages a few are is chance: the bounds need only tell that they are few
    expect(seen.stale.high - seen.stale.low).toBeGreaterThan(10);
  });

  it('whose every file is looked at slowly: what was seen until then, and that it is not all', async () => {
    const path = fill('slower', repeat(300, 2 * hour));
    const seen = await slowly('lstatSync', 10, () => scan(path, { budgetMs: 200, exact: true }));
    expect(seen.complete).toBe(false);
    expect(seen.counted).toBeLessThan(60);
    expect(seen.sampled).toBe(seen.counted);
  });

  it('with subfolders that open slowly and hold nothing: left in time', async () => {
    for (const first of '0123456789abcdef')
      for (const second of '0123456789abcdef') mkdirSync(join(folder, 'hollow', first, second), { recursive: true });
    const heard: number[] = [];
    const seen = await slowly('opendirSync', 5, () =>
      scanSessions(
        { path: join(folder, 'hollow'), depth: 2, exact: false, staleSeconds: 1440, budgetMs: 200, share: { at: 0, of: 1 } },
        ({ counted }) => heard.push(counted),
      ),
    );
    expect(seen).toMatchObject({ counted: 0, complete: false });
    expect(heard.length).toBeGreaterThan(0);
  });

  it('with a hundred levels', async () => {
    const levels = repeat(100, 0).map(() => 'a');
    fill(join('nested', ...levels), [10, 2 * hour]);
    expect(await scan(join(folder, 'nested'), { depth: 100 })).toMatchObject({ counted: 2, complete: true, stale: { estimate: 1 } });
  });

  it('that grows while it is read: nothing that was there is missed', async () => {
    const path = fill('growing', repeat(3000, 10));
    const writer = new Worker(
      `const { writeFileSync } = require('node:fs');
      for (let n = 0; n < 20_000; n++) writeFileSync(${JSON.stringify(path)} + '/sess_new' + n, '');`,
      { eval: true },
    );
    await once(writer, 'online');
    const seen = await scan(path, { exact: true });
    await writer.terminate();
    expect(seen.complete).toBe(true);
    expect(seen.counted).toBeGreaterThanOrEqual(3000);
  });
});

describe('several who share a folder', () => {
  it('look at each file once', async () => {
    const path = fill('shared', [...repeat(60, 10), ...repeat(40, 2 * hour)], 'xy');
    const shares = await Promise.all([0, 1, 2].map((at) => scan(path, { exact: true, share: { at, of: 3 } })));
    for (const share of shares) expect(share.counted).toBeLessThan(100);
    const [whole, all] = [await scan(path, { exact: true }), together(shares)];
    expect({ ...all, oldestSeconds: null }).toEqual({ ...whole, oldestSeconds: null });
  });

  it('know the oldest and the newest of all, and whether one of them did not come to its end', async () => {
    const [one, other] = [await scan(fill('older', [50 * hour, 40 * hour])), await scan(fill('newer', [20 * hour, 10 * hour]))];
    const none = await scan(fill('nothing', []));
    const all = together([none, { ...one, complete: false }, other]);
    expect(all).toMatchObject({ complete: false, counted: 4, sampled: 4, stale: { low: 4, estimate: 4, high: 4 } });
    expect(Math.round((all.oldestSeconds ?? 0) / hour)).toBe(50);
    expect(Math.round((all.newestSeconds ?? 0) / hour)).toBe(10);
  });
});

describe('estimateStale', () => {
  it.each([
    [10, 50, 50, { low: 10, estimate: 10, high: 10 }],
    [0, 0, 0, { low: 0, estimate: 0, high: 0 }],
    [0, 0, 9, { low: 0, estimate: 0, high: 9 }],
    [0, 4096, 1_000_000, { low: 0, estimate: 0, high: 733 }],
    [4096, 4096, 1_000_000, { low: 999_267, estimate: 1_000_000, high: 1_000_000 }],
    [2048, 4096, 1_000_000, { low: 484_687, estimate: 500_000, high: 515_313 }],
    [1, 4096, 4100, { low: 1, estimate: 1, high: 3 }],
  ])('%i of %i among %i', (stale, sampled, total, expected) => {
    expect(estimateStale(stale, sampled, total)).toEqual(expected);
  });
});
