/** Looking at one install on this machine, with progress on standard error, an audit trail, and an orderly end on signals. */
import { plain } from '../report/plain-text.js';
import type { Host, Report } from '../model.js';
import { chosenChecks, examine, type Program } from '../run/run.js';
import { gather, type Gathered } from '../run/scheduler.js';
import { NothingLeft, UnknownId } from '../run/select.js';
import { Quit, status, usage } from './exit.js';
import type { Given, Settings } from './options.js';
import { withoutSecrets } from './options.js';
import { loadProgram } from './program.js';
import { createProgress } from './progress.js';
import { sealAll, sealWith } from './seal.js';

export interface Examined {
  readonly report: Report;
  readonly gathered: Gathered;
  /** Values that may appear nowhere. */
  secrets(): readonly string[];
  /** 130 or 143 when a signal ended the looks. */
  readonly interrupted: number | null;
  readonly program: Program;
}

export async function examineInstall(settings: Settings, given: Given, everything = false): Promise<Examined> {
  const { options, policy } = settings;
  refuseOtherTargets(options.target);
  const program = await loadProgram();
  selecting(() => chosenChecks(program, policy)); // a mistake in the selection ends here, before anything is looked at
  const stop = new AbortController();
  let interrupted: number | null = null;
  const interrupt = (code: number) => () => {
    if (interrupted !== null) process.exit(code); // asked twice: at once
    interrupted = code;
    stop.abort();
  };
  const onInterrupt = interrupt(status.interrupted);
  const onTerminate = interrupt(status.terminated);
  process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate);
  const auditFile = given.audit ?? settings.file.audit;
  const audit: string[] = [];
  const [{ createLocalHost }, { SecretVault }] = await Promise.all([import('../host/local.js'), import('../host/vault.js')]);
  const vault = new SecretVault();
  sealWith(() => vault.values());
  const host = await createLocalHost({
    ...options,
    vault,
    onTouch: (touch) => {
      if (auditFile !== undefined) audit.push(`${new Date().toISOString()} ${touch.kind} ${touch.what}`);
    },
  });
  const progress = createProgress(given.quiet === true);
  try {
    await refuseWithoutInstall(program, host, settings, stop.signal);
    const { report, gathered } = await examine(program, policy, host, options, 'install', stop.signal, progress.events, everything);
    return { report, gathered, secrets: () => vault.values(), interrupted, program };
  } finally {
    progress.end();
    await host.close();
    process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate);
    if (auditFile !== undefined) {
      const { writeWhole } = await import('./output.js');
      await writeWhole(auditFile, `${sealAll(audit).map(plain).join('\n')}\n`);
    }
  }
}

/** Where there is no install there is nothing to report: say what to type. */
async function refuseWithoutInstall(program: Program, host: Host, settings: Settings, signal: AbortSignal): Promise<void> {
  const { facts } = await gather(['install.root'], program.probes, host, settings.options, signal);
  const root = facts.get('install.root');
  if (root && !root.ok && root.gap === 'absent') {
    throw usage(`${root.why}. Type the folder of the install: whmcs-doctor check /var/www/whmcs`);
  }
}

function refuseOtherTargets(target: string): void {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(target)) {
    throw usage(
      `${withoutSecrets(target)} is not a folder or a bundle: run whmcs-doctor on the server that holds the install, with its folder`,
    );
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
