/** The host through which a target is looked at. */
import type { OnTouch } from '../host/rights.js';
import type { Host, RunOptions } from '../model.js';
import type { SecretVault } from '../host/vault.js';
import type { LiveTarget } from './targets.js';

export async function openHost(target: LiveTarget, options: RunOptions, vault: SecretVault, onTouch: OnTouch): Promise<Host> {
  const more = { ...options, vault, onTouch };
  switch (target.kind) {
    case 'install':
      return (await import('../host/local.js')).createLocalHost(more);
    case 'url':
      return (await import('../host/outside.js')).createOutsideHost({ ...more, label: target.text });
    case 'ssh':
      return (await import('../host/ssh.js')).createSshHost({ ...more, destination: target.destination });
    default:
      return target satisfies never;
  }
}
