/** Processes whose command lines may lead this program to files and sockets. */
import { isSystemAccount } from '../logic/system-account.js';
import type { Host, ProcessSeen } from '../model.js';

/**
 * Any user of a shared server can start a process that calls itself "php-fpm: master process (/home/him/fpm.conf)"; root would then read
 * his configuration instead of the server's and hand its script to his socket. Those of the system, our own and the install's owner's count.
 */
export function believable(processes: readonly ProcessSeen[], host: Host, owner: number | null = null): readonly ProcessSeen[] {
  return processes.filter(({ uid }) => isSystemAccount(uid) || uid === host.me.uid || uid === owner);
}
