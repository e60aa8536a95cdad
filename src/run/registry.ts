/** Which probes look at a target: an address shows less than the install's own server. */
import { beyondAddress } from '../logic/beyond-address.js';
import type { FactId, Probe, TargetKind } from '../model.js';
import type { Registry } from './scheduler.js';

/** One probe for each fact. What an address cannot show is a gap beyond this vantage, which says why. */
export function registryFor(kind: TargetKind, probes: readonly Probe[]): Registry {
  if (kind !== 'url') return byFact(probes.filter((probe) => probe.from !== 'outside'));
  const able = byFact(probes.filter((probe) => probe.from !== undefined));
  return new Map([...byFact(probes)].map(([fact, probe]) => [fact, able.get(fact) ?? beyond(probe)]));
}

function byFact(probes: readonly Probe[]): Registry {
  // what stands in for another probe comes after it
  const ordered = [...probes].sort((a, b) => Number(a.from === 'outside') - Number(b.from === 'outside'));
  return new Map<FactId, Probe>(ordered.map((probe) => [probe.fact, probe]));
}

function beyond(probe: Probe): Probe {
  return {
    ...probe,
    needs: [],
    wants: [],
    touches: [],
    observe: () => Promise.reject(beyondAddress(probe.title)),
  };
}
