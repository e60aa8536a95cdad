import { describe, expect, it } from 'vitest';
import { remoteCommand } from '../../../src/host/ssh/agent.js';
import { sshArguments, sshEnvironment } from '../../../src/host/ssh/arguments.js';

const args = (destination: Parameters<typeof sshArguments>[0], folder = '/tmp/private'): readonly string[] =>
  sshArguments(destination, folder, 4100, remoteCommand);

describe('the call of ssh', () => {
  it('puts the destination behind "--", where nothing is an option, and user and port into options of their own', () => {
    const given = args({ user: 'root', host: '-oProxyCommand=id', port: 2222 });
    const end = given.indexOf('--');
    expect(given.slice(end)).toEqual(['--', '-oProxyCommand=id', remoteCommand]);
    expect(given[given.indexOf('-l') + 1]).toBe('root');
    expect(given[given.indexOf('-p') + 1]).toBe('2222');
    expect(args({ user: null, host: 'whmcs', port: null })).not.toContain('-l');
  });

  it('asks for nothing, waits no longer than --timeout, and takes the word of known_hosts as the operator has set it', () => {
    const options = args({ user: null, host: 'whmcs', port: null });
    expect(options).toContain('BatchMode=yes');
    expect(options).toContain('ConnectTimeout=5');
    expect(options.join(' ')).not.toMatch(/StrictHostKeyChecking|UserKnownHostsFile|IdentityFile|ProxyJump|ProxyCommand/);
  });

  it('names options that older versions lack only behind IgnoreUnknown', () => {
    const options = args({ user: null, host: 'whmcs', port: null }).filter((arg) => arg.includes('='));
    const ignored = options[0]?.replace('IgnoreUnknown=', '').split(',') ?? [];
    // https://www.openssh.com/releasenotes.html: 8.7 has the first three
    for (const name of ['SessionType', 'ForkAfterAuthentication', 'StdinNull', 'RemoteCommand', 'UpdateHostKeys'])
      expect(ignored).toContain(name);
  });

  it('keeps a percent sign in the folder from being expanded', () => {
    expect(args({ user: null, host: 'whmcs', port: null }, '/tmp/100%h')).toContain('ControlPath=/tmp/100%%h/mux');
  });

  it('runs one command there, with no quote or sign that a shell of an account reads otherwise', () => {
    expect(remoteCommand.match(/'/g)).toHaveLength(2);
    expect(remoteCommand).not.toMatch(/[\n!]/);
    expect(remoteCommand).toMatch(/^exec \/bin\/sh -c '/);
  });

  it('has no secret in its environment, which a configuration may send to the other machine', () => {
    const environment = {
      HOME: '/root',
      SSH_AUTH_SOCK: '/run/agent',
      WHMCS_DB_PASSWORD: 'x',
      SMTP_PASSWORD: 'x',
      DUO_CLIENT_SECRET: 'x',
      NONE: undefined,
    };
    expect(sshEnvironment(environment)).toEqual({ HOME: '/root', SSH_AUTH_SOCK: '/run/agent', LC_ALL: 'C' });
  });
});
