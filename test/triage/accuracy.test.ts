import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isHeldOut } from '../../src/triage/build.js';
import type { LexiconTable, Tables } from '../../src/triage/tables.js';
import { createMatcher } from '../../src/triage/triage.js';
import { withTables } from '../tools/readme.js';
import { apartReports, realReports, reports } from '../tools/reports.js';
import { interval, measured, reliability, triageTables, type MeasuredReport } from '../tools/triage-measure.js';
import { lexicons, tables } from './tables.js';

const program = { matcher: createMatcher(tables, lexicons), isHeldOut };
/** What the build made: it has learned from both halves. */
const built = <T>(name: string): T => JSON.parse(readFileSync(`dist/${name}.json`, 'utf8')) as T;
const shipped = {
  matcher: createMatcher(built<Tables>('triage'), (language) => built<readonly LexiconTable[]>(`triage-${language}`)),
  isHeldOut,
};
const apart = measured(shipped, apartReports());
const held = measured(program, reports()).filter((row) => row.held);
const real = measured(program, realReports());

const named = (rows: readonly MeasuredReport[]): number => {
  const positives = rows.filter((row) => !row.expect.includes('none'));
  return positives.filter((row) => row.right).length / positives.length;
};
const falseMatches = (rows: readonly MeasuredReport[]): number => {
  const negatives = rows.filter((row) => row.expect[0] === 'none');
  return negatives.filter((row) => !row.right).length / negatives.length;
};

test('of reports that were written apart the shipped program names nine of ten, and hardly any wrongly', () => {
  expect(named(apart)).toBeGreaterThanOrEqual(0.9);
  expect(falseMatches(apart)).toBeLessThanOrEqual(0.05);
  expect(named(measured(shipped, realReports()))).toBeGreaterThanOrEqual(0.9);
});

describe('of reports that nothing was learned from', () => {
  test('the problem is named', () => {
    expect(named(held)).toBeGreaterThan(0.8);
    expect(named(real)).toBeGreaterThanOrEqual(0.9);
  });

  test('what is something else is none', () => {
    expect(falseMatches(held)).toBeLessThan(0.09);
    expect(falseMatches(real)).toBeLessThanOrEqual(0.07);
  });

  test.each([...new Set(held.map((row) => row.lang))])('in %s', (language) => {
    const own = held.filter((row) => row.lang === language);
    expect(named(own)).toBeGreaterThan(0.65);
  });

  test('a score says how often it is right', () => {
    for (const { from, all, right, mean } of reliability(held)) {
      const [low, high] = interval(right, all);
      expect(mean, `scores from ${from}`).toBeGreaterThan(low - 0.08);
      expect(mean, `scores from ${from}`).toBeLessThan(high + 0.08);
    }
  });
});

test('README.md says so (npm run generate renews it)', { timeout: 90_000 }, () => {
  const readme = readFileSync('README.md', 'utf8');
  expect(withTables(readme, triageTables(program, [...reports(), ...realReports()], shipped, apartReports()))).toBe(readme);
});
