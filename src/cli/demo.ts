/** whmcs-doctor demo: check on a recorded, broken sample install that ships in the package. */
import { packagedText } from '../host/packaged.js';
import { bundleOf, judge } from './bundle-target.js';
import { describedBy, everythingInstead } from './describe.js';
import { decide } from './ending.js';
import type { Given } from './options.js';
import { say } from './output.js';
import { loadExpertise } from './program.js';
import { outputsFor, writeReports } from './outputs.js';

export async function demo(given: Given): Promise<void> {
  const described = given.for === undefined ? null : await describedBy(given.for, '--for');
  const outputs = outputsFor(given, {});
  if (described?.matches.length === 0) say(everythingInstead(described, 'is looked at'));
  const bundle = await bundleOf('the sample install', Buffer.from(packagedText('demo-install.json')));
  const policy = {
    selection: { only: [], skip: [], require: [] },
    severity: {},
    failOn: 'warn',
    ...(described ? { described } : {}),
  } as const;
  const report = judge(await loadExpertise(), bundle, bundle.target.label, policy);
  await writeReports({ reports: [report], unusable: [] }, outputs);
  decide(report.exitCode);
}
