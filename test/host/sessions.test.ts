import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { estimateStale } from '../../src/host/look/estimate.js';
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
  scanSessions({ path, depth: 0, exact: false, staleSeconds: 1440, budgetMs: 20_000, ...how }, () => {});

describe('scanSessions', () => {
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
    const seen = await scanSessions({ path: join(folder, 'large'), depth: 0, exact: true, staleSeconds: 1440, budgetMs: 1 }, (partial) =>
      partials.push(partial.counted),
    );
    expect(seen.complete).toBe(false);
    expect(seen.counted).toBeGreaterThan(0);
    expect(seen.counted).toBeLessThan(21_000);
    expect(partials.length).toBeGreaterThan(0);
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
