/** What both halves of the fault matrix share: one probe on one host, its neighbours as they are known, and what it has to say of a gap. */
import { expect } from 'vitest';
import { LookFailed } from '../../src/logic/failure.js';
import type { Fact, FactId, Probe } from '../../src/model.js';
import type { Registry } from '../../src/run/scheduler.js';

export type Table = Readonly<Partial<Record<FactId, Fact<unknown>>>>;

/** The probe under test; what it needs and wants is there already. */
export function registryFor(probe: Probe, table: Table): Registry {
  const neighbours = [...probe.needs, ...probe.wants].map((id): [FactId, Probe] => [id, recorded(id, table[id])]);
  return new Map([[probe.fact, probe], ...neighbours]);
}

function recorded(fact: FactId, known: Fact<unknown> | undefined): Probe {
  const observe = async (): Promise<never> => {
    if (known?.ok === true) return { value: known.value, source: known.origin.source } as never;
    throw new LookFailed(known?.gap ?? 'absent', known?.why ?? `${fact} was not recorded`, known?.beyond ? { beyond: true } : {});
  };
  return { fact, vantage: 'files', title: fact, needs: [], wants: [], budgetMs: 1000, touches: [], observe };
}

/** A gap is no bug, and says why in words. */
export function expectSaid(fact: Fact<unknown> & { readonly ok: false }): void {
  expect(fact.gap, fact.why).not.toBe('bug');
  expect(fact.why.length).toBeGreaterThan(5);
  expect(fact.why).not.toMatch(/undefined|\[object|\n {4}at /);
}
