/** whmcs-doctor check: look at each target, judge, report, and end with the contract's status. */
import type { Report } from '../model.js';
import { createRedactor, peopleIn } from '../redact/boundary.js';
import { worstExitCode } from '../run/verdict.js';
import { describedBy, everythingInstead } from './describe.js';
import { examineInstall, type Examined } from './examine.js';
import { settingsFor, type Given, type Settings } from './options.js';
import { say } from './output.js';
import { outputsFor, writeReports } from './render.js';
import { isBundle, judgeBundle } from './bundle-target.js';

export async function check(targets: readonly string[], given: Given): Promise<void> {
  const reports: Report[] = [];
  let interrupted: number | null = null;
  const described = given.for === undefined ? null : await describedBy(given.for, '--for');
  // every target's first: a mistake in the command line or a configuration file ends the run before anything is looked at
  const all = await Promise.all(
    (targets.length === 0 ? ['.'] : targets).map(async (target) => ({ target, ...(await settingsFor(target, given, described)) })),
  );
  const outputs = outputsFor(given, all[0]?.file ?? {});
  if (described?.matches.length === 0) say(everythingInstead(described, 'is looked at'));
  for (const { target, ...settings } of all) {
    if (await isBundle(target)) {
      const report = await judgeBundle(target, settings.policy);
      // the bundle was redacted when it was recorded; the words that matched were not
      reports.push(redactPeople(given, settings) ? createRedactor([], []).deep(report) : report);
      continue;
    }
    const examined = await examineInstall(settings, given);
    reports.push(sealed(examined, redactPeople(given, settings)));
    interrupted = examined.interrupted;
    if (interrupted !== null) break;
  }
  await writeReports(reports, outputs);
  process.exitCode = interrupted ?? worstExitCode(reports.map((report) => report.exitCode));
}

function redactPeople(given: Given, { file }: Pick<Settings, 'file'>): boolean {
  return given.redact ?? file.redact ?? false;
}

/** Secrets cross no boundary; with --redact people's addresses and names do not either. */
function sealed(examined: Examined, redact: boolean): Report {
  const people = redact ? peopleIn([...examined.gathered.facts.values()]) : null;
  return createRedactor(examined.secrets(), people).deep(examined.report);
}
