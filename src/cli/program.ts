/** The built-in catalogue as one value. */
import { version } from '../logic/version.js';
import type { FactId, Probe } from '../model.js';
import type { Expertise, Program } from '../run/run.js';

/** Checks and knowledge, for commands that look at nothing: the probes and what they bring are not loaded. */
export async function loadExpertise(): Promise<Expertise> {
  const [{ builtinChecks }, { causes, messages, problems, remedyFor }] = await Promise.all([
    import('../run/builtin.js'),
    import('../knowledge/index.js'),
  ]);
  return { version, checks: builtinChecks, causes, messages, problems, remedyFor };
}

export async function loadProgram(): Promise<Program> {
  const [expertise, { builtinProbes }] = await Promise.all([loadExpertise(), import('../run/probes.js')]);
  return { ...expertise, probes: new Map<FactId, Probe>(builtinProbes.map((probe) => [probe.fact, probe])) };
}
