/** Looking at one target, with progress on standard error and an audit trail. */
import { shellQuote } from '../logic/shell-quote.js';
import type { Host, Report, RunOptions } from '../model.js';
import type { NamedSecret } from '../redact/document.js';
import { chosenChecks, examine, type Program } from '../run/run.js';
import { gather, type Gathered } from '../run/scheduler.js';
import { NothingLeft, UnknownId } from '../run/select.js';
import type { Audit } from './audit.js';
import { NotThere, Quit, status } from './exit.js';
import type { Settings } from './options.js';
import { both, type LiveEvents } from './live-events.js';
import { openHost } from './open-host.js';
import { keepForPlugins, loadPlugins, tellLoaded } from './plugins.js';
import { loadProgram } from './program.js';
import type { Progress } from './progress.js';
import { sealWith } from './seal.js';
import type { LiveTarget } from './targets.js';

export interface Examined {
  readonly report: Report;
  readonly gathered: Gathered;
  /** Values that may appear nowhere. */
  secrets(): readonly string[];
  /** The same with their kinds. */
  named(): readonly NamedSecret[];
  readonly program: Program;
}

export interface Circumstances {
  readonly progress: Progress;
  readonly audit: Audit;
  readonly live?: LiveEvents;
  /** The operator's: aborting it ends the looks and keeps what is known. */
  readonly signal: AbortSignal;
  /** One of several targets: progress and audit name it. */
  readonly among?: boolean;
  /** Looks at everything, also at what no check needs yet. */
  readonly everything?: boolean;
}

/** Throws Quit 64 where there is nothing to look at. */
export async function examineTarget(target: LiveTarget, settings: Settings, how: Circumstances): Promise<Examined> {
  const { policy } = settings;
  const options = optionsFor(target, settings);
  const label = how.among === true ? target.text : null;
  const onTouch = how.audit.listener(label);
  const plugins = await loadPlugins(settings);
  tellLoaded(plugins, how.audit);
  const program = await loadProgram(target.kind, plugins, onTouch);
  selecting(() => chosenChecks(program, policy)); // a mistake in the selection ends here, before anything is looked at
  const { SecretVault } = await import('../host/vault.js');
  const vault = new SecretVault();
  keepForPlugins(vault);
  sealWith(() => vault.values());
  const host = await openHost(target, options, vault, onTouch, how.signal);
  const events = { ...both(how.progress.events(label), how.live?.looking(target) ?? {}), ...how.audit.events };
  try {
    await refuseWithoutInstall(program, host, options, target, how.signal);
    const about = { kind: target.kind, label: target.text } as const;
    const { report, gathered } = await examine(program, policy, host, options, about, how.signal, events, how.everything);
    return { report, gathered, secrets: () => vault.values(), named: () => vault.named(), program };
  } finally {
    await host.close();
  }
}

/** What the probes are told: over ssh the target is a folder of the other machine. */
export function optionsFor(target: LiveTarget, { options }: Pick<Settings, 'options'>): RunOptions {
  return { ...options, target: target.kind === 'ssh' ? target.folder : target.text };
}

/** Where there is no install there is nothing to report: say what to type. */
export async function refuseWithoutInstall(
  program: Program,
  host: Host,
  options: RunOptions,
  target: LiveTarget,
  signal: AbortSignal,
  command = 'check',
): Promise<void> {
  if (target.kind === 'url') return;
  const { facts } = await gather(['install.root'], program.probes, host, options, signal);
  const root = facts.get('install.root');
  if (root && !root.ok && root.gap === 'absent') {
    const where = target.kind === 'ssh' ? `${target.text.slice(0, -target.folder.length)}/var/www/whmcs` : '/var/www/whmcs';
    throw new NotThere(status.usage, `${root.why}. Type the folder of the install: whmcs-doctor ${command} ${shellQuote(where)}`);
  }
}

/** A selection that names nothing is a mistake on the command line. */
export function selecting<T>(select: () => T): T {
  try {
    return select();
  } catch (error) {
    if (error instanceof UnknownId || error instanceof NothingLeft) throw new Quit(status.usage, error.message);
    throw error;
  }
}
