/** The host through which a target is looked at. */
import type { OnTouch } from '../host/rights.js';
import { LookFailed } from '../logic/failure.js';
import type { Host, RunOptions } from '../model.js';
import type { SecretVault } from '../host/vault.js';
import { NotThere, status } from './exit.js';
import type { LiveTarget } from './targets.js';

/** Throws Quit 64 where there is no connection to another machine: then there is nothing to look at. */
export async function openHost(
  target: LiveTarget,
  options: RunOptions,
  vault: SecretVault,
  onTouch: OnTouch,
  signal?: AbortSignal,
): Promise<Host> {
  const more = { ...options, vault, onTouch };
  switch (target.kind) {
    case 'install':
      return (await import('../host/local.js')).createLocalHost(more);
    case 'url':
      return (await import('../host/outside.js')).createOutsideHost({ ...more, label: target.text });
    case 'ssh':
      try {
        const { createSshHost } = await import('../host/ssh.js');
        return await createSshHost({ ...more, destination: target.destination, ...(signal ? { signal } : {}) });
      } catch (error) {
        if (!(error instanceof LookFailed)) throw error;
        throw new NotThere(status.usage, `${error.why}${error.more.settle === undefined ? '' : `. ${error.more.settle}`}`);
      }
    default:
      return target satisfies never;
  }
}
