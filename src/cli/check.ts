/** whmcs-doctor check: look at each target, judge, report, and end with the contract's status. */
import type { Report } from '../model.js';
import { createRedactor, peopleIn } from '../redact/boundary.js';
import { worstExitCode } from '../run/verdict.js';
import { examineInstall, type Examined } from './examine.js';
import { settingsFor, type Given } from './options.js';
import { outputsFor, writeReports } from './render.js';
import { isBundle, judgeBundle } from './bundle-target.js';

export async function check(targets: readonly string[], given: Given): Promise<void> {
  const reports: Report[] = [];
  let interrupted: number | null = null;
  // every target's first: a mistake in the command line or a configuration file ends the run before anything is looked at
  const all = await Promise.all(
    (targets.length === 0 ? ['.'] : targets).map(async (target) => ({ target, ...(await settingsFor(target, given)) })),
  );
  const outputs = outputsFor(given, all[0]?.file ?? {});
  for (const { target, ...settings } of all) {
    if (await isBundle(target)) {
      reports.push(await judgeBundle(target, settings.policy));
      continue;
    }
    const examined = await examineInstall(settings, given);
    reports.push(sealed(examined, given.redact ?? settings.file.redact ?? false));
    interrupted = examined.interrupted;
    if (interrupted !== null) break;
  }
  await writeReports(reports, outputs);
  process.exitCode = interrupted ?? worstExitCode(reports.map((report) => report.exitCode));
}

/** Secrets cross no boundary; with --redact people's addresses and names do not either. */
function sealed(examined: Examined, redact: boolean): Report {
  const people = redact ? peopleIn([...examined.gathered.facts.values()]) : null;
  return createRedactor(examined.secrets(), people).deep(examined.report);
}
