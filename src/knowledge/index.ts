/** The documented table as a graph of data: problems, the causes behind them, and what to do about each. */
import type { Cause, Problem, Step } from '../model.js';
import { describeRange, parseVersion, versionInRange } from '../logic/whmcs-version.js';
import { causes } from './causes.js';
import { problems } from './problems.js';

export { causes } from './causes.js';
export { messages } from './messages.js';
export { problems } from './problems.js';
export { versionInRange } from '../logic/whmcs-version.js';

const problemsById: ReadonlyMap<string, Problem> = new Map(problems.map((problem) => [problem.id, problem]));
const causesById: ReadonlyMap<string, Cause> = new Map(causes.map((cause) => [cause.id, cause]));

export function problemById(id: string): Problem | undefined {
  return problemsById.get(id);
}

export function causeById(id: string): Cause | undefined {
  return causesById.get(id);
}

/**
 * The steps for this WHMCS version, in order: those of every remedy whose range holds it. Where the version is not known (null, or no
 * version number) the steps of all remedies, each that is not for every version marked with the versions it is for. Placeholders stay.
 */
export function remedyFor(cause: Cause, whmcsVersion: string | null): readonly Step[] {
  const known = whmcsVersion !== null && parseVersion(whmcsVersion) !== null ? whmcsVersion : null;
  return cause.remedies.flatMap((remedy) => {
    const range = remedy.versions;
    if (range === undefined) return remedy.steps;
    if (known !== null) return versionInRange(known, range) ? remedy.steps : [];
    return remedy.steps.map((step) => ({ ...step, text: `${describeRange(range)}: ${step.text}` }));
  });
}
