/** Which checks run: --only and --skip take ids of checks, problems, causes and areas, and globs of them. */
import { glob } from '../logic/glob.js';
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

/** Nothing is left of what could be judged: a run that judges nothing would look healthy. */
export class NothingLeft extends Error {
  constructor(described: readonly ProblemId[]) {
    super(
      described.length === 0
        ? 'no check is left: --only, --skip and severity leave out all of them. Leave one of them out'
        : `--only, --skip and severity leave no check for what was described (${described.join(', ')}): leave them out, or give --for words of the problem they are about`,
    );
  }
}

/** The checks that run, in the catalogue's order. Throws UnknownId and NothingLeft. */
export function selectChecks(catalogue: Catalogue, selection: Selection): readonly Check[] {
  const described = selection.described ?? [];
  const about = checksAbout(catalogue, described);
  const matcher = matchers(catalogue);
  const only = selection.only.map((id) => matcher('--only', id));
  const skip = selection.skip.map((id) => matcher('--skip', id));
  for (const id of selection.require) matcher('--require', id);
  const chosen = catalogue.checks.filter(
    (check) =>
      (described.length === 0 || about.has(check)) &&
      (only.length > 0
        ? only.some((matches) => matches(check))
        : described.length > 0 || check.onlyWhenSelected !== true || selection.require.includes(check.id)) &&
      !skip.some((matches) => matches(check)),
  );
  if (chosen.length === 0 && only.length + skip.length > 0) throw new NothingLeft(described);
  return chosen;
}

/** The checks that can prove or rule out a cause of one of these problems. */
export function checksAbout({ causes, checks }: Omit<Catalogue, 'problems'>, problems: readonly ProblemId[]): ReadonlySet<Check> {
  const own = new Set(causes.filter((cause) => cause.problems.some((id) => problems.includes(id))).map(({ id }) => id));
  return new Set(checks.filter((check) => check.causes.some((id) => own.has(id))));
}

/** Checks that must give a verdict and do not run at all: what was left out is no pass. One that only runs when it is selected is meant by its own id alone. */
export function requiredInVain(catalogue: Catalogue, { require }: Selection, chosen: readonly Check[]): readonly Check[] {
  if (require.length === 0) return [];
  const running = new Set(chosen);
  const named = checksNamed(catalogue, require);
  return catalogue.checks.filter(
    (check) => !running.has(check) && (check.onlyWhenSelected === true ? require.includes(check.id) : named.has(check)),
  );
}

/** The checks of which one of the ids names the check itself, its area, one of its causes or a problem that these explain. */
export function checksNamed(catalogue: Catalogue, ids: readonly string[]): ReadonlySet<Check> {
  const matcher = matchers(catalogue);
  const named = ids.map((id) => matcher('id', id));
  return new Set(catalogue.checks.filter((check) => named.some((matches) => matches(check))));
}

/** What an id of an option names. The names are gathered once, where there is an id at all. */
function matchers(catalogue: Catalogue): (option: string, id: string) => (check: Check) => boolean {
  let names: Names | undefined;
  return (option, id) => {
    names ??= namesIn(catalogue);
    const { of, all } = names;
    const pattern = glob(id);
    if (!all.some((name) => pattern.test(name))) throw new UnknownId(option, id, nearest(id, all));
    return (check) => (of.get(check) ?? []).some((name) => pattern.test(name));
  };
}

interface Names {
  readonly of: ReadonlyMap<Check, readonly string[]>;
  readonly all: readonly string[];
}

function namesIn({ checks, causes, problems }: Catalogue): Names {
  const places = new Map<string, number>(causes.map(({ id }, place) => [id, place]));
  const of = new Map(
    checks.map((check): [Check, readonly string[]] => {
      const own = check.causes.flatMap((id) => places.get(id) ?? []).sort((a, b) => a - b);
      return [check, [check.id, check.area, ...check.causes, ...own.flatMap((place) => causes[place]?.problems ?? [])]];
    }),
  );
  const all = new Set([...[...of.values()].flat(), ...causes.map(({ id }) => id), ...problems.map(({ id }) => id)]);
  return { of, all: [...all] };
}
