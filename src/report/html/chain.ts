/** What the run waited for. */
import type { ProbeReport } from '../../model.js';
import { bounded } from './words.js';

/** The looks that decided when the run ended, in the order in which they ran: each began once the one before was done. */
export function waitedFor(probes: readonly ProbeReport[]): readonly ProbeReport[] {
  const byFact = new Map(probes.map((probe) => [probe.fact, probe]));
  const chain: ProbeReport[] = [];
  const seen = new Set<ProbeReport>();
  for (let next = latest(probes); next !== undefined && !seen.has(next);) {
    seen.add(next);
    chain.unshift(next);
    next = latest(next.needs.flatMap((fact) => byFact.get(fact) ?? []));
  }
  return chain;
}

export function endOf({ startedMs, durationMs }: ProbeReport): number {
  return bounded(startedMs) + bounded(durationMs);
}

function latest(probes: readonly ProbeReport[]): ProbeReport | undefined {
  let last: ProbeReport | undefined;
  for (const probe of probes) if (last === undefined || endOf(probe) > endOf(last)) last = probe;
  return last;
}
