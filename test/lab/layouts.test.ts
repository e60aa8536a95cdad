/** Machines that are not Debian with nginx: the real servers under the files and folders of another system. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { complaints, expectHealthy, firstCause, runDoctor } from './doctor.js';
import { asRoot, Lab } from './lab.js';
import { Layout } from './layouts/layout.js';
import { systems } from './layouts/systems.js';

describe.each(systems)('$name', ({ system, faults, owner }) => {
  let lab: Lab;
  let touched = false;
  beforeAll(async () => {
    lab = await Lab.start({}, new Layout(system));
  });
  afterAll(async () => {
    await lab.stop();
  });
  beforeEach(async () => {
    if (touched) await lab.restore();
    touched = true;
  });

  test('is silent', async () => {
    const run = await runDoctor(lab);
    expectHealthy(run);
    expect(run.report.counts.pass).toBeGreaterThan(20);
  });

  test.runIf(asRoot && owner)('is silent to its owner, who sees less', async () => {
    const run = await runDoctor(lab, { as: system.user });
    expectHealthy(run);
    expect(run.report.counts.pass).toBeGreaterThan(15);
  });

  describe.each(faults)('$cause', (fault) => {
    test.each(asRoot && owner ? [undefined, system.user] : [undefined])('is the first cause, to %s', async (as) => {
      await fault.inject(lab);
      const sick = await runDoctor(lab, { args: fault.args ?? [], ...(as === undefined ? {} : { as }) });
      expect(firstCause(sick.report), complaints(sick.report).join('\n')).toBe(fault.cause);
      expect(sick.status).toBe(fault.status ?? 2);
    });
  });
});
