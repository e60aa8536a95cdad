/** The built-in catalogue as one value. */
import { version } from '../logic/version.js';
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
    version,
    checks: builtinChecks,
    probes: new Map<FactId, Probe>(builtinProbes.map((probe) => [probe.fact, probe])),
    causes: knowledge.causes,
    problems: knowledge.problems,
    remedyFor: knowledge.remedyFor,
  };
}
