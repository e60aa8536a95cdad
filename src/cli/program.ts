/** The built-in catalogue as one value. */
import { createRequire } from 'node:module';
import type { FactId, Probe } from '../model.js';
import type { Program } from '../run/run.js';

/** Checks and knowledge; `probes` only where something is looked at. */
export async function loadProgram(): Promise<Program> {
  const [{ builtinChecks }, { builtinProbes }, knowledge] = await Promise.all([
    import('../run/builtin.js'),
    import('../run/probes.js'),
    import('../knowledge/index.js'),
  ]);
  return {
    version: toolVersion(),
    checks: builtinChecks,
    probes: new Map<FactId, Probe>(builtinProbes.map((probe) => [probe.fact, probe])),
    causes: knowledge.causes,
    problems: knowledge.problems,
    remedyFor: knowledge.remedyFor,
  };
}

export function toolVersion(): string {
  return (createRequire(import.meta.url)('../package.json') as { readonly version: string }).version;
}
