import { expect, it } from 'vitest';
import { registryFor } from '../../src/run/registry.js';
import { gather } from '../../src/run/scheduler.js';
import { builtinChecks } from '../../src/run/builtin.js';
import { builtinProbes } from '../../src/run/probes.js';
import { judgeCheck } from '../../src/run/judge.js';
import { defaultOptions } from '../../src/policy/defaults.js';
import { fakeHost } from '../support/fake-host.js';

it('has the same facts from everywhere, and one probe for each', () => {
  const facts = [...new Set(builtinProbes.map((probe) => probe.fact))].sort();
  for (const kind of ['install', 'ssh', 'url'] as const) expect([...registryFor(kind, builtinProbes).keys()].sort(), kind).toEqual(facts);
  for (const probe of registryFor('install', builtinProbes).values()) expect(probe.from).not.toBe('outside');
});

it('lets an address answer with gaps beyond it where the server would be needed, whatever the host could do', async () => {
  const registry = registryFor('url', builtinProbes);
  const inside = builtinProbes.filter((probe) => probe.from === undefined && registry.get(probe.fact)?.from === undefined);
  expect(inside.length).toBeGreaterThan(20);
  const { facts } = await gather(
    inside.map((probe) => probe.fact),
    registry,
    fakeHost(),
    { ...defaultOptions, target: 'https://billing.example.com/' },
    new AbortController().signal,
  );
  for (const { fact } of inside) expect(facts.get(fact), fact).toMatchObject({ ok: false, gap: 'unsupported', beyond: true });
  const blind = builtinChecks.filter((check) => check.needs.some((need) => facts.has(need)));
  for (const check of blind)
    expect(
      judgeCheck(check, facts).map(({ is }) => is),
      check.id,
    ).not.toContain('pass');
});
