import { describe, expect, it } from 'vitest';
import { noPhp } from '../../../src/host/ssh/agent.js';
import { connectionTrouble, HungUp, lineEnded, tooSlow, whereOf, type Seen } from '../../../src/host/ssh/trouble.js';

const where = 'root@whmcs.example:2222';
const seen = (lines: readonly string[], more: Partial<Seen> = {}): Seen & { startFailure: null } => ({
  own: lines,
  others: [],
  noise: '',
  broken: null,
  startFailure: null,
  ...more,
});
const trouble = (lines: readonly string[], more: Partial<Seen> = {}) => connectionTrouble(where, 5000, seen(lines, more));
const authenticated = 'Authenticated to whmcs.example ([192.0.2.1]:2222) using "publickey".';

describe('why there is no connection', () => {
  it.each([
    [
      'an unknown name',
      ['ssh: Could not resolve hostname whmcs.example: Name or service not known'],
      /^there is no host whmcs\.example/,
      /HostName/,
    ],
    ['a closed port', ['ssh: connect to host whmcs.example port 2222: Connection refused'], /Connection refused/, /sshd runs there/],
    ['silence', ['ssh: connect to host whmcs.example port 2222: Connection timed out'], /does not answer over ssh within 5 s/, /--timeout/],
    [
      'silence before the banner',
      ['Connection timed out during banner exchange', 'Connection to 192.0.2.1 port 2222 timed out'],
      /does not answer/,
      /--timeout/,
    ],
    [
      'an unknown key',
      ['No ED25519 host key is known for [whmcs.example]:2222 and you have requested strict checking.', 'Host key verification failed.'],
      /is not in known_hosts/,
      /compare the fingerprint that it shows, and answer yes: ssh -p 2222 root@whmcs\.example/,
    ],
    [
      'a changed key',
      [
        '@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @',
        'Offending ED25519 key in /root/.ssh/known_hosts:3',
        'Host key verification failed.',
      ],
      /line 3 of \/root\/\.ssh\/known_hosts.*another one answers/,
      /ssh-keygen -R '\[whmcs\.example\]:2222'/,
    ],
    [
      'a password',
      ['root@whmcs.example: Permission denied (publickey,password).'],
      /a password is never asked for \(it offers: publickey,password\)/,
      /BatchMode=yes/,
    ],
    [
      'too many keys',
      ['Received disconnect from 192.0.2.1 port 2222:2: Too many authentication failures'],
      /too many keys/,
      /IdentitiesOnly/,
    ],
    [
      'a broken configuration',
      ['/root/.ssh/config: line 3: Bad configuration option: nonsense', 'x: terminating, 1 bad configuration options'],
      /Bad configuration option: nonsense/,
      /config/,
    ],
    ['anything else', ['ssh: something else'], /could not connect.*something/, /by hand/],
  ])('%s is one line with what to do', (_, lines, why, settle) => {
    const failure = trouble(lines);
    expect(failure.why).toMatch(why);
    expect(failure.more.settle).toMatch(settle);
    expect(`${failure.why}${failure.more.settle ?? ''}`).not.toMatch(/[\r\n]/);
  });

  it.each([
    'kex_exchange_identification: Connection closed by remote host',
    'kex_exchange_identification: read: Connection reset by peer',
    'ssh_exchange_identification: Connection closed by remote host',
    'Connection reset by 192.0.2.1 port 2222',
    'Connection closed by 192.0.2.1 port 2222',
    'client_loop: send disconnect: Broken pipe',
  ])('what hangs up before the log-in may answer later: %s', (line) => {
    const failure = trouble([line]);
    expect(failure).toBeInstanceOf(HungUp);
    expect(failure.why).toContain('hung up before the log-in: ');
    expect(failure.more.settle).toContain('MaxStartups');
    for (const other of [['Too many authentication failures', line], ['root@x: Permission denied (publickey).', line], ['nothing']])
      expect(trouble(other)).not.toBeInstanceOf(HungUp);
  });

  it('no ssh here, no PHP there, an account that runs something else', () => {
    expect(trouble([], { others: ['/tmp/whmcs-doctor-abc: 1: ssh: not found'] })).toMatchObject({
      why: 'there is no ssh on this machine',
    });
    expect(trouble([authenticated], { noise: `motd\n${noPhp}\n` }).why).toMatch(
      /there is no PHP 7\.2 or newer on the command line of root@/,
    );
    expect(trouble([authenticated], { noise: 'This service allows sftp connections only.\n' }).why).toMatch(
      /does not run what it is asked to.*This service allows sftp connections only\./,
    );
  });

  it('is not told by what the account prints after the log-in', () => {
    expect(trouble([authenticated, 'Host key verification failed.'], { noise: 'x\n' }).why).toMatch(/does not run what it is asked to/);
  });

  it('takes nothing that anybody else says for a word of ssh', () => {
    const banner = ['Authenticated to gate ([192.0.2.1]:22) using "publickey".', 'Host key verification failed.', 'bash: php: not found'];
    expect(trouble(['root@x: Permission denied (publickey).'], { others: banner }).why).toMatch(/accepts none of the keys/);
  });

  it('a proxy’s or a jump host’s own words tell why there is no way, and it is not tried again', () => {
    const closed = ['kex_exchange_identification: Connection closed by remote host', 'Connection closed by UNKNOWN port 65535'];
    const failed = trouble(closed, { others: ['sh: 1: exec: cloudflared: not found'] });
    expect(failed).not.toBeInstanceOf(HungUp);
    expect(failed.why).toMatch(/over a jump host or a ProxyCommand is closed: sh: 1: exec: cloudflared: not found/);
    expect(trouble(closed)).toBeInstanceOf(HungUp);
  });

  it('prefers what the other machine said after the log-in to what ssh warns of', () => {
    const warning = '** WARNING: connection is not using a post-quantum key exchange algorithm.';
    expect(trouble([authenticated, warning], { others: ['bash: line 1: /bin/sh: Permission denied'] }).why).toMatch(
      /no shell: bash: line 1: \/bin\/sh: Permission denied$/,
    );
    expect(tooSlow(where, 1000, { ...seen([authenticated, warning]), others: ['php: waiting'] }).why).toMatch(/: php: waiting$/);
    expect(lineEnded(where, seen([authenticated, warning])).why).toMatch(/middle of the run$/);
  });

  it('quotes nothing that a terminal would obey', () => {
    expect(trouble(['\u001b]0;x\u0007kex: nothing\u001b[31m']).why).not.toMatch(/[\u0000-\u001f]/);
  });

  it('says how far it came where it took too long, and why the line ended', () => {
    expect(tooSlow(where, 20_000, seen([authenticated])).why).toMatch(/within 20 s: the log-in went well, but PHP did not start/);
    expect(tooSlow(where, 20_000, seen([])).why).toMatch(/the log-in was not done/);
    expect(lineEnded(where, seen([authenticated, 'Connection to whmcs.example closed by remote host.']))).toMatchObject({
      gap: 'io',
      why: expect.stringMatching(/ended in the middle of the run: Connection to whmcs\.example closed/) as string,
    });
  });

  it('writes destinations as they were given', () => {
    expect(whereOf({ user: null, host: 'a', port: null })).toBe('a');
    expect(whereOf({ user: 'u', host: '2001:db8::1', port: 22 })).toBe('u@[2001:db8::1]:22');
  });
});
