/**
 * Every probe on hosts on which every look goes wrong in one way. It must end in time with a gap that says why, or with a value on which no
 * check that needs the fact passes: what could not be looked at is never healthy.
 */
import { describe, expect, it } from 'vitest';
import type { Check, Fact, FactId, GapCode, Probe } from '../src/model.js';
import { defaultOptions } from '../src/policy/defaults.js';
import { builtinChecks } from '../src/run/builtin.js';
import { judgeCheck } from '../src/run/judge.js';
import { builtinProbes } from '../src/run/probes.js';
import { gather } from '../src/run/scheduler.js';
import { exceptions, lookless, type Exception } from './support/fault-exceptions.js';
import { expectSaid, registryFor, type Table } from './support/fault-gather.js';
import { healthy, situations } from './support/fault-situations.js';
import { faultyHost, faults } from './support/faulty-host.js';
import { issueColumns } from './support/fault-columns.js';
import { faultsWithin } from './support/faults-within.js';
import type { Looked } from './support/looked.js';

/** Instead of the probes' own budgets, so that what hangs does not hold up the tests. */
const budgetMs = 150;
/** What a busy machine may add. */
const graceMs = 4000;

async function observed(
  probe: Probe,
  fault: string,
  table: Table,
): Promise<{ readonly fact: Fact<unknown>; readonly looked: readonly Looked[] }> {
  const column = faults[fault];
  if (!column) throw new Error(fault);
  const { host, looked } = faultyHost(column);
  const options = {
    ...defaultOptions,
    target: '/srv/billing',
    usedUrl: 'https://billing.test/clientarea.php',
    user: 'a@b.test',
    webProbe: true,
    licenseSelected: true,
    timeoutMs: 100,
    // what stands in for the server's own looks has to look past the proxy that was recorded
    origin: probe.from === 'outside' || probe.fact === 'proxy.edge' ? '192.0.2.10' : null,
  };
  const limited = column.is === 'hanging' ? { ...probe, budgetMs } : probe;
  const { facts } = await gather([probe.fact], registryFor(limited, table), host, options, new AbortController().signal);
  const fact = facts.get(probe.fact);
  if (!fact) throw new Error('no fact');
  return { fact, looked };
}

/** With the fault none of them may pass. */
function checksOn(id: FactId): readonly Check[] {
  return builtinChecks.filter((check) => check.needs.includes(id));
}

/** Exceptions and their checks that passed because of them. */
const used = new Map<Exception, Set<string>>();
/** Facts whose probes used the host at all. */
const met = new Set<FactId>();

function isAllowed(check: string, fact: FactId, situation: string, fault: string): boolean {
  const allowed = exceptions.filter(
    (one) =>
      one.fact === fact &&
      (one.situation ?? situation) === situation &&
      one.checks.includes(check) &&
      (one.faults === 'any' || one.faults.includes(fault)),
  );
  for (const one of allowed) used.set(one, (used.get(one) ?? new Set()).add(check));
  return allowed.length > 0;
}

/** Column → the code of the gaps that come of it; the others answer something, of which anything may come but a pass. */
const codesOf: Readonly<Record<string, readonly GapCode[]>> = {
  refused: ['io'],
  silence: ['timeout'],
  hanging: ['timeout'],
  denied: ['denied'],
  'denied to a user': ['denied'],
  absent: ['absent'],
  'slow drip': ['timeout'],
};

/** What a firewall denies, or a name without an address, is no matter of rights or files: nobody was reached. */
function isBrokenOff(gap: GapCode, fault: string, looked: readonly Looked[]): boolean {
  return (
    gap === 'io' &&
    fault !== 'silence' &&
    fault !== 'slow drip' &&
    looked.some(({ what }) => /^(?:net|credentials)\.|^scripts\.inWebRoot$/.test(what))
  );
}

const rows = builtinProbes.flatMap((probe) =>
  Object.entries({ 'as recorded': {}, ...situations[probe.fact] }).map(([situation, differs]): [FactId, string, Probe, Table] => [
    probe.fact,
    situation,
    probe,
    { ...healthy, ...differs },
  ]),
);

describe.each(rows)('%s, %s', (id, situation, probe, table) => {
  it.each(Object.keys(faults))('survives: %s', { timeout: 15_000 }, async (fault) => {
    const began = performance.now();
    const { fact, looked } = await observed(probe, fault, table);
    const hangs = faults[fault]?.is === 'hanging';
    expect(performance.now() - began).toBeLessThan(hangs ? budgetMs + graceMs : probe.budgetMs);
    if (looked.length > 0) met.add(id);
    if (!fact.ok) {
      expectSaid(fact);
      // where nothing was looked at, the gap is none of the fault's
      const codes = codesOf[fault];
      if (looked.length > 0 && codes && fact.gap !== 'disabled' && !isBrokenOff(fact.gap, fault, looked))
        expect(codes, fact.why).toContain(fact.gap);
    }
    // What goes on without being listened to would outlive the run.
    const ended = fact.ok ? fact.partial !== undefined : fact.gap === 'timeout';
    if (hangs && ended) expect(looked.filter(({ signal }) => signal?.aborted !== true).map(({ what }) => what)).toEqual([]);
    if (lookless.has(id)) return;
    const facts = new Map<FactId, Fact<unknown>>([...(Object.entries(table) as [FactId, Fact<unknown>][]), [id, fact]]);
    const passing = checksOn(id).filter((check) => judgeCheck(check, facts).some((judgement) => judgement.is === 'pass'));
    const wrongly = passing.map((check) => check.id).filter((check) => !isAllowed(check, id, situation, fault));
    expect(wrongly, wrongly.join(', ')).toEqual([]);
  });
});

it('meets the faults with every probe that looks', () => {
  const blind = [...new Set(builtinProbes.map((probe) => probe.fact))].filter((fact) => !met.has(fact));
  expect(blind.sort()).toEqual([...lookless].sort());
});

it('has every column that was promised', () => {
  const columns = [...Object.keys(faults), ...Object.keys(faultsWithin)];
  expect(issueColumns.filter((wanted) => !columns.some((column) => column.startsWith(wanted)))).toEqual([]);
});

it('has no exception that nothing needs', () => {
  const idle = exceptions.flatMap((one) => one.checks.filter((check) => !used.get(one)?.has(check)).map((check) => [one.fact, check]));
  expect(idle).toEqual([]);
});
