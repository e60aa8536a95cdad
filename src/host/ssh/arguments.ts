/** How ssh is called: the operator's own configuration, agent, keys, known hosts and jump hosts, with what this program cannot do without. */
import type { SshDestination } from '../../model.js';

/** `folder`: private, for the control socket and the FIFO of its messages. */
export function sshArguments(destination: SshDestination, folder: string, timeoutMs: number, command: string): readonly string[] {
  const options = {
    // Newer options that an older ssh does not know.
    IgnoreUnknown: 'SessionType,ForkAfterAuthentication,StdinNull,EnableEscapeCommandline,RemoteCommand,UpdateHostKeys',
    BatchMode: 'yes',
    ConnectTimeout: String(Math.max(1, Math.ceil(timeoutMs / 1000))),
    ConnectionAttempts: '1',
    // A line that has died is noticed.
    ServerAliveInterval: '5',
    ServerAliveCountMax: '3',
    // Configuration files are long and all alike.
    Compression: 'yes',
    // One connection for everything, which ends with this program: never one that is there already, which others use.
    ControlMaster: 'yes',
    ControlPath: `${folder.replaceAll('%', '%%')}/mux`,
    ControlPersist: 'no',
    // It tells by its messages what becomes of each forwarded connection.
    LogLevel: 'DEBUG2',
    // Of the configuration, what is meant for a person at a terminal.
    RequestTTY: 'no',
    RemoteCommand: 'none',
    SessionType: 'default',
    ForkAfterAuthentication: 'no',
    StdinNull: 'no',
    PermitLocalCommand: 'no',
    ForwardAgent: 'no',
    ForwardX11: 'no',
    Tunnel: 'no',
    ClearAllForwardings: 'yes',
    ExitOnForwardFailure: 'no',
    EscapeChar: 'none',
    VisualHostKey: 'no',
    UpdateHostKeys: 'no',
  };
  return [
    ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
    '-E',
    `${folder}/log`,
    '-T',
    ...destinationArguments(destination),
    command,
  ];
}

/** Nothing of it is taken for an option. */
export function destinationArguments({ user, host, port }: SshDestination): readonly string[] {
  return [...(user === null ? [] : ['-l', user]), ...(port === null ? [] : ['-p', String(port)]), '--', host];
}

/** The environment without the secrets that are given in it: a configuration may send variables to the other machine. */
export function sshEnvironment(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const secret = /^(?:WHMCS_|FACEBOOK_|TWITTER_|DUO_|SMTP_|GOOGLE_)|PASSWORD|SECRET/i;
  const kept = Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined && !secret.test(entry[0]));
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}
