/** whmcs-doctor render: a saved report in other formats. Nothing is looked at and nothing judged anew. */
import { pluginState } from '../report/nagios.js';
import { decide } from './ending.js';
import type { Given } from './options.js';
import { answersMonitor, outputsFor, writeReports } from './outputs.js';
import { readReport } from './saved-report.js';

/** Ends with 0 once everything is written; as a plugin of a monitor (`-f nagios` on standard output) with the state that the report has. */
export async function render(file: string, given: Given): Promise<void> {
  const outputs = outputsFor(given, {});
  const several = await readReport(file);
  await writeReports(several, outputs);
  if (answersMonitor(outputs)) decide(pluginState(several));
}
