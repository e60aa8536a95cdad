/** The public interface for people who write checks, probes and causes. */
import type { Cause, Check, FactId, Facts, Observed, Look, Plugin, Probe } from './model.js';

export type * from './model.js';
export { LookFailed } from './logic/failure.js';
export { personal } from './logic/personal.js';
export { fail, pass, skip, unknown, warn } from './logic/judgement.js';

/** A check as a typed literal: facts in `needs` reach `judge` as values, facts in `wants` as value or gap. */
export function defineCheck<const N extends FactId, const W extends FactId = never>(check: Check<N, W>): Check<N, W> {
  return check;
}

/** A probe as a typed literal. */
export function defineProbe<const K extends FactId, const N extends FactId = never, const W extends FactId = never>(
  probe: Omit<Probe<K, N, W>, 'needs' | 'wants' | 'observe'> & {
    readonly needs?: readonly N[];
    readonly wants?: readonly W[];
    observe(look: Look<N, W>, keep: (partial: Facts[K]) => void): Promise<Observed<Facts[K]>>;
  },
): Probe<K, N, W> {
  return { needs: [], wants: [], ...probe };
}

export function defineCause(cause: Cause): Cause {
  return cause;
}

/** A plug-in: the default export of a module that is given by --plugin. */
export function definePlugin(plugin: Plugin): Plugin {
  return plugin;
}
