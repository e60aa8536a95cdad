/** Two faults at once, made for real: the causes of both, nothing else, and silence once both are mended. MATRIX=1: all 40 of them. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { complaints, expectHealthy, runDoctor } from './doctor.js';
import { expectNothingElse } from './faults/prove.js';
import { named, setupOf } from './faults/setups.js';
import { Lab } from './lab.js';
import { seededPairs, type LabPair } from './seeded-pairs.js';

const all = process.env['MATRIX'] !== undefined && process.env['MATRIX'] !== '';
const chosen = seededPairs(all ? 40 : 4, { oneSetup: !all });

describe.each([...bySetup(chosen)])('%s', (_, pairs) => {
  let lab: Lab;
  let touched = false;
  beforeAll(async () => {
    const [first] = pairs;
    lab = await Lab.start(setupOf(first?.[0] ?? {}));
  });
  afterAll(async () => {
    await lab.stop();
  });
  beforeEach(async () => {
    if (touched) await lab.restore();
    touched = true;
  });

  test.each(pairs.map((pair) => [pair.map(named).join(' + '), pair] as const))(
    '%s',
    async (_, pair) => {
      for (const fault of pair) await fault.inject(lab);
      const env = Object.assign({}, ...pair.map((fault) => fault.env ?? {})) as Record<string, string>;
      const sick = await runDoctor(lab, { args: pair.flatMap((fault) => fault.args ?? []), env });
      const told = sick.report.findings.flatMap(({ status, cause }) => (status === 'warn' || status === 'fail' ? [cause] : []));
      expect(told, complaints(sick.report).join('\n')).toEqual(expect.arrayContaining(pair.map(({ cause }) => cause)));
      expectNothingElse(sick.report, pair);
      for (const fault of pair) await fault.heal(lab);
      const healedEnv = Object.assign({}, ...pair.map((fault) => fault.healedEnv ?? fault.env ?? {})) as Record<string, string>;
      expectHealthy(await runDoctor(lab, { args: pair.flatMap((fault) => fault.healedArgs ?? fault.args ?? []), env: healedEnv }));
    },
    120_000,
  );
});

function bySetup(pairs: readonly LabPair[]): ReadonlyMap<string, readonly LabPair[]> {
  const groups = new Map<string, LabPair[]>();
  for (const pair of pairs) {
    const setup = JSON.stringify(setupOf(pair[0]));
    groups.set(setup, [...(groups.get(setup) ?? []), pair]);
  }
  return groups;
}
