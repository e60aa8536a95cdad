/** Another machine as a host, through the system's OpenSSH. */
import { LookFailed } from '../logic/failure.js';
import type { Host, SshDestination } from '../model.js';
import type { LocalHostOptions } from './local.js';

export function createSshHost(options: LocalHostOptions & { readonly destination: SshDestination }): Promise<Host> {
  return Promise.reject(new LookFailed('unsupported', `${options.destination.host} cannot be looked at over ssh yet`));
}
