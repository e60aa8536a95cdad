import { describe, expect, it } from 'vitest';
import { faultCounts, faultTable, healthyCounts, healthyTable, labPairCounts, printed } from '../tools/matrix-counts.js';

const date = '2026-01-02';
const at = (file: string) => (title: string, right: boolean) => ({ file: `test/lab/${file}.test.ts`, title, right });
const variant = at('healthy-matrix');
const fault = at('faults-session-files');

describe('what the matrix counts', () => {
  const healthy = healthyCounts([
    variant('every pair of values that go together is in some variant', true),
    variant('web server: nginx | time zone: UTC', true),
    variant('web server: nginx | time zone: Asia/Kathmandu', false),
    at('healthy-unusual')('Redis with a password', true),
    at('layouts')('is silent to its owner, who sees less', true),
    at('layouts')('is the first cause, to root', true),
    { file: 'test/recorded-php.test.ts', title: 'PHP: 8.4 | seen: files alone | WHMCS: 9.0.1', right: true },
  ]);

  it('is each variant, by every value of its dimensions', () => {
    expect(healthy.variants).toEqual({ run: 2, right: 1 });
    expect(healthy.dimensions['web server']).toEqual({ nginx: { run: 2, right: 1 } });
    expect(healthy.dimensions['time zone']).toEqual({ UTC: { run: 1, right: 1 }, 'Asia/Kathmandu': { run: 1, right: 0 } });
  });

  it('is of the other files only what says that a set-up is silent', () => {
    expect(healthy.setups).toEqual({ run: 2, right: 2 });
    expect(healthy.recorded).toMatchObject({ run: 1, right: 1, dimensions: { PHP: { '8.4': { run: 1, right: 1 } } } });
  });

  it('is a cause that went right in all its ways, and the ways by area', () => {
    const counts = faultCounts([
      fault('healthy to begin with', true),
      fault('session-path-missing', true),
      fault('session-path-denied: by its mode', true),
      fault('session-path-denied: by an ACL', false),
      at('faults')('every cause is made, but for those that cannot be', true),
    ]);
    expect(counts).toEqual({ causes: { run: 2, right: 1 }, ways: { run: 3, right: 2 }, areas: { 'session files': { run: 3, right: 2 } } });
  });

  it('is a pair where the title names two', () => {
    expect(labPairCounts([at('pairs')('clock-behind + redirect-loop', true), at('pairs')('healthy to begin with', true)])).toEqual({
      run: 1,
      right: 1,
    });
  });

  it('is shown in both tables, with what went wrong, and a part that never ran in none', () => {
    expect(healthyTable({ date, ...healthy })).toContain('| time zone | 2 | 1 | UTC 1, Asia/Kathmandu 1 |');
    expect(printed({ healthy: { date, ...healthy } })).toMatch(/Asia\/Kathmandu +1 +0/);
    expect(healthyTable(undefined)).not.toMatch(/\d/);
    expect(faultTable(undefined, undefined)).not.toMatch(/\d/);
    const pairs = { date, lab: { run: 40, right: 40 }, recorded: { faults: 9, causes: 8, pairs: 36, independent: 30, right: 29 } };
    expect(faultTable(undefined, pairs)).toMatch(/recorded \| 30 \| 29 .*\n.*live \| 40 \| 40 /);
  });
});
