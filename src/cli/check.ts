/** whmcs-doctor check: look at each target, judge, report, and end with the contract's status. */
import type { Report, TriageResult } from '../model.js';
import { createRedactor } from '../redact/boundary.js';
import { peopleIn } from '../redact/people.js';
import { redactReport } from '../redact/report.js';
import { chosenChecks } from '../run/run.js';
import { Slots } from '../logic/slots.js';
import { worstExitCode } from '../run/verdict.js';
import { createAudit } from './audit.js';
import { describedBy, everythingInstead } from './describe.js';
import { examineTarget, selecting, type Circumstances, type Examined } from './examine.js';
import { Quit, status } from './exit.js';
import { catchSignals } from './interruption.js';
import { settingsFor, withoutSecrets, type Given, type Settings } from './options.js';
import { say } from './output.js';
import { loadExpertise } from './program.js';
import { createProgress } from './progress.js';
import { ownTexts } from './own-texts.js';
import { outputsFor, writeReports, type Outcome } from './render.js';
import { seal } from './seal.js';
import { refuseForSeveral, sayIdle } from './target-options.js';
import { targetOf, targetsOf, type Target } from './targets.js';

interface Wish {
  readonly target: Target;
  readonly settings: Settings;
}

/** A text that stands for no target. */
type Refused = Outcome & { readonly is: 'unusable' };

export async function check(given: readonly string[], options: Given): Promise<void> {
  const described = options.for === undefined ? null : await describedBy(options.for, '--for');
  const texts = await targetsOf(given, options.targets);
  // every target's first: a mistake in the command line or a configuration file ends the run before anything is looked at
  const wishes = await Promise.all(texts.map((text) => wishFor(text, texts.length > 1, options, described)));
  const meant = wishes.filter((wish) => 'settings' in wish);
  const expertise = await loadExpertise();
  for (const { settings } of meant) selecting(() => chosenChecks(expertise, settings.policy));
  refuseForSeveral(meant);
  const [first] = meant;
  const outputs = outputsFor(options, first?.settings.file ?? {});
  if (described?.matches.length === 0) say(everythingInstead(described, 'is looked at'));
  const interruption = catchSignals();
  const audit = createAudit(options.audit ?? first?.settings.file.audit);
  const progress = createProgress(options.quiet === true);
  try {
    const how = { progress, audit, signal: interruption.signal, among: wishes.length > 1 };
    const outcomes = await lookAtAll(wishes, options, how, () => interruption.code() ?? status.interrupted);
    await writeReports(outcomes, outputs);
    process.exitCode = interruption.code() ?? statusOf(outcomes);
  } finally {
    progress.end();
    interruption.end();
    await audit.write();
  }
}

/** Among several targets a text that stands for none costs only itself. */
async function wishFor(text: string, among: boolean, given: Given, described: TriageResult | null): Promise<Wish | Refused> {
  const target = await targetOf(text).catch((error: unknown) => {
    if (among && error instanceof Quit) return unusableTarget(withoutSecrets(text), error);
    throw error;
  });
  return 'is' in target ? target : { target, settings: await settingsFor(target.text, given, described) };
}

/** At most --jobs at a time. One target that cannot be looked at ends the run where it is the only one. */
async function lookAtAll(
  wishes: readonly (Wish | Refused)[],
  given: Given,
  how: Circumstances,
  interrupted: () => number,
): Promise<readonly Outcome[]> {
  const jobs = wishes.flatMap((wish) => ('settings' in wish ? [wish.settings.options.jobs] : []));
  const slots = new Slots(jobs[0] ?? 1);
  return Promise.all(
    wishes.map((wish) =>
      slots.use(async (): Promise<Outcome> => {
        if ('is' in wish) return wish;
        const { target, settings } = wish;
        if (how.signal.aborted && how.among === true)
          return unusableTarget(target.text, new Quit(interrupted(), 'the run was stopped before it was its turn'));
        try {
          return { is: 'report', report: await reportOn(target, settings, given, how) };
        } catch (error) {
          if (how.among !== true) throw error;
          return unusableTarget(target.text, error);
        }
      }),
    ),
  );
}

function unusableTarget(target: string, error: unknown): Refused {
  const known = error instanceof Quit;
  const message = seal(
    known ? error.message : `this is a bug, please report it: ${error instanceof Error ? error.message : String(error)}`,
  );
  say(`${target}: ${message}`);
  return { is: 'unusable', target, message, exitCode: known ? error.code : status.bug };
}

async function reportOn(target: Target, settings: Settings, given: Given, how: Circumstances): Promise<Report> {
  const redact = given.redact ?? settings.file.redact ?? false;
  sayIdle(target, given);
  if (target.kind !== 'bundle') return sealed(await examineTarget(target, settings, how), redact);
  how.audit.listener(how.among === true ? target.text : null)({ kind: 'read', what: target.text });
  const { judgeBundle } = await import('./bundle-target.js');
  const report = await judgeBundle(target.text, settings.policy);
  // the bundle was redacted when it was recorded; the words that matched were not
  if (!redact) return report;
  const own = ownTexts(await loadExpertise());
  return redactReport(report, createRedactor([], [], own.words), own);
}

/** Secrets cross no boundary; with --redact people's addresses and names do not either. */
export function sealed(examined: Pick<Examined, 'report' | 'gathered' | 'program' | 'secrets'>, redact: boolean): Report {
  const people = redact ? peopleIn([...examined.gathered.facts.values()]) : null;
  const own = ownTexts(examined.program);
  return redactReport(examined.report, createRedactor(examined.secrets(), people, own.words), own);
}

/** A target that could not be looked at at all is a mistake in the command line or a file, whatever the others say. */
function statusOf(outcomes: readonly Outcome[]): number {
  const unusable = outcomes.flatMap((outcome) => (outcome.is === 'unusable' ? [outcome.exitCode] : []));
  if (unusable.length > 0) return Math.max(...unusable);
  return worstExitCode(outcomes.flatMap((outcome) => (outcome.is === 'report' ? [outcome.report.exitCode] : [])));
}
