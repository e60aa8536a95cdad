/** whmcs-doctor check: look at each target, judge, report, and end with the contract's status. */
import type { Report } from '../model.js';
import { createRedactor } from '../redact/boundary.js';
import { peopleIn } from '../redact/people.js';
import { chosenChecks } from '../run/run.js';
import { Slots } from '../logic/slots.js';
import { worstExitCode } from '../run/verdict.js';
import { createAudit } from './audit.js';
import { describedBy, everythingInstead } from './describe.js';
import { examineTarget, selecting, type Circumstances, type Examined } from './examine.js';
import { Quit } from './exit.js';
import { catchSignals } from './interruption.js';
import { settingsFor, type Given, type Settings } from './options.js';
import { say } from './output.js';
import { loadExpertise } from './program.js';
import { createProgress } from './progress.js';
import { outputsFor, writeReports, type Outcome } from './render.js';
import { seal } from './seal.js';
import { targetOf, targetsOf, type Target } from './targets.js';

interface Wish {
  readonly target: Target;
  readonly settings: Settings;
}

export async function check(given: readonly string[], options: Given): Promise<void> {
  const described = options.for === undefined ? null : await describedBy(options.for, '--for');
  const texts = await targetsOf(given, options.targets);
  // every target's first: a mistake in the command line or a configuration file ends the run before anything is looked at
  const wishes = await Promise.all(
    texts.map(async (text) => {
      const target = await targetOf(text);
      return { target, settings: await settingsFor(target.text, options, described) };
    }),
  );
  const expertise = await loadExpertise();
  for (const { settings } of wishes) selecting(() => chosenChecks(expertise, settings.policy));
  const [first] = wishes;
  const outputs = outputsFor(options, first?.settings.file ?? {});
  if (described?.matches.length === 0) say(everythingInstead(described, 'is looked at'));
  const interruption = catchSignals();
  const audit = createAudit(options.audit ?? first?.settings.file.audit);
  const progress = createProgress(options.quiet === true);
  try {
    const how = { progress, audit, signal: interruption.signal, among: wishes.length > 1 };
    const outcomes = await lookAtAll(wishes, options, how);
    await writeReports(outcomes, outputs);
    process.exitCode = interruption.code() ?? statusOf(outcomes);
  } finally {
    progress.end();
    interruption.end();
    await audit.write();
  }
}

/** At most --jobs at a time. One target that cannot be looked at ends the run where it is the only one. */
async function lookAtAll(wishes: readonly Wish[], given: Given, how: Circumstances): Promise<readonly Outcome[]> {
  const slots = new Slots(wishes[0]?.settings.options.jobs ?? 1);
  const outcomes = wishes.map(({ target, settings }) =>
    slots.use(async (): Promise<Outcome | null> => {
      if (how.signal.aborted && how.among === true) return null;
      try {
        return { is: 'report', report: await reportOn(target, settings, given, how) };
      } catch (error) {
        if (how.among !== true || !(error instanceof Quit)) throw error;
        say(seal(`${target.text}: ${error.message}`));
        return { is: 'unusable', target: target.text, message: seal(error.message), exitCode: error.code };
      }
    }),
  );
  return (await Promise.all(outcomes)).filter((outcome) => outcome !== null);
}

/** Options about what is looked at: of a bundle it was. */
const tooLate = [
  ['--used-url', 'usedUrl'],
  ['--visitor-ip', 'visitorIp'],
  ['--admin', 'admin'],
  ['--user', 'user'],
  ['--permission', 'permission'],
  ['--url', 'url'],
  ['--origin', 'origin'],
  ['--web-probe', 'webProbe'],
] as const;

async function reportOn(target: Target, settings: Settings, given: Given, how: Circumstances): Promise<Report> {
  const redact = given.redact ?? settings.file.redact ?? false;
  if (target.kind !== 'bundle') return sealed(await examineTarget(target, settings, how), redact);
  const late = tooLate.flatMap(([option, key]) => (given[key] === undefined ? [] : [option]));
  if (late.length > 0)
    say(
      `${target.text} was recorded before: ${late.join(', ')} ${late.length === 1 ? 'tells' : 'tell'} nothing about it: give that to collect`,
    );
  const { judgeBundle } = await import('./bundle-target.js');
  const report = await judgeBundle(target.text, settings.policy);
  // the bundle was redacted when it was recorded; the words that matched were not
  return redact ? createRedactor([], []).deep(report) : report;
}

/** Secrets cross no boundary; with --redact people's addresses and names do not either. */
function sealed(examined: Examined, redact: boolean): Report {
  const people = redact ? peopleIn([...examined.gathered.facts.values()]) : null;
  return createRedactor(examined.secrets(), people).deep(examined.report);
}

/** A target that could not be looked at at all is a mistake in the command line or a file, whatever the others say. */
function statusOf(outcomes: readonly Outcome[]): number {
  const unusable = outcomes.flatMap((outcome) => (outcome.is === 'unusable' ? [outcome.exitCode] : []));
  if (unusable.length > 0) return Math.max(...unusable);
  return worstExitCode(outcomes.flatMap((outcome) => (outcome.is === 'report' ? [outcome.report.exitCode] : [])));
}
