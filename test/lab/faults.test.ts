/** Each fault is made for real, named as the first cause, and gone once the printed next steps are done. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { causes } from '../../src/knowledge/index.js';
import { complaints, expectHealthy, firstCause, problemsExplained, runDoctor } from './doctor.js';
import { type Fault, faults } from './faults/index.js';
import { asRoot, Lab, type LabOptions, plain } from './lab.js';

const possible = faults.filter((fault) => asRoot || fault.root !== true);
if (possible.length < faults.length)
  console.warn(`${faults.length - possible.length} faults need files of two accounts: they run as root only`);

/** Causes that the lab cannot make, and why. */
const unmade: Readonly<Record<string, string>> = {
  'quota-exceeded': 'needs a file system with quotas, which many kernels of virtual machines are built without',
};

test('every cause is made, but for those that cannot be', () => {
  const made = new Set(faults.map((fault) => fault.cause));
  expect(
    causes
      .map((cause) => cause.id)
      .filter((id) => !made.has(id))
      .sort(),
  ).toEqual(Object.keys(unmade).sort());
});

/** Faults of one set-up share a lab. */
const groups = new Map<string, Fault[]>();
for (const fault of possible) {
  const setup = JSON.stringify({ ...plain, ...fault.setup });
  groups.set(setup, [...(groups.get(setup) ?? []), fault]);
}

describe.each([...groups])('%s', (setup, members) => {
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

  test.each(members.map((fault) => [fault.how === undefined ? fault.cause : `${fault.cause}: ${fault.how}`, fault] as const))(
    '%s',
    async (_, fault) => {
      await fault.inject(lab);
      const sick = await runDoctor(lab, { args: fault.args ?? [], env: fault.env ?? {} });
      expect(firstCause(sick.report), complaints(sick.report).join('\n')).toBe(fault.cause);
      expect(sick.status).toBe(fault.status ?? 2);
      expect(problemsExplained(sick.report)).toEqual(expect.arrayContaining([...(fault.problems ?? [])]));
      await fault.heal(lab);
      expectHealthy(await runDoctor(lab, { args: fault.healedArgs ?? fault.args ?? [], env: fault.env ?? {} }));
    },
  );
});
