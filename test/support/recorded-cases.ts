/** The facts of every recorded set-up and fault as a check sees them; what a check says of them is up to the caller, and so is the check. */
import type { Check, Fact, FactId, Judgement } from '../../src/model.js';
import { judgeCheck, type FactTable } from '../../src/run/judge.js';
import { recordedFacts } from '../../src/run/recorded.js';
import { changed, type Facts } from './fact-delta.js';
import { faultRecords, recordedBy, setUps } from './fault-records.js';
import { seenIn, whatIfs } from './what-if.js';
import { checkText, judgementText, type Case } from './findings-text.js';

interface Situation {
  readonly name: string;
  readonly setup: string;
  readonly facts: Facts;
  readonly table: FactTable;
  /** Facts that differ from the healthy set-up, or from the first one. */
  readonly touched: ReadonlySet<string>;
}

const healthy: readonly Situation[] = setUps.map(({ setup, facts, delta }) => ({
  name: `healthy: ${setup}`,
  setup,
  facts,
  table: tableOf(facts),
  touched: new Set(delta.map(({ at }) => String(at[0]))),
}));

const faults: readonly Situation[] = faultRecords.map(({ name, setup, delta }) => {
  const before = setUps.find((one) => one.setup === setup);
  if (before === undefined) throw new Error(`${setup} has no healthy recording`);
  const touched = new Set(delta.map(({ at }) => String(at[0])));
  const where = setup === setUps[0]?.setup ? '' : ` (${setup})`;
  const facts = changed(before.facts, delta);
  return { name: `${name}${where}`, setup, facts, table: tableOf(facts), touched };
});

function tableOf(facts: Facts): FactTable {
  return recordedFacts(new Map(Object.entries(facts) as unknown as [FactId, Fact<unknown>][]), recordedBy);
}

/** Healthy set-ups and faults of which the check sees a fact. Of a fault that it judges as what is healthy nothing stands there. */
export function recordedText(check: Check): string {
  const sees = ({ touched }: Situation): boolean => [...check.needs, ...(check.wants ?? [])].some((id) => touched.has(id));
  const said = ({ table }: Situation): readonly Judgement[] => judgeCheck(check, table, true);
  const text = (all: readonly Judgement[]): string => all.map(judgementText).join('\n');
  const before = new Map<string, string>();
  const cases: Case[] = [];
  for (const [index, situation] of healthy.entries()) {
    const all = said(situation);
    before.set(situation.setup, text(all));
    if (index === 0 || sees(situation)) cases.push({ name: situation.name, said: all });
  }
  for (const situation of faults) {
    if (!sees(situation)) continue;
    const all = said(situation);
    if (text(all) !== before.get(situation.setup)) cases.push({ name: situation.name, said: all });
  }
  return checkText(check, cases);
}

const seen = seenIn([...healthy, ...faults].map(({ facts }) => facts));

/** What the check would say if one field were otherwise: lines that are gone and lines that are new. */
export function whatIfText(check: Check): string {
  const wants: readonly string[] = check.wants ?? [];
  const ids: readonly string[] = [...check.needs, ...wants];
  const bases = new Map<string, Situation>();
  const text = (table: FactTable): string => judgeCheck(check, table, true).map(judgementText).join('\n');
  for (const situation of [...healthy, ...faults]) {
    if (situation !== healthy[0] && !ids.some((id) => situation.touched.has(id))) continue;
    const said = text(situation.table);
    if (!bases.has(said)) bases.set(said, situation);
  }
  const parts = [`# ${check.id}`];
  const known = new Set<string>();
  for (const [said, { name: situation, facts }] of bases) {
    const pick = Object.fromEntries(ids.flatMap((id) => (facts[id] === undefined ? [] : [[id, facts[id]]])));
    const groups = new Map<string, string[]>();
    for (const { name, delta } of whatIfs(facts, ids, wants, seen)) {
      const other = text(tableOf(changed(pick, delta)));
      if (other === said) continue;
      const change = difference(said, other);
      // once is enough: the same change has the same effect in most situations
      const effect = `${name}\n${change}`;
      if (!known.has(effect)) groups.set(change, [...(groups.get(change) ?? []), name]);
      known.add(effect);
    }
    const lines = [...groups].map(([change, names]) => `${names.map((one) => `if ${one}`).join('\n')}\n${change}`);
    if (lines.length > 0) parts.push(`${situation}:\n${lines.join('\n')}`);
  }
  return parts.join('\n\n');
}

/** Lines that are gone and lines that are new; all of it where little is left. */
function difference(before: string, after: string): string {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const gone = old.filter((line) => !now.includes(line)).map((line) => `- ${line.trim()}`);
  const added = now.filter((line) => !old.includes(line)).map((line) => `+ ${line.trim()}`);
  return [...(gone.length === old.length ? [] : gone), ...added].join('\n');
}
