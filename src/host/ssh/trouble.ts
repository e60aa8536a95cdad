/** Why there is no connection over ssh, in one line each, from what ssh says. */
import { LookFailed } from '../../logic/failure.js';
import type { SshDestination } from '../../model.js';
import { oneLine } from '../net/failure.js';
import { noPhp } from './agent.js';

export interface Seen {
  /** What ssh itself says, without its debug lines. */
  readonly own: readonly string[];
  /** What the other machine, a proxy's command and the shell here say: anybody's words, never taken for ssh's. */
  readonly others: readonly string[];
  /** What was printed before the agent spoke. */
  readonly noise: string;
  /** Why it was ended from here: the stream of answers became unreadable, or the agent is gone. */
  readonly broken: string | null;
}

/** The destination as it is written: user@host:port. */
export function whereOf({ user, host, port }: SshDestination): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return `${user === null ? '' : `${user}@`}${name}${port === null ? '' : `:${port}`}`;
}

/** For the operator to try himself. */
function command(where: string): string {
  const [, name = where, port] = /^(.*?)(?::(\d+))?$/.exec(where.replace(/[[\]]/g, '')) ?? [];
  return `ssh ${port === undefined ? '' : `-p ${port} `}${name}`;
}

/** sshd hung up before the log-in, as it does where too many ask at once: it may well answer a little later. */
export class HungUp extends LookFailed {}

/** The connection went through a command, a jump host among them, so that ssh knows of no address. */
const throughCommand = /\bUNKNOWN port 65535$/m;

interface Case {
  readonly when: RegExp;
  readonly say: (where: string, found: RegExpExecArray, timeoutMs: number) => LookFailed;
}

const cases: readonly Case[] = [
  {
    when: /REMOTE HOST IDENTIFICATION HAS CHANGED|Host key for (?:\S+) has changed|HOST IDENTIFICATION HAS CHANGED/,
    say: (where, found) => {
      const file = /Offending \S+ key in (\S+):(\d+)/.exec(found.input);
      const at = file ? ` (line ${file[2] ?? ''} of ${file[1] ?? ''})` : '';
      return new LookFailed(
        'denied',
        `the key of ${where} is not the one that known_hosts has for it${at}: the machine was set up anew, or another one answers in its place`,
        { settle: `Compare its fingerprint with one that you trust before you remove the old key: ssh-keygen -R ${hostIn(where)}` },
      );
    },
  },
  {
    when: /Host key verification failed|No (?:\S+ )?host key is known for|host key is not cached/,
    say: (where) =>
      new LookFailed('denied', `the key of ${where} is not in known_hosts: ssh does not know whether this is the right machine`, {
        settle: `Connect once by hand, compare the fingerprint that it shows, and answer yes: ${command(where)}`,
      }),
  },
  {
    when: /Could not resolve hostname (\S+): (.*)/,
    say: (where, found) =>
      new LookFailed('absent', `there is no host ${found[1] ?? where} (${found[2] ?? ''})`, {
        settle: 'Check the name, or give it a HostName in ~/.ssh/config.',
      }),
  },
  {
    when: /connect to host (\S+) port (\d+): (?:Connection timed out|Operation timed out)|Connection timed out during banner exchange|Connection to \S+ timed out/,
    say: (where, _, timeoutMs) =>
      new LookFailed('timeout', `${where} does not answer over ssh within ${timeoutMs / 1000} s`, {
        settle: 'Check the address and the firewall, or give it more time with --timeout.',
      }),
  },
  {
    when: /connect to host (\S+) port (\d+): (.*)/,
    say: (where, found) =>
      new LookFailed('io', `${where} cannot be reached over ssh: ${found[1] ?? ''} port ${found[2] ?? ''}: ${found[3] ?? ''}`, {
        settle: 'Check that sshd runs there, and its port: ssh://HOST:PORT/FOLDER',
      }),
  },
  {
    when: /Too many authentication failures/,
    say: (where) =>
      new LookFailed('denied', `${where} was offered too many keys`, {
        settle: `Name the right one in ~/.ssh/config (IdentityFile, and IdentitiesOnly yes) and try: ${command(where)} true`,
      }),
  },
  {
    when: /Permission denied(?:,[^(]*)? \(([^)]*)\)/,
    say: (where, found) =>
      new LookFailed(
        'denied',
        `${where} accepts none of the keys that ssh has for it, and a password is never asked for (it offers: ${found[1] ?? ''})`,
        {
          settle: `Add the key to the agent (ssh-add) or name it in ~/.ssh/config, until this works without a question: ssh -o BatchMode=yes ${command(where).slice(4)} true`,
        },
      ),
  },
  {
    when: /^(.*(?:Bad configuration option|bad configuration options|Bad owner or permissions on|Unsupported option|keyword .* extra arguments).*)$/m,
    say: (_, found) =>
      new LookFailed('malformed', `the configuration of ssh cannot be used: ${found[1] ?? ''}`, { settle: 'Correct ~/.ssh/config.' }),
  },
  {
    when: /^.*\b(?:Connection (?:closed|reset) by|(?:kex|ssh)_exchange_identification: (?!Invalid)|Broken pipe).*$/m,
    say: (where, found) =>
      new HungUp('io', `${where} hung up before the log-in: ${found[0]}`, {
        settle:
          'It may have too many log-ins at once (MaxStartups in sshd_config), or refuse this address (fail2ban, hosts.deny, a firewall).',
      }),
  },
];

function hostIn(where: string): string {
  const bare = where.replace(/^.*@/, '');
  const port = /^(.*):(\d+)$/.exec(bare);
  // as known_hosts has it
  return port && port[2] !== '22' ? `'[${(port[1] ?? '').replace(/[[\]]/g, '')}]:${port[2] ?? ''}'` : bare.replace(/:22$/, '');
}

/** ssh ended before the agent spoke. `startFailure`: the code with which it could not even be started. */
export function connectionTrouble(where: string, timeoutMs: number, seen: Seen & { readonly startFailure: string | null }): LookFailed {
  if (seen.startFailure !== null) return new LookFailed('io', `ssh could not be started (${seen.startFailure})`);
  const loggedIn = hasLoggedIn(seen);
  const own = seen.own.filter(isNews);
  const others = seen.others.filter(isNews);
  if (!loggedIn && others.some((line) => /\bssh: (?:command )?not found$/.test(line)))
    return new LookFailed('absent', 'there is no ssh on this machine', {
      settle: 'Install OpenSSH’s client: apt-get install openssh-client',
    });
  if (seen.noise.includes(noPhp)) {
    return new LookFailed('absent', `there is no PHP 7.2 or newer on the command line of ${where}, which looks at that machine`, {
      settle: 'Install PHP’s command line there (php-cli), or run whmcs-doctor there.',
    });
  }
  const said = own.join('\n');
  if (!loggedIn) {
    if (throughCommand.test(said) && others.length > 0)
      return new LookFailed('io', `the way to ${where} over a jump host or a ProxyCommand is closed${lastOf(others)}`, {
        settle: `Try it by hand: ${command(where)}`,
      });
    for (const one of cases) {
      const found = one.when.exec(said);
      if (found) {
        const failure = one.say(where, found, timeoutMs);
        const Kind = failure instanceof HungUp ? HungUp : LookFailed;
        return new Kind(failure.gap, oneLine(failure.why), failure.more);
      }
    }
  }
  if (loggedIn) {
    const said = lastOf([...others, ...seen.noise.split('\n')]) || lastOf(own);
    return new LookFailed(
      'unsupported',
      `the account at ${where} does not run what it is asked to: a forced command, sftp only, or no shell${said}`,
      {
        settle: `This must print ok: ${command(where)} echo ok`,
      },
    );
  }
  return new LookFailed('io', `ssh could not connect to ${where}${lastOf(own) || lastOf([...others, ...seen.noise.split('\n')])}`, {
    settle: `Try it by hand: ${command(where)}`,
  });
}

/** The agent did not speak in time. */
export function tooSlow(where: string, limitMs: number, seen: Seen): LookFailed {
  const loggedIn = hasLoggedIn(seen);
  const what = loggedIn ? 'the log-in went well, but PHP did not start there' : 'the log-in was not done';
  const [first, second] = loggedIn ? [seen.others, seen.own] : [seen.own, seen.others];
  const last = lastOf(first.filter(isNews)) || lastOf(second.filter(isNews));
  return new LookFailed('timeout', `${where} was not ready within ${limitMs / 1000} s: ${what}${last}`, {
    settle: `Try it by hand: ${command(where)} php -v`,
  });
}

/** The connection ended in the middle of the run. */
export function lineEnded(where: string, seen: Seen): LookFailed {
  const why = seen.broken === null ? lastOf(seen.own.filter(isNews)) || lastOf(seen.others.filter(isNews)) : `: ${seen.broken}`;
  return new LookFailed('io', `the ssh connection to ${where} ended in the middle of the run${why}`, { settle: 'Run it again.' });
}

const loggedIn = /^Authenticated to .* using /;
/** What ssh says of itself without being asked. */
const chatter =
  /^(?:Authenticated to |Transferred: |Bytes per second: |Warning: Permanently added |Shared connection to |Pseudo-terminal |\*\* )/;

function hasLoggedIn({ own, noise }: Seen): boolean {
  return own.some((line) => loggedIn.test(line)) || noise !== '';
}

function isNews(line: string): boolean {
  return !chatter.test(line);
}

function lastOf(lines: readonly string[]): string {
  const last = lines.filter((line) => line.trim() !== '').at(-1);
  return last === undefined ? '' : `: ${oneLine(last)}`;
}
