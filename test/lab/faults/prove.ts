/** The proof of a fault: made for real, it is named as the first cause; once the printed next steps are done, all is silent. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { complaints, expectHealthy, firstCause, problemsExplained, runDoctor } from '../doctor.js';
import type { Report } from '../../../src/model.js';
import { asRoot, Lab, type LabOptions, plain } from '../lab.js';
import type { Fault } from './fault.js';

export function prove(faults: readonly Fault[]): void {
  const possible = faults.filter((fault) => asRoot || fault.root !== true);
  if (possible.length < faults.length)
    console.warn(`${faults.length - possible.length} faults need files of two accounts: they run as root only`);
  describe.each([...bySetup(possible)])('%s', (setup, members) => {
    let lab: Lab;
    let touched = false;
    beforeAll(async () => {
      lab = await Lab.start(JSON.parse(setup) as LabOptions);
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
      expect(problemsExplained(sick.report)).toEqual(expect.arrayContaining([...(fault.problems ?? [])]));
      await fault.heal(lab);
      const args = fault.healedArgs ?? fault.args ?? [];
      const again = args.includes('--only') ? args : [...args, '--only', complaining(sick.report).join(',')];
      expectHealthy(await runDoctor(lab, { args: again, env: fault.healedEnv ?? fault.env ?? {} }));
    });
  });
}

/** Faults of one set-up share a lab. */
function bySetup(faults: readonly Fault[]): ReadonlyMap<string, readonly Fault[]> {
  const groups = new Map<string, Fault[]>();
  for (const fault of faults) {
    const setup = JSON.stringify({ ...plain, ...fault.setup });
    groups.set(setup, [...(groups.get(setup) ?? []), fault]);
  }
  return groups;
}

/** What the findings print as their way to verify: the checks that had something to say. All others are looked at before and in healthy.test.ts. */
function complaining(report: Report): readonly string[] {
  const loud = report.findings.filter(({ status }) => status === 'warn' || status === 'fail' || status === 'unknown');
  return [...new Set(loud.map(({ check }) => check))];
}

function named(fault: Fault): string {
  return fault.how === undefined ? fault.cause : `${fault.cause}: ${fault.how}`;
}
