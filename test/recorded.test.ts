/** Recorded installs, judged from their bundles alone: exactly the verdict that they had, and no false alarm. `npm run record` makes them anew. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { judgeBundle } from '../src/cli/bundle-target.js';
import type { Report } from '../src/model.js';

const fixtures = fileURLToPath(new URL('fixtures/', import.meta.url));
const policy = { selection: { only: [], skip: [], require: [] }, severity: {}, failOn: 'warn' } as const;

interface Expected {
  readonly exitCode: Report['exitCode'];
  readonly verdict: Report['verdict'];
  /** Causes of every warning and failure, in the order of the report. */
  readonly causes: readonly string[];
  /** Checks that could be decided; fewer mean that a fact is no longer understood. */
  readonly passes: number;
  readonly explained: readonly string[];
}

const healthy = { exitCode: 0, verdict: 'healthy', causes: [], explained: [] } as const;

const recorded: Readonly<Record<string, Expected>> = {
  'healthy-install.json': { ...healthy, passes: 40 },
  'cpanel-account.json': { ...healthy, passes: 35 },
  'cpanel-account-upgraded.json': {
    exitCode: 2,
    verdict: 'failing',
    causes: ['session-path-missing', 'session-not-persisting'],
    passes: 30,
    explained: ['frequent-logouts', 'login-redirect-loops'],
  },
};

test('every bundle is named here', () => {
  expect(readdirSync(fixtures).filter((name) => name.endsWith('.json'))).toEqual(Object.keys(recorded).sort());
});

describe.each(Object.entries(recorded))('%s', (file, expected) => {
  test('is judged as it was', async () => {
    const report = await judgeBundle(`${fixtures}${file}`, policy);
    const of = (...statuses: readonly string[]) => report.findings.filter(({ status }) => statuses.includes(status));
    expect(of('unknown').map(({ check, reason }) => `${check}: ${reason}`)).toEqual([]);
    expect(of('warn', 'fail').map(({ cause }) => cause)).toEqual(expected.causes);
    expect([report.exitCode, report.verdict]).toEqual([expected.exitCode, expected.verdict]);
    expect(of('pass').length).toBeGreaterThanOrEqual(expected.passes);
    expect(report.problems.filter(({ status }) => status === 'explained').map(({ id }) => id)).toEqual(
      expect.arrayContaining([...expected.explained]),
    );
  });
});
