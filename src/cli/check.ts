/** whmcs-doctor check: look at each target, judge, report, and end with the contract's status. */
import { resolve } from 'node:path';
import type { Several } from '../model.js';
import type { ConfigFile } from '../policy/config.js';
import { defaultOptions } from '../policy/defaults.js';
import { worstExitCode } from '../run/verdict.js';
import { createAudit } from './audit.js';
import { describedBy, everythingInstead } from './describe.js';
import { decide } from './ending.js';
import { Quit, status, usage } from './exit.js';
import { catchSignals } from './interruption.js';
import { createLiveEvents, liveOutput, silent } from './live-events.js';
import { isRedacted, lookAtAll } from './look-at-all.js';
import { configFor, waitOf, type Given } from './options.js';
import { say } from './output.js';
import { answersMonitor, outputsFor, severalOf, writeReports, type TargetOutcome } from './outputs.js';
import { monitorDeadline } from './monitor.js';
import { AcceptedFiles, baselinePath } from './policy.js';
import { createProgress } from './progress.js';
import { seal } from './seal.js';
import { refuseForSeveral } from './target-options.js';
import { targetsOf } from './targets.js';
import { anonymousTargets } from './unusable-targets.js';
import { wishesFor, type Wish } from './wishes.js';

export async function check(given: readonly string[], options: Given): Promise<void> {
  const { file } = await configFor(given[0] ?? '.', options);
  const words = options.for ?? file.for;
  const described = words === undefined ? null : await describedBy(words, '--for');
  const texts = await targetsOf(given, options.targets ?? (given.length === 0 ? file.targets : undefined));
  const accepted = new AcceptedFiles(options, texts.length === 1);
  // every target's first: a mistake in the command line or a file ends the run before anything is looked at
  const wishes = await wishesFor(texts, options, described, accepted);
  const meant = wishes.filter((wish) => 'settings' in wish);
  refuseForSeveral(meant);
  const settings = meant[0]?.settings;
  const configured = settings?.file ?? file;
  const outputs = outputsFor(options, configured);
  const waitMs = waitOf(options, configured);
  const baseline = baselinePath(options, configured);
  const auditFile = options.audit ?? configured.audit;
  refuseTwoFor([...outputs.to.map((output) => output.file), baseline, auditFile ?? null]);
  if (waitMs !== null) refuseBundles(meant);
  if (described?.matches.length === 0) say(everythingInstead(described, 'is looked at'));
  const interruption = catchSignals();
  const deadlineMs = (settings?.options.deadlineMs ?? configured.deadline ?? defaultOptions.deadlineMs) + (waitMs ?? 0);
  const whole = answersMonitor(outputs) ? monitorDeadline(deadlineMs) : null;
  const signal = whole ? AbortSignal.any([interruption.signal, whole]) : interruption.signal;
  const audit = createAudit(auditFile);
  const quiet = outputs.view.quiet;
  const progress = createProgress(quiet || waitMs !== null);
  const { isLive, rest } = liveOutput(outputs);
  const names = wishes.map((wish) => ('is' in wish ? wish.target : wish.target.text));
  const redact = isRedacted(options, configured);
  if (redact && names.length > 1) refuseBaselines(options, configured);
  const live = isLive ? createLiveEvents(names, redact) : silent;
  try {
    const how = { progress, audit, live, signal, interrupted: interruption.code, among: wishes.length > 1 };
    let attempt = 0;
    const look = (left?: () => number): Promise<readonly TargetOutcome[]> =>
      lookAtAll(wishes, options, { ...how, ...(left ? { left, attempt: (attempt += 1) } : {}) });
    const outcomes = waitMs === null ? await look() : await (await import('./wait.js')).untilHealthy({ waitMs, signal, quiet, look });
    endWithoutReport(outcomes, interruption.code());
    // while it was waited for them nothing was said of each
    for (const one of outcomes) if (one.is !== 'report' && waitMs !== null && !wishes.includes(one)) say(`${one.target}: ${one.message}`);
    const told = severalOf(outcomes);
    const several = await acrossAll(redact ? anonymousTargets(told, names) : told);
    const code = interruption.code() ?? statusOf(outcomes);
    decide(code);
    const stopped = interruption.code() !== null;
    const written = [writeReports(several, rest), writeBaseline(accepted, several, baseline, stopped), audit.write()];
    const failure = firstFailure(await Promise.allSettled(written));
    const last = interruption.code() ?? code;
    decide(last);
    await live.end(failure === null ? last : failure instanceof Quit ? failure.code : status.bug);
    if (failure !== null) throw failure;
  } catch (thrown) {
    const error = interruption.told(thrown);
    // the only target: among several it would be told as one of them
    if (names[0] !== undefined && names.length === 1) await live.failed(names[0], error);
    await audit.write().catch((unwritten: unknown) => say(unwritten instanceof Error ? unwritten.message : String(unwritten)));
    throw error;
  } finally {
    progress.end();
    interruption.end();
  }
}

/** What was stopped in the middle has not found what it would have found: it would be new the next time. */
async function writeBaseline(accepted: AcceptedFiles, several: Several, path: string | null, stopped: boolean): Promise<void> {
  if (path === null) return;
  if (stopped) say(`the baseline ${path} was not written: the run was stopped`);
  else await accepted.write(several, path);
}

async function acrossAll(several: Several): Promise<Several> {
  const waived = several.reports.some(({ policy }) => policy?.waivers !== undefined);
  return waived ? (await import('../policy/accept.js')).acrossTargets(several) : several;
}

/** The one to end with; the others are named. A bug comes before what is said of a file. */
function firstFailure(results: readonly PromiseSettledResult<void>[]): Error | null {
  const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []));
  const first = reasons.find((reason) => !(reason instanceof Quit)) ?? reasons[0] ?? null;
  for (const reason of reasons) if (reason !== first && reason instanceof Quit) say(seal(reason.message));
  return first;
}

/** Formats, the baseline, the audit: the last one written would be all that is left. */
function refuseTwoFor(given: readonly (string | null)[]): void {
  const paths = given.flatMap((path) => (path === null ? [] : [resolve(path)]));
  const twice = paths.find((path, index) => paths.indexOf(path) !== index && !path.startsWith('/dev/'));
  if (twice !== undefined) throw usage(`two things would be written to ${twice}: give each a file of its own`);
}

function refuseBundles(wishes: readonly Wish[]): void {
  const bundle = wishes.find(({ target }) => target.kind === 'bundle');
  if (bundle) throw usage(`${bundle.target.text} is a file, and what was recorded does not change: leave --wait out`);
}

/** With --redact a name may get another token in every run. */
function refuseBaselines(given: Given, file: ConfigFile): void {
  const baseline = given.baseline ?? file.baseline ?? given.writeBaseline ?? file.writeBaseline;
  if (baseline !== undefined)
    throw usage(
      `with --redact several targets cannot be told apart in the baseline ${baseline}: leave --redact out, or check one at a time`,
    );
}

/** Where the only target was waited for in vain there is no report. Among several it is named beside them. */
function endWithoutReport(outcomes: readonly TargetOutcome[], stopped: number | null): void {
  const [first] = outcomes;
  if (outcomes.length === 1 && first !== undefined && first.is !== 'report') throw new Quit(stopped ?? first.exitCode, first.message);
}

/** A target that could not be looked at at all is a mistake in the command line or a file, whatever the others say. */
function statusOf(outcomes: readonly TargetOutcome[]): number {
  const unusable = outcomes.flatMap((outcome) => (outcome.is === 'report' ? [] : [outcome.exitCode]));
  if (unusable.length > 0) return Math.max(...unusable);
  return worstExitCode(outcomes.flatMap((outcome) => (outcome.is === 'report' ? [outcome.report.exitCode] : [])));
}
