/** An address and the API: what is found without anything of the server, and what is skipped with the reason. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectHealthy, runDoctor } from './doctor.js';
import { Lab } from './lab.js';
import { site } from './names.js';
import { allowCalls, credential } from './faults/api-access.js';

describe('a plain site', () => {
  let lab: Lab;
  let touched = false;
  beforeAll(async () => {
    lab = await Lab.start();
  });
  afterAll(async () => {
    await lab.stop();
  });
  beforeEach(async () => {
    if (touched) await lab.restore();
    touched = true;
    await allowCalls(lab);
  });

  test('healthy is silent', async () => {
    const run = await runDoctor(lab, { target: site.url, env: credential });
    console.log(run.report.findings.map((f) => `${f.status} ${f.check}: ${f.reason ?? f.title}`).sort().join('\n'));
    console.log(run.report.probes.map((p) => `${p.fact} ${p.ok} ${p.why ?? ''} ${p.durationMs}`).join('\n'));
    expectHealthy(run);
  });
});
