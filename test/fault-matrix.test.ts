import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { unpackBundle } from '../src/host/bundle.js';
import type { Check, Fact, FactId, Probe } from '../src/model.js';
import { parseJson } from '../src/parse/json.js';
import { defaultOptions } from '../src/policy/defaults.js';
import { builtinChecks } from '../src/run/builtin.js';
import { judgeCheck } from '../src/run/judge.js';
import { builtinProbes } from '../src/run/probes.js';
import { gather, type Registry } from '../src/run/scheduler.js';
import { faultyHost, faults } from './support/faulty-host.js';

/** Everything that a healthy install shows: what a probe under a fault needs from its neighbours. */
const healthy = unpackBundle(readFileSync(new URL('./fixtures/healthy-install.json', import.meta.url)), parseJson).facts;

/** Facts whose value does not come from the look that fails, each with the reason. */
const independent: Readonly<Record<string, string>> = {
  'proxy.ranges': 'a dated copy of the published list stands in',
  'operator.report': 'what the operator typed',
  'operator.thresholds': 'what the operator configured',
  'clock.now': 'the clock of this machine',
};

function registryFor(probe: Probe): Registry {
  const neighbours = [...probe.needs, ...probe.wants].map((id): [FactId, Probe] => [
    id,
    {
      fact: id,
      vantage: 'files',
      title: id,
      needs: [],
      wants: [],
      budgetMs: 1000,
      touches: [],
      observe: async () => {
        const fact = healthy[id];
        if (!fact?.ok) throw new Error(`the healthy install does not show ${id}`);
        return { value: fact.value as never, source: id };
      },
    },
  ]);
  return new Map([[probe.fact, probe], ...neighbours]);
}

async function observed(probe: Probe, fault: string): Promise<Fact<unknown>> {
  const answers = faults[fault];
  if (!answers) throw new Error(fault);
  const options = { ...defaultOptions, target: '/srv/billing', webProbe: true, licenseSelected: true, deadlineMs: 4000, timeoutMs: 200 };
  const { facts } = await gather([probe.fact], registryFor(probe), faultyHost(answers), options, new AbortController().signal);
  const fact = facts.get(probe.fact);
  if (!fact) throw new Error('no fact');
  return fact;
}

/** Checks that rest on this fact alone or need it: with the fault none of them may pass. */
function checksOn(id: FactId): readonly Check[] {
  return builtinChecks.filter((check) => check.needs.includes(id));
}

describe.each(builtinProbes.map((probe) => [probe.fact, probe] as const))('%s', (_, probe) => {
  it.each(Object.keys(faults))('survives: %s', { timeout: 10_000 }, async (fault) => {
    const fact = await observed(probe, fault);
    if (!fact.ok) {
      expect(fact.gap, fact.why).not.toBe('bug');
      expect(fact.why.length).toBeGreaterThan(5);
      expect(fact.why).not.toMatch(/undefined|\[object|\n {4}at /);
    }
    if (probe.fact in independent) return;
    const table = new Map<FactId, Fact<unknown>>([...(Object.entries(healthy) as [FactId, Fact<unknown>][]), [probe.fact, fact]]);
    const passing = checksOn(probe.fact).filter((check) => judgeCheck(check, table).some((judgement) => judgement.is === 'pass'));
    expect(passing.map((check) => check.id)).toEqual([]);
  });
});
