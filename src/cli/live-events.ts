/** `check -f ndjson`: events on standard output while they happen. A look is told by ids and times alone: which text is a secret is known later. */
import type { Report, UnusableTarget } from '../model.js';
import type { GatherEvents } from '../run/scheduler.js';
import { version } from '../logic/version.js';
import { eventLine, judgedEvents, lookEvents, type DoctorEvent } from '../report/ndjson.js';
import { Quit, status } from './exit.js';
import { signalOf } from './interruption.js';
import { offer } from './output.js';
import type { Outputs } from './outputs.js';
import { seal } from './seal.js';
import { withoutPlace } from './unusable-targets.js';
import type { Target } from './targets.js';

export interface LiveEvents {
  /** `attempt`: with --wait, counted from 1. */
  started(target: Target, attempt?: number): void;
  looking(target: Target): GatherEvents;
  judged(target: Target, report: Report): void;
  unusable(found: UnusableTarget): void;
  /** The only target could not be looked at: the run ends with this. */
  failed(target: string, error: unknown): Promise<void>;
  /** Resolves when everything has left the process. Throws Quit 73 where it could not. */
  end(code: number): Promise<void>;
}

/** Another format goes to standard output. */
export const silent: LiveEvents = {
  started: () => {},
  looking: () => ({}),
  judged: () => {},
  unusable: () => {},
  failed: () => Promise.resolve(),
  end: () => Promise.resolve(),
};

/** Whether they go to standard output as they happen, and what is left to write at the end. */
export function liveOutput(outputs: Outputs): { readonly isLive: boolean; readonly rest: Outputs } {
  const to = outputs.to.filter(({ format, file }) => format !== 'ndjson' || file !== null);
  return { isLive: to.length < outputs.to.length, rest: { ...outputs, to } };
}

/** `anonymous`: with --redact a target is a number, because who is in its name is known only later. */
export function createLiveEvents(targets: readonly string[], anonymous: boolean): LiveEvents {
  const names = new Map(targets.map((text, index) => [text, anonymous ? `target ${index + 1}` : text]));
  const nameOf = (text: string): string => names.get(text) ?? text;
  const writing: Promise<unknown>[] = [];
  let gone = false;
  let failed: { readonly error: unknown } | null = null;
  const tell = (event: DoctorEvent): void => {
    if (gone) return;
    const written = offer(eventLine(event, new Date().toISOString())).then(
      (read) => void (gone ||= !read),
      (error: unknown) => void (failed ??= { error }),
    );
    writing.push(written);
  };

  tell({ event: 'run-started', tool: { name: 'whmcs-doctor', version }, targets: targets.map(nameOf) });
  const unusable = (found: UnusableTarget): void => {
    const { target, message, exitCode } = found;
    const said = anonymous ? withoutPlace(seal(message), target, nameOf(target)) : seal(message);
    tell({ event: 'unusable', target: nameOf(target), message: said, exitCode });
  };
  const finish = async (code: number): Promise<void> => {
    tell({ event: 'run-finished', exitCode: code, stoppedBy: signalOf(code) });
    await Promise.all(writing);
  };
  let finished = false;
  return {
    started: ({ text, kind }, attempt) =>
      tell({ event: 'target-started', target: nameOf(text), kind, ...(attempt === undefined ? {} : { try: attempt }) }),
    looking: (target) => {
      const began = new Map<string, number>();
      return {
        started: ({ fact }) => {
          began.set(fact, performance.now());
          tell({ event: 'look-started', target: nameOf(target.text), fact });
        },
        finished: ({ fact }, found) => {
          const now = performance.now();
          const durationMs = Math.round(now - (began.get(fact) ?? now));
          tell({ event: 'look', target: nameOf(target.text), fact, ok: found.ok, gap: found.ok ? null : found.gap, durationMs });
        },
      };
    },
    judged: (target, report) => {
      const name = nameOf(target.text);
      // nothing is looked at in a bundle: its looks were told by nobody
      if (target.kind === 'bundle') lookEvents(name, report.probes).forEach(tell);
      judgedEvents(name, report).forEach(tell);
    },
    unusable,
    failed: async (target, error) => {
      if (finished) return;
      const code = error instanceof Quit ? error.code : status.bug;
      unusable({ target, message: error instanceof Error ? error.message : String(error), exitCode: code });
      await finish(code);
    },
    end: async (code) => {
      finished = true;
      await finish(code);
      if (failed !== null) throw (failed as { readonly error: unknown }).error;
    },
  };
}

/** Both hear of it. */
export function both(one: GatherEvents, other: GatherEvents): GatherEvents {
  return {
    started: (probe) => {
      one.started?.(probe);
      other.started?.(probe);
    },
    finished: (probe, fact) => {
      one.finished?.(probe, fact);
      other.finished?.(probe, fact);
    },
  };
}
