/** Recorded faults, each alone and any two together: what the checks say of the facts that they would leave. */
import type { Check, Fact, FactId } from '../../src/model.js';
import { builtinChecks as checks } from '../../src/run/builtin.js';
import { judgeCheck, type FactTable } from '../../src/run/judge.js';
import { recordedFacts } from '../../src/run/recorded.js';
import { selectChecks } from '../../src/run/select.js';
import { causes, problems } from '../../src/knowledge/index.js';
import { changed, conflict, type Facts } from './fact-delta.js';
import { faultRecords, recordedBy, setUps, type FaultRecord } from './fault-records.js';
import { strangeCauses } from './consequences.js';
import { masks } from './pair-masks.js';

/** What one check says: causes, and whether it could not tell. */
interface Said {
  readonly causes: readonly string[];
  readonly unknown: readonly string[];
}

/** A healthy set-up, or one with a fault. */
export interface Recorded {
  readonly facts: Facts;
  readonly table: FactTable;
  /** Facts that differ from the healthy set-up. */
  readonly touched: ReadonlySet<string>;
  readonly said: ReadonlyMap<Check, Said>;
}

export interface RecordedFault extends FaultRecord, Recorded {
  readonly healthy: Recorded;
  /** The checks that run. */
  readonly runs: ReadonlySet<Check>;
  /** The checks that see a fact of it: all others say what they say of a healthy set-up, which is nothing. */
  readonly sees: ReadonlySet<Check>;
}

export interface Verdict {
  readonly causes: readonly string[];
  /** "check: reason" */
  readonly unknown: readonly string[];
}

export interface Pair {
  readonly one: RecordedFault;
  readonly other: RecordedFault;
}

/** Which facts a check sees. */
const seen = new Map<Check, readonly FactId[]>(checks.map((check) => [check, [...check.needs, ...(check.wants ?? [])]]));

function tableOf(facts: Facts): FactTable {
  return recordedFacts(new Map(Object.entries(facts) as unknown as [FactId, Fact<unknown>][]), recordedBy);
}

function judge(check: Check, table: FactTable): Said {
  const judgements = judgeCheck(check, table, true);
  return {
    causes: judgements.flatMap((judgement) => (judgement.is === 'warn' || judgement.is === 'fail' ? [judgement.cause] : [])),
    unknown: judgements.flatMap((judgement) => (judgement.is === 'unknown' ? [`${check.id}: ${judgement.reason}`] : [])),
  };
}

function healthyOf(facts: Facts): Recorded {
  const table = tableOf(facts);
  return { facts, table, touched: new Set(), said: new Map(checks.map((check) => [check, judge(check, table)])) };
}

/** By the name of their set-up. */
export const healthy: ReadonlyMap<string, Recorded> = new Map(setUps.map(({ setup, facts }) => [setup, healthyOf(facts)]));

export const faults: readonly RecordedFault[] = faultRecords.map((record) => {
  const before = healthy.get(record.setup);
  if (before === undefined) throw new Error(`${record.setup} has no healthy recording`);
  const facts = changed(before.facts, record.delta);
  const touched = new Set(record.delta.map(({ at }) => String(at[0])));
  const table = tableOf(facts);
  const sees = new Set(checks.filter((check) => touches(check, touched)));
  const said = new Map(checks.map((check) => [check, sees.has(check) ? judge(check, table) : saidBy(before, check)]));
  return { ...record, sees, runs: running(record.only), facts, table, touched, said, healthy: before };
});

/** What runs by itself, and what is named. */
function running(only: readonly string[]): ReadonlySet<Check> {
  const choose = (ids: readonly string[]) => selectChecks({ checks, causes, problems }, { only: ids, skip: [], require: [] });
  return new Set([...choose([]), ...(only.length > 0 ? choose(only) : [])]);
}

function touches(check: Check, touched: ReadonlySet<string>): boolean {
  return (seen.get(check) ?? []).some((id) => touched.has(id));
}

function saidBy(recorded: Recorded, check: Check): Said {
  return recorded.said.get(check) ?? { causes: [], unknown: [] };
}

/** What the checks say of one recording. */
export function verdictOf(recorded: Recorded, runs: ReadonlySet<Check> = running([])): Verdict {
  return summed([...runs].map((check) => saidBy(recorded, check)));
}

function summed(said: readonly Said[]): Verdict {
  return {
    causes: [...new Set(said.flatMap((each) => each.causes))].sort(),
    unknown: [...new Set(said.flatMap((each) => each.unknown))].sort(),
  };
}

/** Pairs of different causes on one set-up. */
export function allPairs(): readonly Pair[] {
  return faults.flatMap((one, index) =>
    faults.slice(index + 1).flatMap((other) => (one.cause !== other.cause && one.setup === other.setup ? [{ one, other }] : [])),
  );
}

/** The place in the facts that both change, each in its own way; null: they are independent. */
export function conflictOf({ one, other }: Pair): string | null {
  return conflict(one.delta, other.delta);
}

/** What the checks say where both are there. A check that sees nothing of one of them says what it says of the other alone. */
export function verdictOfBoth({ one, other }: Pair): Verdict {
  const common = [...one.touched].filter((id) => other.touched.has(id));
  const merged =
    common.length === 0
      ? null
      : tableOf(
          changed(
            pick(one.facts, common),
            other.delta.filter(({ at }) => common.includes(String(at[0]))),
          ),
        );
  const table: FactTable = {
    get: (id) => {
      if (other.touched.has(id)) return one.touched.has(id) ? merged?.get(id) : other.table.get(id);
      return one.table.get(id);
    },
  };
  const runs = (check: Check): boolean => one.runs.has(check) || other.runs.has(check);
  const said: Said[] = [];
  for (const check of one.sees) if (runs(check)) said.push(other.sees.has(check) ? judge(check, table) : saidBy(one, check));
  for (const check of other.sees) if (runs(check) && !one.sees.has(check)) said.push(saidBy(other, check));
  return summed(said);
}

function pick(facts: Facts, ids: readonly string[]): Facts {
  return Object.fromEntries(ids.flatMap((id) => (facts[id] === undefined ? [] : [[id, facts[id]]])));
}

export interface Wrong {
  readonly pair: string;
  /** Causes of one of them that are no longer told. */
  readonly lost: readonly string[];
  /** Causes that neither of them has. */
  readonly added: readonly string[];
  /** Checks that could tell of each alone. */
  readonly unknown: readonly string[];
}

/** null: the causes of both, and nothing else. */
export function wrongOf(pair: Pair): Wrong | null {
  const [one, other, both] = [verdictAlone(pair.one), verdictAlone(pair.other), verdictOfBoth(pair)];
  // What follows from a cause may be out of sight while the other is there, or come of both together: it is named after them.
  const own = [pair.one, pair.other].flatMap(({ cause, also }) => [cause, ...also]);
  const hidden = new Set([...hiddenBy(one.causes), ...hiddenBy(other.causes)]);
  const lost = own.filter((cause) => !both.causes.includes(cause) && !hidden.has(cause));
  const added = strangeCauses(both.causes, own);
  const before = new Set([...one.unknown, ...other.unknown]);
  const unknown = both.unknown.filter((check) => !before.has(check));
  if (lost.length + added.length + unknown.length === 0) return null;
  return { pair: `${pair.one.name} + ${pair.other.name}`, lost, added, unknown };
}

const alone = new WeakMap<RecordedFault, Verdict>();

function verdictAlone(fault: RecordedFault): Verdict {
  const verdict = alone.get(fault) ?? verdictOf(fault, fault.runs);
  alone.set(fault, verdict);
  return verdict;
}

/** One of them cannot be seen before the other is mended. */
export function isMasked({ one, other }: Pair): boolean {
  return hiddenBy(verdictAlone(one).causes).includes(other.cause) || hiddenBy(verdictAlone(other).causes).includes(one.cause);
}

function hiddenBy(found: readonly string[]): readonly string[] {
  return found.flatMap((cause) => (masks.get(cause) ?? []).flatMap(({ hides }) => hides));
}

export interface PairCounts {
  readonly faults: number;
  readonly causes: number;
  readonly pairs: number;
  readonly independent: number;
  readonly right: number;
}

let known: { readonly counts: PairCounts; readonly wrong: readonly Wrong[] } | null = null;

/** Every pair, judged once. */
function judged(): NonNullable<typeof known> {
  if (known !== null) return known;
  const pairs = allPairs();
  const independent = pairs.filter((pair) => conflictOf(pair) === null);
  const wrong = independent.flatMap((pair) => wrongOf(pair) ?? []);
  const counts = {
    faults: faults.length,
    causes: new Set(faults.map(({ cause }) => cause)).size,
    pairs: pairs.length,
    independent: independent.length,
    right: independent.length - wrong.length,
  };
  known = { counts, wrong };
  return known;
}

/** Independent pairs of which something is missed or invented. */
export function wrongPairs(): readonly Wrong[] {
  return judged().wrong;
}

/** For the table of what was tried. */
export function pairCounts(): PairCounts {
  return judged().counts;
}
