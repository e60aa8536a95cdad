/** --plugin FILE and `plugins:` of a configuration file that was given: loaded once, before anything is looked at. */
import { statSync } from 'node:fs';
import { environmentSecrets, withholdSecrets } from '../host/environment-secrets.js';
import type { SecretVault } from '../host/vault.js';
import type { Announced, Step } from '../model.js';
import { pluginFile } from '../policy/plugin-file.js';
import { createRedactor, type Redactor } from '../redact/boundary.js';
import { UnusablePlugin, type Extension } from '../run/plugins/extension.js';
import type { Audit } from './audit.js';
import { unusable } from './exit.js';
import type { Settings } from './options.js';
import { ownTexts } from './own-texts.js';
import { loadExpertise } from './program.js';
import { sealWith } from './seal.js';

const loaded = new Map<string, Promise<Extension>>();

/** Throws Quit 78 for one that cannot be used. */
export async function loadPlugins({ plugins, options }: Pick<Settings, 'plugins' | 'options'>): Promise<readonly Extension[]> {
  return plugins.length === 0 ? [] : load(plugins, folderOf(options.target));
}

/** For commands that look at nothing. */
export async function pluginsAlone(paths: readonly string[] = []): Promise<readonly Extension[]> {
  return paths.length === 0 ? [] : load(paths, null);
}

async function load(paths: readonly string[], target: string | null): Promise<readonly Extension[]> {
  knowSecrets();
  const builtin = await loadExpertise();
  const sealed = sealedBy(createRedactor(secretsForPlugins(), null, ownTexts(builtin).words));
  const extensions: Extension[] = [];
  try {
    // one after the other: each is named by the first mistake in its own file
    for (const path of paths) {
      const found = pluginFile(path, target, process.geteuid?.() ?? 0);
      if (found.is === 'refused') throw new UnusablePlugin(path, found.why);
      const { file, is } = found;
      const loading = loaded.get(file) ?? (is === 'module' ? fromModule(file) : fromProgram(file, builtin.version)).then(sealed);
      loaded.set(file, loading);
      const extension = await loading;
      if (!extensions.includes(extension)) extensions.push(extension);
    }
    const [{ assertFitting }, { builtinProbes }] = await Promise.all([import('../run/plugins/catalogue.js'), import('../run/probes.js')]);
    assertFitting(extensions, builtin, new Set(builtinProbes.map(({ fact }) => fact)));
  } catch (error) {
    throw error instanceof UnusablePlugin ? unusable(error.message) : error;
  }
  return extensions;
}

let given: ReturnType<typeof environmentSecrets> | null = null;

/** Code of others could say whatever stands in our environment, also what no probe uses: all of it is known before any of that code runs. */
function knowSecrets(): void {
  if (given !== null) return;
  const secrets = environmentSecrets();
  given = secrets;
  sealWith(() => secrets.map(({ value }) => value));
  withholdSecrets();
}

/** Values that no plug-in may say. None where there is no plug-in: what is not used is nobody's business. */
export function keepForPlugins(vault: Pick<SecretVault, 'keep'>): void {
  for (const { kind, value } of given ?? []) vault.keep(kind, value);
}

export function secretsForPlugins(): readonly string[] {
  return (given ?? []).map(({ value }) => value);
}

/** Its texts are printed by commands that look at nothing, too. */
function sealedBy({ sentence }: Redactor): (extension: Extension) => Extension {
  const announced = <T extends Announced>(touch: T): T => ({ ...touch, what: sentence(touch.what), covers: touch.covers.map(sentence) });
  const steps = (all: readonly Step[]): readonly Step[] =>
    all.map((step) => ({ ...step, text: sentence(step.text), ...(step.command === undefined ? {} : { command: sentence(step.command) }) }));
  return ({ file, checks, causes, touches, probes }) => ({
    file,
    checks: checks.map((each) => ({ ...each, title: { pass: sentence(each.title.pass), fail: sentence(each.title.fail) } })),
    causes: causes.map((each) => ({
      ...each,
      title: sentence(each.title),
      explanation: sentence(each.explanation),
      remedies: each.remedies.map((remedy) => ({ ...remedy, steps: steps(remedy.steps) })),
      ...(each.verify === undefined ? {} : { verify: sentence(each.verify) }),
    })),
    touches: touches.map(announced),
    probes: (onTouch) => probes(onTouch).map((each) => ({ ...each, title: sentence(each.title), touches: each.touches.map(announced) })),
  });
}

async function fromModule(file: string): Promise<Extension> {
  const [{ loadModule }, lent] = await Promise.all([import('../run/plugins/module.js'), import('../index.js')]);
  return loadModule(file, lent);
}

async function fromProgram(file: string, version: string): Promise<Extension> {
  return (await import('../run/plugins/program.js')).loadProgramPlugin(file, { version });
}

const told = new WeakSet<Audit>();

/** What loading them touched: once, for it is done once. */
export function tellLoaded(extensions: readonly Extension[], audit: Audit): void {
  if (told.has(audit)) return;
  told.add(audit);
  const onTouch = audit.listener(null);
  for (const { touches } of extensions) for (const { kind, covers } of touches) onTouch({ kind, what: covers[0] ?? '' });
}

/** A folder of this machine that is examined; null: an address, or a bundle, which is a file of the operator. */
function folderOf(target: string): string | null {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(target)) return null;
  try {
    return statSync(target).isDirectory() ? target : null;
  } catch {
    return null;
  }
}
