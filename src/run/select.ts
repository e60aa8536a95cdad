/** Which checks run: --only and --skip take ids of checks, problems, causes and areas, and globs of them. */
import { nearest } from '../logic/nearest.js';
import type { Cause, Check, Problem, ProblemId } from '../model.js';

export interface Selection {
  readonly only: readonly string[];
  readonly skip: readonly string[];
  /** A skip of these becomes unknown. */
  readonly require: readonly string[];
  /** Problems that somebody described: nothing but their checks; empty: all. */
  readonly described?: readonly ProblemId[];
}

export interface Catalogue {
  readonly checks: readonly Check[];
  readonly causes: readonly Cause[];
  readonly problems: readonly Problem[];
}

/** An id that names nothing, with the nearest known one. */
export class UnknownId extends Error {
  constructor(
    readonly option: string,
    readonly id: string,
    readonly suggestion: string | null,
  ) {
    super(`${option} ${id} names no check, problem, cause or area${suggestion === null ? '' : `: did you mean ${suggestion}?`}`);
  }
}

/** --only and --skip leave nothing of what can prove the problems that were described. */
export class NothingLeft extends Error {
  constructor(readonly described: readonly ProblemId[]) {
    super(
      `--only and --skip leave no check for what was described (${described.join(', ')}): leave them out, or give --for words of the problem they are about`,
    );
  }
}

/** The checks that run, in the catalogue's order. Throws UnknownId and NothingLeft. */
export function selectChecks(catalogue: Catalogue, selection: Selection): readonly Check[] {
  const described = selection.described ?? [];
  const about = checksAbout(catalogue, described);
  const only = selection.only.map((id) => matcher(catalogue, '--only', id));
  const skip = selection.skip.map((id) => matcher(catalogue, '--skip', id));
  for (const id of selection.require) matcher(catalogue, '--require', id);
  const chosen = catalogue.checks.filter(
    (check) =>
      (described.length === 0 || about.has(check)) &&
      (only.length > 0 ? only.some((matches) => matches(check)) : described.length > 0 || check.onlyWhenSelected !== true) &&
      !skip.some((matches) => matches(check)),
  );
  if (described.length > 0 && chosen.length === 0 && only.length + skip.length > 0) throw new NothingLeft(described);
  return chosen;
}

/** The checks that can prove or rule out a cause of one of these problems. */
export function checksAbout({ causes, checks }: Omit<Catalogue, 'problems'>, problems: readonly ProblemId[]): ReadonlySet<Check> {
  const own = new Set(causes.filter((cause) => cause.problems.some((id) => problems.includes(id))).map(({ id }) => id));
  return new Set(checks.filter((check) => check.causes.some((id) => own.has(id))));
}

/** Whether one of the ids names the check, its area, one of its causes or a problem that these explain. */
export function isNamed(catalogue: Catalogue, ids: readonly string[], check: Check): boolean {
  return ids.some((id) => matcher(catalogue, 'id', id)(check));
}

function matcher(catalogue: Catalogue, option: string, id: string): (check: Check) => boolean {
  const names = new Map(catalogue.checks.map((check) => [check, namesOf(catalogue, check)]));
  const pattern = glob(id);
  const known = new Set([
    ...[...names.values()].flat(),
    ...catalogue.causes.map((cause) => cause.id),
    ...catalogue.problems.map((problem) => problem.id),
  ]);
  if (![...known].some((name) => pattern.test(name))) throw new UnknownId(option, id, nearest(id, [...known]));
  return (check) => (names.get(check) ?? []).some((name) => pattern.test(name));
}

function namesOf(catalogue: Catalogue, check: Check): readonly string[] {
  const problems = catalogue.causes.filter((cause) => check.causes.includes(cause.id)).flatMap((cause) => cause.problems);
  return [check.id, check.area, ...check.causes, ...problems];
}

/** `*` stands for any run of characters; everything else is literal. */
function glob(id: string): RegExp {
  const source = id
    .split('*')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`);
}
