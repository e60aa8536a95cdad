/**
 * The host as a plug-in's probe gets it: files, the programs on the list, processes and the network. It hands out no credential: there is no
 * way to the vault, to what takes a reference to a secret, to the database, or to the configuration.php of an install, of which the facts
 * tell what is no secret.
 */
import { posix } from 'node:path';
import { LookFailed } from '../../logic/failure.js';
import type { ExchangePart, Host } from '../../model.js';

function refusal(what: string, instead = ''): LookFailed {
  return new LookFailed('denied', `plug-ins do not get ${what}${instead === '' ? '' : `: ${instead}`}`);
}

function refuse(...words: readonly [string, string?]): () => never {
  return () => {
    throw refusal(...words);
  };
}

const noSecrets = refuse('secrets');
const noDatabase = refuse('the database', 'declare the facts database.* instead');
const noScripts = refuse('temporary PHP scripts', 'declare the facts php.* instead');

export function frontFor(host: Host): Host {
  const { files, shell, net } = host;
  return Object.freeze<Host>({
    kind: host.kind,
    label: host.label,
    now: () => host.now(),
    elapsed: () => host.elapsed(),
    me: host.me,
    files: Object.freeze<Host['files']>({
      stat: (path, how) => files.stat(path, how),
      realpath: (path, how) => files.realpath(path, how),
      read: async (path, how) => {
        await refuseConfiguration(files, path, how);
        return files.read(path, how);
      },
      list: (path, how) => files.list(path, how),
      scanSessions: (path, how) => files.scanSessions(path, how),
      space: (path, how) => files.space(path, how),
    }),
    shell: Object.freeze<Host['shell']>({
      run: async (program, args, how) => {
        if (program === 'php' && args.includes('-r')) throw refusal('PHP to run code in', 'declare the facts php.* instead');
        return shell.run(program, args, how);
      },
      processes: (signal) => shell.processes(signal),
      account: (who, signal) => shell.account(who, signal),
    }),
    net: Object.freeze<Host['net']>({
      lookup: (name, family, signal) => net.lookup(name, family, signal),
      tcp: (address, port, how) => net.tcp(address, port, how),
      tls: (address, port, serverName, how) => net.tls(address, port, serverName, how),
      http: (request) => net.http(request),
      sntp: (server, port, how) => net.sntp(server, port, how),
      records: (name, type, signal) => net.records(name, type, signal),
      smtp: async (request) => {
        if (request.login !== undefined) throw refusal('secrets', 'smtp() takes no login');
        return net.smtp(request);
      },
      exchange: async (where, request, how) => net.exchange(where, request.map(withoutReferences), how),
    }),
    database: Object.freeze<Host['database']>({ open: noDatabase, select: noDatabase }),
    scripts: Object.freeze<Host['scripts']>({ overFastCgi: noScripts, inWebRoot: noScripts }),
    credentials: Object.freeze<Host['credentials']>({ has: noSecrets, text: noSecrets, secret: noSecrets, send: noSecrets }),
    vault: Object.freeze<Host['vault']>({ keep: noSecrets, same: noSecrets }),
    close: () => Promise.resolve(),
  });
}

/** It is full of secrets. By whatever name it is asked for, in whatever folder it lies. */
async function refuseConfiguration(files: Host['files'], path: string, how: Parameters<Host['files']['read']>[1]): Promise<void> {
  const limits = how.signal === undefined ? {} : { signal: how.signal };
  const real = await Promise.resolve(files.realpath(path, limits)).catch(() => null); // what cannot be resolved cannot be read either
  if ([path, real ?? ''].some((each) => posix.basename(each).toLowerCase() === 'configuration.php'))
    throw refusal('configuration.php', 'declare the fact install.configuration instead');
}

/** A reference is a number that anybody can write down. */
function withoutReferences(part: ExchangePart): ExchangePart {
  return { ...part, send: part.send.map((piece) => (typeof piece === 'string' ? piece : noSecrets())) };
}
