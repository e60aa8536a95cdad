/** The built-in catalogue as one value. */
import { version } from '../logic/version.js';
import type { TargetKind } from '../model.js';
import type { Expertise, Program } from '../run/run.js';

/** Checks and knowledge, for commands that look at nothing: the probes and what they bring are not loaded. */
export async function loadExpertise(): Promise<Expertise> {
  const [{ builtinChecks }, { causes, messages, problems, remedyFor }] = await Promise.all([
    import('../run/builtin.js'),
    import('../knowledge/index.js'),
  ]);
  return { version, checks: builtinChecks, causes, messages, problems, remedyFor };
}

/** With the probes that can look at a target of this kind. */
export async function loadProgram(kind: TargetKind): Promise<Program> {
  const [expertise, { builtinProbes }, { registryFor }] = await Promise.all([
    loadExpertise(),
    import('../run/probes.js'),
    import('../run/registry.js'),
  ]);
  return { ...expertise, probes: registryFor(kind, builtinProbes) };
}
