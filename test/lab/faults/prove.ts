/** The proof of a fault: made for real, its causes are named and no others; once the printed next steps are done, all is silent. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { complaints, expectHealthy, firstCause, problemsExplained, runDoctor } from '../doctor.js';
import type { Report } from '../../../src/model.js';
import { strangeCauses } from '../../support/consequences.js';
import { Lab } from '../lab.js';
import { canBeMade } from './possible.js';
import type { Fault } from './fault.js';
import { bySetup, named, setupOf } from './setups.js';

export function prove(faults: readonly Fault[]): void {
  const possible = faults.filter(canBeMade);
  if (possible.length < faults.length)
    console.warn(
      `not made here, for they need root or a kernel with Btrfs and loop devices: ${faults
        .filter((fault) => !canBeMade(fault))
        .map(named)
        .join(', ')}`,
    );
  describe.each([...bySetup(possible)])('%s', (_, members) => {
    let lab: Lab;
    let touched = false;
    beforeAll(async () => {
      const [first] = members;
      lab = await Lab.start(setupOf(first ?? {}));
    });
    afterAll(async () => {
      await lab.stop();
    });
    beforeEach(async () => {
      if (touched) await lab.restore();
      touched = true;
    });

    test('healthy to begin with', async () => {
      expectHealthy(await runDoctor(lab));
    });

    test.each(members.map((fault) => [named(fault), fault] as const))('%s', async (_, fault) => {
      await fault.inject(lab);
      const sick = await runDoctor(lab, { args: fault.args ?? [], env: fault.env ?? {} });
      expect(firstCause(sick.report), complaints(sick.report).join('\n')).toBe(fault.cause);
      expect(sick.status).toBe(fault.status ?? 2);
      expectNothingElse(sick.report, [fault]);
      expect(problemsExplained(sick.report)).toEqual(expect.arrayContaining([...(fault.problems ?? [])]));
      await fault.heal(lab);
      const args = fault.healedArgs ?? fault.args ?? [];
      const again = args.includes('--only') ? args : [...args, '--only', complaining(sick.report).join(',')];
      expectHealthy(await runDoctor(lab, { args: again, env: fault.healedEnv ?? fault.env ?? {} }));
    });
  });
}

/** The causes of these faults, what follows from them, and what they declare: every other one is a false alarm. */
export function expectNothingElse({ findings }: Report, faults: readonly Fault[]): void {
  const told = findings.flatMap(({ status, cause }) => ((status === 'warn' || status === 'fail') && cause !== null ? [cause] : []));
  const own = faults.flatMap((fault) => [fault.cause, ...Object.keys(fault.also ?? {})]);
  expect(strangeCauses(told, own)).toEqual([]);
  const unseen = faults.flatMap((fault) => Object.keys(fault.unseen ?? {}));
  const unknown = findings.flatMap(({ check, status, reason }) => (status === 'unknown' ? [`${check}: ${reason}`] : []));
  expect(unknown.filter((line) => !unseen.some((words) => line.includes(words)))).toEqual([]);
}

/** What the findings print as their way to verify: the checks that had something to say. All others are looked at before and in healthy.test.ts. */
function complaining(report: Report): readonly string[] {
  const loud = report.findings.filter(({ status }) => status === 'warn' || status === 'fail' || status === 'unknown');
  return [...new Set(loud.map(({ check }) => check))];
}
