/**
 * The fault matrix's other half: every probe on a healthy install whose looks go wrong from some moment on, or in one respect alone, as real
 * faults do. It must end in time with a gap of the right code, or with a value on which no check passes for want of a look and none complains
 * of what the install is not to blame for.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Check, Fact, FactId, Probe } from '../src/model.js';
import { builtinChecks } from '../src/run/builtin.js';
import { judgeCheck } from '../src/run/judge.js';
import { builtinProbes } from '../src/run/probes.js';
import { registryFor as registryOf } from '../src/run/registry.js';
import { gather } from '../src/run/scheduler.js';
import { lookless } from './support/fault-exceptions.js';
import { otherCodes, passing, type ExceptionWithin } from './support/fault-exceptions-within.js';
import { expectSaid, registryFor } from './support/fault-gather.js';
import { faultsWithin } from './support/faults-within.js';
import { lookingThrough, recordedOptions, recording, replayingHost } from './support/replaying-host.js';

/** What a busy machine may add; ten times as much where ten thousand rows are read. */
const graceMs = 4000;
const probes = builtinProbes.filter((probe) => probe.from !== 'outside');
const { signal } = new AbortController();
/** What the run itself asks for the time, apart from what the probe does: that is told as it was recorded. */
const { host: run } = replayingHost('install.root', {});

/** What the probes say of the recorded install itself. */
let healthy: ReadonlyMap<FactId, Fact<unknown>>;
beforeAll(async () => {
  const registry = [...registryOf('install', builtinProbes)].map(([id, probe]): [FactId, Probe] => [
    id,
    lookingThrough(probe, replayingHost(id, {}).host),
  ]);
  const wanted = registry.map(([id]) => id);
  healthy = (await gather(wanted, new Map(registry), replayingHost('install.root', {}).host, recordedOptions, signal)).facts;
});

const judged = (check: Check, facts: typeof healthy): readonly string[] => judgeCheck(check, facts).map(({ is }) => is);
const isTrouble = (is: string): boolean => is === 'warn' || is === 'fail';

/** Exceptions and what they were needed for. */
const used = new Set<string>();

function isExcepted(list: readonly ExceptionWithin[], fact: FactId, fault: string, what: string): boolean {
  const found = list.filter((one) => one.fact === fact && one.what.includes(what) && (one.faults === 'any' || one.faults.includes(fault)));
  for (const one of found) for (const name of one.faults === 'any' ? ['any'] : [fault]) used.add(keyOf(one, name, what));
  return found.length > 0;
}

function keyOf(one: ExceptionWithin, fault: string, what: string): string {
  return `${one.fact}: ${what}: ${fault}`;
}

/** Column → how many probes it struck. */
const struckBy = new Map<string, number>();

describe('the recorded install', () => {
  it('is seen as it was, by every probe', () => {
    const unseen = [...healthy].filter(([id, fact]) => !fact.ok && fact.gap !== 'disabled' && recording.probes[id] !== undefined);
    expect(unseen.map(([id, fact]) => `${id}: ${fact.ok ? '' : fact.why}`)).toEqual([]);
  });

  it('was recorded with every probe that looks', () => {
    const missing = probes.map(({ fact }) => fact).filter((id) => recording.probes[id] === undefined);
    // those need credentials of the API, which the recording has none of: the other half of the matrix meets them
    expect(missing.filter((id) => !id.startsWith('api.'))).toEqual([]);
  });

  it('is healthy', () => {
    const complaints = builtinChecks.filter((check) => judged(check, healthy).some((is) => isTrouble(is) || is === 'unknown'));
    expect(complaints.map(({ id }) => id)).toEqual([]);
  });
});

describe.each(probes.map((probe): [FactId, Probe] => [probe.fact, probe]))('%s', (id, probe) => {
  const checks = builtinChecks.filter((check) => check.needs.includes(id));

  it.each(Object.keys(faultsWithin))('survives: %s', { timeout: 60_000 }, async (fault) => {
    const column = faultsWithin[fault];
    if (!column) throw new Error(fault);
    const { host, struck } = replayingHost(id, column);
    const limited = { ...probe, budgetMs: Math.min(probe.budgetMs, column.budgetMs ?? Infinity) };
    const began = performance.now();
    const { facts } = await gather(
      [id],
      registryFor(lookingThrough(limited, host), Object.fromEntries(healthy)),
      run,
      recordedOptions,
      signal,
    );
    expect(performance.now() - began).toBeLessThan(limited.budgetMs + (column.withholds === false ? 10 : 1) * graceMs);
    const fact = facts.get(id);
    if (!fact) throw new Error('no fact');
    const isStruck = struck() > 0 || column.now !== undefined;
    if (!isStruck) return; // the probe makes no look of the kind
    struckBy.set(fault, (struckBy.get(fault) ?? 0) + 1);
    if (!fact.ok) {
      expectSaid(fact);
      const isOwn = fact.gap === 'disabled' && healthy.get(id)?.ok === false;
      if (!isOwn && !column.codes.includes(fact.gap) && !isExcepted(otherCodes, id, fault, fact.gap))
        expect(column.codes, fact.why).toContain(fact.gap);
    }
    const now = new Map([...healthy, [id, fact]]);
    const invented = checks
      .filter((check) => judged(check, now).some((is) => isTrouble(is) && !judged(check, healthy).includes(is)))
      .map((check) => check.id);
    expect(invented).toEqual([]);
    if (column.withholds === false || lookless.has(id)) return;
    const wrongly = checks.filter((check) => judged(check, now).includes('pass')).map((check) => check.id);
    expect(wrongly.filter((check) => !isExcepted(passing, id, fault, check))).toEqual([]);
  });
});

it('strikes some probes with every fault', () => {
  expect(Object.keys(faultsWithin).filter((fault) => !struckBy.has(fault))).toEqual([]);
});

it('has no exception that nothing needs', () => {
  const idle = [...otherCodes, ...passing].flatMap((one) =>
    one.what
      .flatMap((what) => (one.faults === 'any' ? ['any'] : one.faults).map((fault) => keyOf(one, fault, what)))
      .filter((key) => !used.has(key)),
  );
  expect(idle).toEqual([]);
});
