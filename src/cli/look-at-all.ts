/** Every target looked at, at most --jobs at a time. */
import { setMaxListeners } from 'node:events';
import type { Report } from '../model.js';
import type { ConfigFile } from '../policy/config.js';
import { createRedactor } from '../redact/boundary.js';
import { namesIn } from '../redact/names.js';
import { peopleIn } from '../redact/people.js';
import { redactReport } from '../redact/report.js';
import { inLook } from '../run/plugins/inside.js';
import { examineTarget, type Circumstances, type Examined } from './examine.js';
import { NotThere, Quit, unseen } from './exit.js';
import type { LiveEvents } from './live-events.js';
import type { Given, Settings } from './options.js';
import type { TargetOutcome } from './outputs.js';
import { ownTexts } from './own-texts.js';
import { loadPlugins, secretsForPlugins } from './plugins.js';
import { loadExpertise } from './program.js';
import type { Target } from './targets.js';
import { turnsFor } from './turns.js';
import { refused, type Refused, type Wish } from './wishes.js';

export interface Looking extends Circumstances {
  readonly live: LiveEvents;
  /** 130 or 143 once a signal came. */
  interrupted(): number | null;
  /** Where it is waited until all is healthy: the milliseconds that are left. */
  left?(): number;
  /** Then the how manieth look it is. */
  readonly attempt?: number;
}

/** One target that cannot be looked at ends the run where it is the only one, unless it is waited for. */
export async function lookAtAll(wishes: readonly (Wish | Refused)[], given: Given, how: Looking): Promise<readonly TargetOutcome[]> {
  setMaxListeners(0, how.signal); // each look at each target listens
  const usable = wishes.filter((wish): wish is Wish => 'settings' in wish);
  const turns = turnsFor(
    usable.map(({ target }) => target),
    usable[0]?.settings.options.jobs ?? 1,
    how.signal,
  );
  return Promise.all(
    wishes.map(async (wish) => {
      const outcome = 'is' in wish ? wish : await turns.of(wish.target, () => outcomeOf(wish, given, how));
      if (outcome.is !== 'report') how.live.unusable(outcome);
      return outcome;
    }),
  );
}

async function outcomeOf({ target, settings }: Wish, given: Given, how: Looking): Promise<TargetOutcome> {
  const waited = how.left !== undefined;
  if (how.signal.aborted && how.among === true) {
    const code = how.interrupted();
    // Only a monitor's run has one deadline for all targets: what was not looked at by then is unknown.
    const what = code === null ? 'the deadline passed' : 'the run was stopped';
    return refused(target.text, new Quit(code ?? unseen, `${what} before it was its turn`));
  }
  try {
    how.live.started(target, how.attempt);
    const report = await inLook(() => reportOn(target, within(settings, how.left?.()), given, how));
    how.live.judged(target, report);
    return { is: 'report', report };
  } catch (error) {
    if (how.among !== true && !(waited && error instanceof NotThere)) throw error;
    return refused(target.text, error, !waited);
  }
}

/** The deadline of a run is no later than the end of the waiting. */
function within(settings: Settings, leftMs: number | undefined): Settings {
  if (leftMs === undefined) return settings;
  return { ...settings, options: { ...settings.options, deadlineMs: Math.ceil(Math.min(settings.options.deadlineMs, leftMs)) } };
}

async function reportOn(target: Target, settings: Settings, given: Given, how: Circumstances): Promise<Report> {
  const redact = isRedacted(given, settings.file);
  if (target.kind !== 'bundle') return sealed(await examineTarget(target, settings, how), redact);
  how.audit.listener(how.among === true ? target.text : null)({ kind: 'read', what: target.text });
  const { judgeBundle } = await import('./bundle-target.js');
  const report = await judgeBundle(target.text, settings.policy, await loadPlugins(settings));
  // the bundle was redacted when it was recorded; the words that matched were not, nor what a plug-in says of it now
  if (!redact && settings.plugins.length === 0) return report;
  const own = ownTexts(await loadExpertise());
  return redactReport(report, createRedactor(secretsForPlugins(), redact ? [] : null, own.words), own);
}

export function isRedacted(given: Given, file: ConfigFile): boolean {
  return given.redact ?? file.redact ?? false;
}

/** Secrets cross no boundary; with --redact people's addresses and names do not either. */
export function sealed(examined: Pick<Examined, 'report' | 'gathered' | 'program' | 'secrets'>, redact: boolean): Report {
  const people = redact ? peopleIn([...examined.gathered.facts.values()]) : null;
  const own = ownTexts(examined.program);
  return redactReport(examined.report, createRedactor(examined.secrets(), people, own.words, namesIn(examined.gathered.facts)), own);
}
