/** Over a real sshd: the same facts and verdicts as on the machine itself, clear words where there is no way in, and nothing left behind. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, mkdir, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createLocalHost } from '../../src/host/local.js';
import { createSshHost } from '../../src/host/ssh.js';
import { agentSource } from '../../src/host/ssh/agent.js';
import type { Finding, Host, Report, Several } from '../../src/model.js';
import { defaultOptions } from '../../src/policy/defaults.js';
import { buildChildren } from '../support/setup.js';
import { complaints, expectHealthy, firstCause, runDoctor, runProgram, type DoctorRun } from './doctor.js';
import { faults } from './faults/index.js';
import { Lab } from './lab.js';
import { run, until } from './process.js';
import { delayed, LabSshd } from './sshd.js';

let lab: Lab;
let sshd: LabSshd;
let removeChildren: () => Promise<void>;

beforeAll(async () => {
  removeChildren = await buildChildren();
  lab = await Lab.start();
  sshd = await LabSshd.start(lab.folder);
});

afterAll(async () => {
  await sshd.stop();
  await lab.stop();
  await removeChildren();
});

afterEach(async () => {
  await until(async () => (await leftovers()).length === 0, `something is left: ${(await leftovers()).join(', ')}`, 5000).catch(async () =>
    expect(await leftovers()).toEqual([]),
  );
});

const overSsh = (
  more: { user?: string | null; args?: readonly string[]; env?: Readonly<Record<string, string>> } = {},
): Promise<DoctorRun> =>
  runDoctor(lab, {
    target: sshd.target(lab.root, more.user),
    env: { PATH: sshd.path, ...more.env },
    args: more.args ?? [],
  });

/** Everything that was started over ssh, and every file of it. */
async function leftovers(): Promise<readonly string[]> {
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z');
    if (/\) Z/.test(state)) continue;
    if (/fgets\(STDIN\)|ControlPath=/.test(line)) found.push(line.replaceAll('\0', ' ').slice(0, 80));
  }
  for (const folder of ['/tmp', '/var/tmp', '/dev/shm', '/run', lab.root])
    found.push(...(await readdir(folder)).filter((name) => name.startsWith('whmcs-doctor-') && !name.startsWith('whmcs-doctor-children')));
  return found;
}

/** What a finding says, without what differs between two moments. */
function said({ findings }: Report): readonly string[] {
  return findings
    .map(
      ({ check, status, cause, subject, reason }: Finding) =>
        `${check} ${status} ${cause ?? '-'} ${subject ?? '-'} ${(reason ?? '-').replace(/\d+ ms (?:ahead|behind)/g, '# ms')}`,
    )
    .sort();
}

test('the script that runs there is PHP', async () => {
  const file = join(lab.folder, 'agent.php');
  await writeFile(file, `<?php\n${agentSource()}`);
  expect(await run('php', ['-l', file])).toContain('No syntax errors');
});

describe('a healthy install', () => {
  test('is what it is on the machine itself, and is left as it was', async () => {
    const local = await runDoctor(lab);
    const remote = await overSsh();
    expectHealthy(remote);
    expect(said(remote.report)).toEqual(said(local.report));
    expect(remote.report.target).toMatchObject({ kind: 'ssh', label: sshd.target(lab.root), systemUrl: local.report.target.systemUrl });
  });

  test('has the same facts', async () => {
    const facts = async (target: string): Promise<Record<string, unknown>> => {
      const file = join(lab.folder, 'bundle.json');
      const child = spawn(process.execPath, ['bin/whmcs-doctor.js', 'collect', target, '-q', '--cacert', lab.ca, '-o', file], {
        env: { PATH: sshd.path },
        stdio: 'ignore',
      });
      expect(await once(child, 'close')).toEqual([0, null]);
      return (JSON.parse(await readFile(file, 'utf8')) as { facts: Record<string, unknown> }).facts;
    };
    // another moment, another number of sessions, another order of strangers, and no groups but his own for whoever runs a program
    const passing = /Ms$|bytesFree|inodesFree|Seconds$|^(?:at|counted|sampled|ages|bytes|owners|groups|stale|token)$/;
    const lasting = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(lasting);
      // each bundle has a key of its own for what it replaces
      if (typeof value === 'string') return value.replace(/«([^»:]*):[0-9a-f]+»/g, '«$1»');
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).flatMap(([name, inside]) => (passing.test(name) ? [] : [[name, lasting(inside)]])));
    };
    const remote = await facts(sshd.target(lab.root));
    expect(lasting(remote)).toEqual(lasting(await facts(lab.root)));
  });

  test('is healthy for the owner of the files, who sees what he sees there', async () => {
    const local = await runDoctor(lab, { as: lab.user ?? 'root' });
    const remote = await overSsh({ user: lab.user });
    expectHealthy(remote);
    expect(said(remote.report)).toEqual(said(local.report));
  });

  test('is healthy over a long line, and behind an account that greets', async () => {
    const greets = 'ForceCommand /bin/sh -c \'echo "Welcome, {1}"; printf "no end"; echo noise >&2; eval "$SSH_ORIGINAL_COMMAND"\'';
    await sshd.restart({ sshd: [greets], ssh: [delayed(25)] });
    expectHealthy(await overSsh());
    await sshd.restart();
  });
});

describe('an injected fault has the same cause', () => {
  const chosen = [
    'session-path-missing',
    'session-path-denied',
    'inodes-exhausted',
    'session-gc-disabled',
    'cookie-domain-foreign',
    'session-not-persisting',
    'system-url-unresolvable',
    'certificate-expired',
    'clock-behind',
    'php-clock-differs',
    'license-connection-refused',
    'license-name-unresolvable',
  ];
  const sample = chosen.map((cause) => [cause, faults.find((fault) => fault.cause === cause && fault.setup === undefined)] as const);

  test.each(sample)('%s', async (cause, fault) => {
    if (fault === undefined) throw new Error(`the laboratory makes no ${cause} in its plain set-up`);
    await lab.restore();
    await fault.inject(lab);
    // none of them is a silence: on a busy machine a connection through sshd may take long
    const sick = await overSsh({ args: ['--timeout', '15s', ...(fault.args ?? [])], env: fault.env ?? {} });
    expect(firstCause(sick.report), complaints(sick.report).join('\n')).toBe(cause);
    expect(sick.status).toBe(fault.status ?? 2);
  });
});

describe('files with hostile names', () => {
  const names = ['line\nend', `"quotes' $(id) \`id\``, '-rf', 'ünïcode', 'percent%2f%', 'back\\slash', '\u001b[31mred', '...'];

  test('are looked at as they are there', async () => {
    await lab.restore();
    const folder = '/var/tmp/names';
    const odd = join(folder, 'a\n"b\' $(touch x)');
    await rm(folder, { recursive: true, force: true });
    await mkdir(odd, { recursive: true });
    for (const name of names) await writeFile(join(odd, name), `contents of ${name}`);
    await writeFile(Buffer.concat([Buffer.from(`${odd}/`), Buffer.from([0xff, 0xfe])]), 'bytes');
    await run('mkfifo', [join(odd, 'fifo')]);
    await symlink('/etc/passwd', join(odd, 'out'));
    await symlink(names[0] ?? '', join(odd, 'in'));
    await symlink('loop', join(odd, 'loop'));
    await mkdir(join(odd, 'closed'), { mode: 0o700 });
    await chmod(odd, 0o755);
    const [local, remote] = await Promise.all([createLocalHost(defaultOptions), remoteHost()]);
    const www = { uid: 33, gid: 33 };
    try {
      const listed = async (host: Host) =>
        [...(await host.files.list(odd, { max: 100 })).entries].sort((a, b) => (a.name < b.name ? -1 : 1));
      expect(await listed(remote)).toEqual(await listed(local));
      for (const path of [...names, 'fifo', 'out', 'in', 'loop', 'none', 'in/x', 'closed', 'closed/x', '../'].map(
        (name) => `${odd}/${name}`,
      )) {
        for (const how of [{}, { as: www }]) {
          expect(await outcome(remote.files.read(path, { maxBytes: 5, ...how })), path).toEqual(
            await outcome(local.files.read(path, { maxBytes: 5, ...how })),
          );
          for (const follow of [true, false])
            expect(await outcome(remote.files.stat(path, { follow, ...how })), path).toEqual(
              await outcome(local.files.stat(path, { follow, ...how })),
            );
          expect(await outcome(remote.files.realpath(path, how)), path).toEqual(await outcome(local.files.realpath(path, how)));
        }
      }
      for (const path of ['/etc/shadow', '/proc/self/root/etc/hostname', '/dev/zero', '/var/lib/php/sessions', '/proc/1/root/etc/hosts'])
        for (const how of [{}, { as: www }])
          expect(await outcome(remote.files.read(path, { maxBytes: 5, ...how })), path).toEqual(
            await outcome(local.files.read(path, { maxBytes: 5, ...how })),
          );
      const limits = { depth: 0, exact: false, staleSeconds: 60, budgetMs: 2000 };
      expect(await outcome(remote.files.scanSessions('/var/lib/php/sessions', { ...limits, as: www }))).toEqual(
        await outcome(local.files.scanSessions('/var/lib/php/sessions', { ...limits, as: www })),
      );
      const root = { uid: 0, gid: 0 };
      expect(
        await remote.shell.run('php', ['-r', 'echo posix_geteuid(), implode(",", posix_getgroups()), getcwd();'], {
          path: '/usr/bin/php',
          as: www,
          cwd: odd,
        }),
      ).toMatchObject({
        code: 0,
        stdout: `3333${odd}`,
      });
      expect((await remote.shell.run('getent', ['passwd', 'root'], { as: root })).stdout).toMatch(/^root:/);
      await expect(remote.shell.run('getent', ['passwd', 'a;id'])).rejects.toMatchObject({ gap: 'denied' });
      await chown(folder, 33, 33);
      await cp('/usr/bin/true', join(folder, 'php'));
      await expect(remote.shell.run('php', ['-v'], { path: join(folder, 'php') })).rejects.toMatchObject({ gap: 'denied' });
    } finally {
      await Promise.all([local.close(), remote.close()]);
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('are no trouble as the install’s own folder', async () => {
    const odd = `${lab.root}"; touch /tmp/pwned; echo '\n$(touch /tmp/pwned)`;
    await cp(lab.root, odd, { recursive: true, preserveTimestamps: true });
    try {
      const there = await runDoctor(lab, { target: sshd.target(odd), env: { PATH: sshd.path }, args: ['--only', 'url,license'] });
      expect(there.report.probes.filter(({ gap }) => gap === 'bug')).toEqual([]);
      expect(there.report.probes.find(({ fact }) => fact === 'install.configuration')?.ok).toBe(true);
      await expect(readFile('/tmp/pwned')).rejects.toThrow();
    } finally {
      await rm(odd, { recursive: true, force: true });
    }
  });
});

describe('where there is no way in, one line says why', () => {
  const refused = async (target = sshd.target(lab.root), path = sshd.path): Promise<string> => {
    const child = spawn(process.execPath, ['bin/whmcs-doctor.js', 'check', target, '--timeout', '2s'], { env: { PATH: path, HOME: '/' } });
    let text = '';
    child.stdout.on('data', (part: Buffer) => (text += `STDOUT ${part.toString()}`));
    child.stderr.on('data', (part: Buffer) => (text += part.toString()));
    const [status] = (await once(child, 'close')) as [number];
    expect(status, text).toBe(64);
    expect(text.trimEnd()).not.toMatch(/\n|    at /);
    return text;
  };
  const knownHosts = (): string => sshd.file('known_hosts');

  test.each([
    ['an unknown key', () => writeFile(knownHosts(), ''), /not in known_hosts.*compare the fingerprint/],
    [
      'a changed key',
      async () => writeFile(knownHosts(), `[127.0.0.22]:2222 ${await readFile(sshd.file('other.pub'), 'utf8')}`),
      /is not the one that known_hosts has.*ssh-keygen -R/,
    ],
    ['a password', () => writeFile(sshd.file('authorized_keys'), ''), /a password is never asked for/],
    ['sftp only', () => sshd.restart({ sshd: ['ForceCommand internal-sftp'] }), /does not run what it is asked to/],
    ['a forced command', () => sshd.restart({ keyOptions: 'command="echo only this"' }), /does not run what it is asked to.*only this/],
    ['nobody there', () => sshd.stop(), /Connection refused/],
    [
      'a proxy that has no way',
      () => sshd.restart({ ssh: ['ProxyCommand echo no tunnel today >&2; exit 1'] }),
      /over a jump host or a ProxyCommand is closed: no tunnel today/,
    ],
    [
      'a jump host that is not there',
      () => sshd.restart({ ssh: ['ProxyJump root@127.0.0.1:1'] }),
      /over a jump host or a ProxyCommand is closed: .*127\.0\.0\.1 port 1: Connection refused/,
    ],
    ['a silent line', () => sshd.restart({ ssh: ['ProxyCommand sleep 60'] }), /does not answer|was not ready/],
  ])('%s', async (_, break_, words) => {
    await break_();
    try {
      expect(await refused()).toMatch(words);
    } finally {
      await sshd.restart();
    }
  });

  test('no PHP there, no ssh here, no such name, no such install', async () => {
    await writeFile(sshd.file('empty'), '');
    const programs = (await readdir('/usr/bin')).filter((name) => /^php(?:[78].*)?$/.test(name));
    const real = new Set(await Promise.all(programs.map(async (name) => (await run('readlink', ['-f', `/usr/bin/${name}`])).trim())));
    for (const file of real) await run('mount', ['--bind', sshd.file('empty'), file]);
    try {
      expect(await refused()).toMatch(/there is no PHP 7\.2 or newer/);
    } finally {
      for (const file of real) await run('umount', [file]);
    }
    await mkdir(sshd.file('none'), { recursive: true });
    expect(await refused(undefined, sshd.file('none'))).toMatch(/there is no ssh on this machine/);
    expect(await refused('ssh://root@no-such-host.invalid/var/www/whmcs')).toMatch(/there is no host/);
    expect(await refused(sshd.target('/srv/nothing'))).toMatch(/Type the folder of the install/);
  });

  test('and other targets are looked at all the same', async () => {
    const child = spawn(
      process.execPath,
      [
        'bin/whmcs-doctor.js',
        'check',
        'ssh://root@no-such-host.invalid/x',
        sshd.target(lab.root),
        '-f',
        'json',
        '--only',
        'license-key-malformed',
      ],
      {
        env: { PATH: sshd.path },
      },
    );
    let text = '';
    child.stdout.on('data', (part: Buffer) => (text += part.toString()));
    expect((await once(child, 'close'))[0]).toBe(64);
    expect((JSON.parse(text) as { reports: readonly { exitCode: number }[] }).reports.map(({ exitCode }) => exitCode)).toEqual([0]);
  });
});

test('many installs of a machine that takes few log-ins at a time are all looked at, and nothing else is said', async () => {
  await sshd.restart({ sshd: ['MaxStartups 1:100:1'] });
  const targets = Array.from({ length: 12 }, (_, at) => `${sshd.target(lab.root)}${'/'.repeat(at)}`);
  const run = await runProgram(['check', ...targets, '--only', 'url', '--jobs', '32', '-f', 'json', '-q', '--cacert', lab.ca], '', {
    PATH: sshd.path,
  });
  expect(run.stderr).toBe('');
  const { reports, unusable } = JSON.parse(run.stdout) as Several;
  expect(unusable).toEqual([]);
  expect(reports.map(({ verdict }) => verdict)).toEqual(targets.map(() => 'healthy'));
  await sshd.restart();
});

describe('what goes wrong in the middle', () => {
  test('forwarding that sshd refuses is a gap that names its option, and nothing is called healthy', async () => {
    await lab.restore();
    await sshd.restart({ sshd: ['AllowTcpForwarding no', 'AllowStreamLocalForwarding no'] });
    const refused = await overSsh();
    await sshd.restart();
    expect(refused.status).toBe(3);
    const whys = refused.report.probes.flatMap(({ gap, why }) => (gap === 'denied' ? [why ?? ''] : []));
    expect(whys.filter((why) => why.includes('AllowTcpForwarding')).length).toBeGreaterThan(0);
    expect(whys.filter((why) => why.includes('AllowStreamLocalForwarding')).length).toBeGreaterThan(0);
    expect(refused.report.probes.find(({ fact }) => fact === 'web.server')?.ok).toBe(true);
    expect(refused.report.findings.filter(({ status }) => status === 'fail' || status === 'warn')).toEqual([]);
  });

  /** Runs a check until its temporary script lies there. */
  const untilScript = async (): Promise<{ child: ReturnType<typeof spawn>; text: () => string; closed: Promise<unknown[]> }> => {
    await lab.php({ auto_prepend_file: null });
    const child = spawn(process.execPath, ['bin/whmcs-doctor.js', 'check', sshd.target(lab.root), '-f', 'json', '--cacert', lab.ca], {
      env: { PATH: sshd.path },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let text = '';
    child.stdout.on('data', (part: Buffer) => (text += part.toString()));
    const closed = once(child, 'close');
    await until(
      async () => (await readdir('/tmp')).some((name) => /^whmcs-doctor-[0-9a-f]{24}$/.test(name)),
      'no script was placed',
      30_000,
    );
    return { child, text: () => text, closed };
  };

  test('a connection that dies: what is known is reported, the rest is unknown', async () => {
    await sshd.restart({ ssh: [delayed(40)] });
    const { text, closed } = await untilScript();
    for (const pid of await sessionsOf(sshd.pid)) process.kill(pid, 'SIGKILL');
    expect((await closed)[0]).toBe(3);
    const report = JSON.parse(text()) as Report;
    expect(report.probes.filter(({ gap, why }) => gap === 'io' && why?.includes('ended in the middle of the run')).length).toBeGreaterThan(
      3,
    );
    expect(report.probes.filter(({ ok }) => ok).length).toBeGreaterThan(10);
    expect(report.findings.filter(({ status }) => status === 'fail')).toEqual([]);
    await sshd.restart();
  });

  test('a program that is killed leaves nothing, here or there', async () => {
    await sshd.restart({ ssh: [delayed(40)] });
    const { child, closed } = await untilScript();
    child.kill('SIGKILL');
    await closed;
    await until(async () => (await leftovers()).length === 0, 'something is left', 5000);
    await sshd.restart();
  });

  test('an agent that is killed takes its script with it', async () => {
    await sshd.restart({ ssh: [delayed(40)] });
    const { closed } = await untilScript();
    const [agent] = await agents();
    if (agent === undefined) throw new Error('no agent runs');
    const killedAt = Date.now();
    process.kill(agent, 'SIGKILL');
    await closed;
    // what is left to look at is given up at once, not when each look's time is over
    expect(Date.now() - killedAt).toBeLessThan(8000);
    await sshd.restart();
  });
});

async function sessionsOf(pid: number): Promise<readonly number[]> {
  const found: number[] = [];
  for (const name of (await readdir('/proc')).filter((one) => /^\d+$/.test(one))) {
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    if (Number(stat.split(') ')[1]?.split(' ')[1]) === pid) found.push(Number(name));
  }
  return found;
}

/** Processes of the agent, the first of them the main one: a child of sshd’s. */
async function agents(): Promise<readonly number[]> {
  const found: { pid: number; parent: number }[] = [];
  for (const name of (await readdir('/proc')).filter((one) => /^\d+$/.test(one))) {
    const line = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    const exe = await readlink(`/proc/${name}/exe`).catch(() => '');
    if (line.includes('fgets(STDIN)') && exe.includes('php'))
      found.push({ pid: Number(name), parent: Number(stat.split(') ')[1]?.split(' ')[1]) });
  }
  const ids = new Set(found.map(({ pid }) => pid));
  return found.sort((a, b) => Number(ids.has(a.parent)) - Number(ids.has(b.parent))).map(({ pid }) => pid);
}

function remoteHost(): Promise<Host> {
  return createSshHost({
    ...defaultOptions,
    target: lab.root,
    destination: { user: 'root', host: 'lab', port: null },
    program: sshd.file('bin/ssh'),
  });
}

/** A value without times below a second, or the failed look. */
async function outcome(looking: Promise<unknown>): Promise<unknown> {
  const whole = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value, (name, inside: unknown) =>
        /timeMs$/.test(name) ? Math.floor(Number(inside) / 1000) : inside instanceof Uint8Array ? [...inside] : inside,
      ) ?? 'null',
    );
  return looking.then(whole, (error: { gap?: string; why?: string }) => ({ gap: error.gap, why: error.why }));
}
