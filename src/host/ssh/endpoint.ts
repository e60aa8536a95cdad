/** Which machine a destination leads to, by the operator's configuration of ssh: two names of it may stand for one. */
import { execFile } from 'node:child_process';
import { Slots } from '../../logic/slots.js';
import type { SshDestination } from '../../model.js';
import { operatorEnvironment } from '../environment-secrets.js';
import { destinationArguments, sshEnvironment } from './arguments.js';

const limitMs = 3000;
/** Processes at a time. */
const atOnce = new Slots(8);

const known = new Map<string, Promise<string>>();

/**
 * "HOST:PORT", with the jump hosts before it; as it was typed where ssh does not tell. ssh asks nobody for it, unless the configuration tells it to
 * (Match exec, CanonicalizeHostname): each destination is asked for once. https://man.openbsd.org/ssh#G
 */
export function endpointOf(
  destination: SshDestination,
  { program = 'ssh', signal }: { program?: string | undefined; signal?: AbortSignal | undefined } = {},
): Promise<string> {
  const key = [program, ...destinationArguments(destination)].join('\0');
  const endpoint = known.get(key) ?? atOnce.use(() => ask(destination, program, signal));
  known.set(key, endpoint);
  return endpoint;
}

function ask(destination: SshDestination, program: string, signal: AbortSignal | undefined): Promise<string> {
  const typed = `${destination.host.toLowerCase()}:${destination.port ?? 22}`;
  const how = { env: sshEnvironment(operatorEnvironment()), timeout: limitMs, ...(signal ? { signal } : {}) };
  return new Promise((resolve) => {
    execFile(program, ['-G', ...destinationArguments(destination)], how, (error, stdout) => {
      const option = (name: string): string | undefined => new RegExp(`^${name} (.+)$`, 'm').exec(stdout)?.[1];
      const [host, port, jump] = [option('hostname'), option('port'), option('proxyjump')];
      resolve(error || host === undefined ? typed : `${jump === undefined ? '' : `${jump} `}${host.toLowerCase()}:${port ?? 22}`);
    });
  });
}
