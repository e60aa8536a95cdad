/** --wait: looks again until it is healthy, at most for so long, with the latest state on one line of standard error. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ora } from 'ora';
import { formatSeconds } from '../logic/amounts.js';
import { plain } from '../report/plain-text.js';
import { headline } from '../report/summary.js';
import { cut } from '../report/values.js';
import { hasLiveLine } from './live-line.js';
import type { TargetOutcome } from './outputs.js';
import { say } from './output.js';
import { seal } from './seal.js';

export interface Waiting {
  readonly waitMs: number;
  readonly signal: AbortSignal;
  readonly quiet: boolean;
  /** One look at all targets; `left`: the milliseconds that it may still take when it is asked. */
  look(left: () => number): Promise<readonly TargetOutcome[]>;
}

const longestPauseMs = 5000;
/** A look that gets less sees nothing. */
const shortestLookMs = 1000;

/** The outcomes of the last look. */
export async function untilHealthy({ waitMs, signal, quiet, look }: Waiting): Promise<readonly TargetOutcome[]> {
  const began = performance.now();
  const left = (): number => waitMs - (performance.now() - began);
  const display = createDisplay(quiet, began, waitMs);
  try {
    for (;;) {
      const lookBegan = performance.now();
      const outcomes = await look(() => Math.max(left(), shortestLookMs));
      const tookMs = performance.now() - lookBegan;
      if (signal.aborted || outcomes.every(isHealthy)) return outcomes;
      display.show(stateOf(outcomes));
      // what can never become healthy is not waited for
      if (outcomes.some(({ is }) => is === 'unusable')) return outcomes;
      const pauseMs = pauseFor(waitMs, left(), tookMs);
      if (pauseMs === null || !(await paused(pauseMs, signal))) return outcomes;
    }
  } finally {
    display.end();
  }
}

/**
 * Five seconds, or a tenth of the whole where that is less. The last look begins so that it can end in time; null: there is no time for another.
 */
export function pauseFor(waitMs: number, leftMs: number, lookMs: number): number | null {
  const usual = Math.min(longestPauseMs, waitMs / 10);
  const room = leftMs - lookMs;
  if (room >= usual) return usual;
  return room > usual / 10 ? room : null;
}

async function paused(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(ms, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}

function isHealthy(one: TargetOutcome): boolean {
  return one.is === 'report' && one.report.exitCode === 0;
}

/** "failing: PHP cannot write its sessions, and 2 more" */
function stateOf(outcomes: readonly TargetOutcome[]): string {
  const open = outcomes.filter((one) => !isHealthy(one));
  const [first] = open;
  if (first === undefined) return 'healthy';
  const what = first.is === 'report' ? headline(first.report) : first.message;
  if (outcomes.length === 1) return what;
  const name = first.is === 'report' ? first.report.target.label : first.target;
  return `${open.length} of ${outcomes.length} targets are not healthy: ${name}: ${what}`;
}

interface Display {
  show(state: string): void;
  end(): void;
}

/** On a terminal one line that is renewed; elsewhere a line when the state has changed. */
function createDisplay(quiet: boolean, began: number, waitMs: number): Display {
  if (quiet) return { show: () => {}, end: () => {} };
  return hasLiveLine() ? spinning(began, waitMs) : changing(began);
}

function changing(began: number): Display {
  let last = '';
  return {
    show: (state) => {
      if (state === last) return;
      last = state;
      say(seal(`waiting, after ${passed(began)}: ${state}`));
    },
    end: () => {},
  };
}

function spinning(began: number, waitMs: number): Display {
  let spinner: Ora | null = null;
  let over = false;
  let state = 'looking for the first time';
  const text = (): string => oneLine(`waiting, ${passed(began)} of ${formatSeconds(Math.ceil(waitMs / 1000))}: ${plain(seal(state))}`);
  const renew = (): void => {
    if (spinner) spinner.text = text();
  };
  void import('ora').then(({ default: ora }) => {
    // the terminal is left as it is: in raw mode with nobody reading, Ctrl-C would do nothing
    if (!over) spinner = ora({ text: text(), stream: process.stderr, color: false, discardStdin: false }).start();
  });
  const timer = setInterval(renew, 1000);
  return {
    show: (now) => {
      state = now;
      renew();
    },
    end: () => {
      over = true;
      clearInterval(timer);
      spinner?.stop();
    },
  };
}

function passed(began: number): string {
  return formatSeconds(Math.round((performance.now() - began) / 1000));
}

/** One line stays one line. */
function oneLine(text: string): string {
  return cut(text, Math.max(process.stderr.columns - 4, 20));
}
