/** whmcs-doctor demo: check on a recorded, broken sample install that ships in the package. */
import { fileURLToPath } from 'node:url';
import { judge, readBundle } from './bundle-target.js';
import { describedBy, everythingInstead } from './describe.js';
import type { Given } from './options.js';
import { say } from './output.js';
import { loadExpertise } from './program.js';
import { outputsFor, writeReports } from './render.js';

export async function demo(given: Given): Promise<void> {
  const described = given.for === undefined ? null : await describedBy(given.for, '--for');
  const outputs = outputsFor(given, {});
  if (described?.matches.length === 0) say(everythingInstead(described, 'is looked at'));
  const bundle = await readBundle(fileURLToPath(new URL('./demo-install.json', import.meta.url)));
  const policy = {
    selection: { only: [], skip: [], require: [] },
    severity: {},
    failOn: 'warn',
    ...(described ? { described } : {}),
  } as const;
  const report = judge(await loadExpertise(), bundle, bundle.target.label, policy);
  await writeReports([{ is: 'report', report: report }], outputs);
  process.exitCode = report.exitCode;
}
