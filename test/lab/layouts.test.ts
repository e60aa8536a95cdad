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
    expect(run.report.counts.pass).toBeGreaterThan(30);
    // Its clock is seen only where PHP itself answered, through doc_root, open_basedir and whatever the layout puts in the way.
    expect(run.report.findings.find(({ check }) => check === 'php-clock-differs')?.status).toBe('pass');
  });

  if (asRoot && owner) {
    test('is silent to its owner, who sees less', async () => {
      const run = await runDoctor(lab, { as: system.user });
      expectHealthy(run);
      expect(run.report.counts.pass).toBeGreaterThan(25);
    });
  }

  // Without root there is one account only: whoever runs the lab is everybody.
  const viewers = asRoot && owner ? ['root', system.user] : ['whoever runs it'];
  describe.each(faults)('$cause $how', (fault) => {
    test.each(viewers)('is the first cause, to %s', async (viewer) => {
      await fault.inject(lab);
      const sick = await runDoctor(lab, { args: fault.args ?? [], ...(viewer === system.user ? { as: viewer } : {}) });
      expect(firstCause(sick.report), complaints(sick.report).join('\n')).toBe(fault.cause);
      expect(sick.status).toBe(fault.status ?? 2);
    });
  });
});
