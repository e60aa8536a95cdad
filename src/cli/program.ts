/** The built-in catalogue as one value, with what plug-ins bring. */
import { version } from '../logic/version.js';
import type { TargetKind, Touch } from '../model.js';
import type { Extension } from '../run/plugins/extension.js';
import type { Expertise, Program } from '../run/run.js';

/** Checks and knowledge, for commands that look at nothing: the probes and what they bring are not loaded. */
export async function loadExpertise(plugins: readonly Extension[] = []): Promise<Expertise> {
  const [{ builtinChecks }, { causes, messages, problems, remedyFor }] = await Promise.all([
    import('../run/builtin.js'),
    import('../knowledge/index.js'),
  ]);
  const builtin = { version, checks: builtinChecks, causes, messages, problems, remedyFor };
  return plugins.length === 0 ? builtin : (await import('../run/plugins/catalogue.js')).withPlugins(builtin, plugins);
}

/** With the probes that can look at a target of this kind. `onTouch` hears of what plug-ins do past the host. */
export async function loadProgram(
  kind: TargetKind,
  plugins: readonly Extension[] = [],
  onTouch: (touch: Touch) => void = () => {},
): Promise<Program> {
  const [expertise, { builtinProbes }, { registryFor }] = await Promise.all([
    loadExpertise(plugins),
    import('../run/probes.js'),
    import('../run/registry.js'),
  ]);
  const own = plugins.length === 0 ? [] : (await import('../run/plugins/catalogue.js')).probesOf(plugins, onTouch);
  return { ...expertise, probes: registryFor(kind, [...builtinProbes, ...own]) };
}
