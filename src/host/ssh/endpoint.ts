/** Which machine a destination leads to, by the operator's configuration of ssh: two names of it may stand for one. */
import { execFile } from 'node:child_process';
import { Slots } from '../../logic/slots.js';
import type { SshDestination } from '../../model.js';
import { operatorEnvironment } from '../environment-secrets.js';
import { destinationArguments, sshEnvironment } from './arguments.js';

const limitMs = 3000;
/** Processes at a time. */
const atOnce = new Slots(8);

/** "HOST:PORT", with the jump hosts before it; as it was typed where ssh does not tell. Contacts nobody. https://man.openbsd.org/ssh#G */
export async function endpointOf(destination: SshDestination, program = 'ssh'): Promise<string> {
  const typed = `${destination.host.toLowerCase()}:${destination.port ?? 22}`;
  const environment = sshEnvironment(operatorEnvironment());
  return atOnce.use(
    () =>
      new Promise((resolve) => {
        execFile(program, ['-G', ...destinationArguments(destination)], { env: environment, timeout: limitMs }, (error, stdout) => {
          const option = (name: string): string | undefined => new RegExp(`^${name} (.+)$`, 'm').exec(stdout)?.[1];
          const [host, port, jump] = [option('hostname'), option('port'), option('proxyjump')];
          resolve(error || host === undefined ? typed : `${jump === undefined ? '' : `${jump} `}${host.toLowerCase()}:${port ?? 22}`);
        });
      }),
  );
}
