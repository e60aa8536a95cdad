/**
 * How the program ends where it is stopped, killed or not listened to: with what is known and the right status, and with nothing left of it.
 * SIGNAL_RUNS=200 tries as many moments instead of twelve, SIGNAL_SEED=7 others.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Lab } from './lab.js';
import { site } from './names.js';
import { until } from './process.js';
import { LabSshd } from './sshd.js';

const launcher = fileURLToPath(new URL('../../bin/whmcs-doctor.js', import.meta.url));
const runs = Number(process.env['SIGNAL_RUNS'] ?? 12);
const seed = Number(process.env['SIGNAL_SEED'] ?? 1);

let lab: Lab;
let sshd: LabSshd;
/** For outputs: everything in it is looked at. */
let folder: string;

beforeAll(async () => {
  lab = await Lab.start();
  sshd = await LabSshd.start(lab.folder);
  folder = mkdtempSync(join(tmpdir(), 'signals-'));
});
afterEach(async () => {
  await until(() => left().length === 0, '', 5000).catch(() => expect(left()).toEqual([]));
});
afterAll(async () => {
  await sshd.stop();
  await lab.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Processes and temporary files of the program, here and at the other end of ssh. */
function left(): readonly string[] {
  const files = ['/tmp', '/var/tmp', '/dev/shm', '/run', lab.root].flatMap((place) =>
    readdirSync(place)
      .filter((name) => /^whmcs-doctor-(?!children)/.test(name))
      .map((name) => join(place, name)),
  );
  const processes = readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      if (/\) Z/.test(readFileSync(`/proc/${name}/stat`, 'utf8'))) return false;
      return /whmcs-doctor\.js|(?:looker|watchdog)-child|fgets\(STDIN\)|ControlPath=|hangs-for-ever/.test(
        readFileSync(`/proc/${name}/cmdline`, 'utf8'),
      );
    } catch {
      return false; // it ended meanwhile
    }
  });
  return [...files, ...processes.map((pid) => `${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')}`)];
}

interface Stopped {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

function started(args: readonly string[], env: Readonly<Record<string, string>> = {}, detached = false): ChildProcess {
  return spawn(process.execPath, [launcher, ...args], {
    cwd: '/',
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: sshd.path, HOME: '/', ...env },
    detached,
  });
}

async function ended(child: ChildProcess): Promise<Stopped> {
  const began = performance.now();
  const texts = { stdout: '', stderr: '' };
  child.stdin?.on('error', () => {});
  child.stdout?.setEncoding('utf8').on('data', (part: string) => (texts.stdout += part));
  child.stderr?.setEncoding('utf8').on('data', (part: string) => (texts.stderr += part));
  const [status, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { status, signal, ...texts, durationMs: performance.now() - began };
}

interface Way {
  readonly name: string;
  readonly args: () => readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Of how long a check takes. */
  readonly share: number;
  /** Of a run that is not stopped; null: it does not end by itself. */
  readonly usual: readonly number[] | null;
  /** Also of a run that was stopped. */
  readonly always?: readonly number[];
  /** What it printed is whole. */
  readonly whole: (stdout: string) => void;
  readonly input?: (child: ChildProcess) => void;
}

const lines = (text: string): void => expect(text).toMatch(/^$|\n$/);
const json =
  (schema: string) =>
  (text: string): void => {
    if (text !== '') expect(JSON.parse(text)).toMatchObject({ schema });
  };
const jsonLines = (text: string): void => {
  lines(text);
  for (const line of text.trimEnd().split('\n').filter(Boolean)) JSON.parse(line);
};
const output = (name: string): string => join(folder, name);

const ways: readonly Way[] = [
  {
    name: 'check -f json',
    args: () => ['check', lab.root, '--cacert', lab.ca, '-f', 'json'],
    share: 1,
    usual: [0],
    whole: json('whmcs-doctor/report/1'),
  },
  { name: 'check', args: () => ['check', lab.root, '--cacert', lab.ca, '--web-probe'], share: 1, usual: [0], whole: lines },
  {
    name: 'check -f ndjson',
    args: () => ['check', lab.root, '--cacert', lab.ca, '-f', 'ndjson', '--audit', output('audit.txt')],
    share: 1,
    usual: [0],
    whole: jsonLines,
  },
  {
    name: 'check -f nagios',
    args: () => ['check', lab.root, '--cacert', lab.ca, '-f', 'nagios'],
    share: 1,
    usual: [0],
    always: [3],
    whole: (text) => expect(text).toMatch(/^$|^WHMCS .*\n/),
  },
  {
    name: 'check into files',
    args: () => ['check', lab.root, '--cacert', lab.ca, '-f', `json=${output('r.json')}`, '-f', `html=${output('r.html')}`, '-f', 'tap'],
    share: 1,
    usual: [0],
    whole: lines,
  },
  { name: 'check by address', args: () => ['check', site.url, '--cacert', lab.ca], share: 0.7, usual: [0], whole: lines },
  {
    name: 'check over ssh',
    args: () => ['check', sshd.target(lab.root), '--cacert', lab.ca, '-f', 'json'],
    share: 1.5,
    usual: [0],
    whole: json('whmcs-doctor/report/1'),
  },
  {
    name: 'check of several',
    args: () => ['check', lab.root, site.url, '--cacert', lab.ca, '--jobs', '1', '-f', 'json'],
    share: 1.5,
    usual: [0],
    always: [64],
    whole: json('whmcs-doctor/reports/1'),
  },
  {
    name: 'check --wait',
    args: () => ['check', lab.root, '--wait', '60s', '--offline', '--only', 'url', '-f', 'json'],
    share: 1.5,
    usual: null,
    whole: json('whmcs-doctor/report/1'),
  },
  {
    name: 'collect',
    args: () => ['collect', lab.root, '--cacert', lab.ca, '-y', '-o', output('b.tgz')],
    share: 1,
    usual: [0],
    whole: (text) => expect(text).toBe(''),
  },
  { name: 'plan', args: () => ['plan', lab.root, '-f', 'json'], share: 0.3, usual: [0], whole: json('whmcs-doctor/plan/1') },
  {
    name: 'login',
    args: () => ['login', lab.root, '--email', 'a@b.test', '--yes', '-f', 'json'],
    env: { WHMCS_LOGIN_PASSWORD: 'secret' },
    share: 0.7,
    usual: [0, 2, 3],
    whole: json('whmcs-doctor/login/1'),
  },
  {
    name: 'triage --jsonl',
    args: () => ['triage', '--jsonl'],
    share: 0.4,
    usual: null,
    whole: jsonLines,
    input: (child) => void child.stdin?.write('{"id": 1, "text": "Login Details Incorrect"}\n'.repeat(20)),
  },
  {
    name: 'triage',
    args: () => ['triage', '-'],
    share: 0.4,
    usual: null,
    always: [1],
    whole: lines,
    input: (child) => void child.stdin?.write('Login Details Incorrect. Please try again.\n'),
  },
];

/** Park and Miller's minimal standard generator: the same moments each time. */
function* random(from: number): Generator<number> {
  for (let state = from % 2_147_483_647 || 1; ;) {
    state = (state * 48_271) % 2_147_483_647;
    yield state / 2_147_483_647;
  }
}

const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
const signals = Object.keys(codes) as (keyof typeof codes)[];

describe('a signal', () => {
  it(`at ${runs} moments of all kinds of runs`, { timeout: 60_000 + runs * 10_000 }, async () => {
    await lab.restore();
    const { status, durationMs } = await ended(started(['check', lab.root, '--cacert', lab.ca, '-f', 'json']));
    expect(status).toBe(0);
    const numbers = random(seed);
    const next = (): number => numbers.next().value as number;
    let stopped = 0;
    for (let run = 0; run < runs; run += 1) {
      const way = ways[(run * 5 + seed) % ways.length];
      if (way === undefined) throw new Error('no way');
      const name = signals[Math.floor(next() * signals.length)] ?? 'SIGINT';
      // one after another over the whole run, the first at once
      const share = run === 0 ? 0 : (((run * 7) % runs) + next()) / runs;
      const atMs = share * durationMs * way.share;
      const told = `${way.name}, ${name} after ${Math.round(atMs)} of ${Math.round(durationMs * way.share)} ms, seed ${seed}`;
      const child = started(way.args(), way.env ?? {});
      const ending = ended(child);
      way.input?.(child);
      await Promise.race([delay(atMs), ending]);
      child.kill(name);
      const found = await Promise.race([ending, delay(15_000, null)]);
      if (found === null) child.kill('SIGKILL');
      expect(found, `${told}: it goes on`).not.toBeNull();
      if (found === null) continue;
      const all = `${told}\n${found.status} ${found.signal}\n${found.stdout}\n${found.stderr}`;
      if (found.signal !== null)
        expect([found.signal, found.stdout, found.stderr], all).toEqual([name, '', '']); // before it could listen
      else expect([codes[name], ...(way.usual ?? []), ...(way.always ?? [])], all).toContain(found.status);
      if (found.status === codes[name]) stopped += 1;
      way.whole(found.stdout);
      // where nothing was known there is a line that says so
      if (found.status === codes[name] && found.stdout === '' && !existsSync(output('r.json'))) expect(found.stderr, all).toMatch(/\S/);
      expect(found.stderr, all).not.toMatch(/\n\s+at .*:\d+:\d+|\[object|this is a bug/);
      expect(
        left().filter((one) => one.includes('whmcs-doctor.js')),
        all,
      ).toEqual([]);
      await until(() => left().length === 0, all, 6000).catch(() => expect(left(), all).toEqual([]));
      for (const file of readdirSync(folder)) {
        expect(file, all).toMatch(/^(?:audit\.txt|r\.json|r\.html|b\.tgz)$/);
        if (file === 'r.json') JSON.parse(readFileSync(output(file), 'utf8'));
        if (file === 'r.html') expect(readFileSync(output(file), 'utf8')).toMatch(/<\/html>\s*$/);
        if (file === 'b.tgz') execFileSync('tar', ['-tzf', output(file)]);
        rmSync(output(file));
      }
    }
    expect(stopped, 'runs that the signal stopped').toBeGreaterThan(runs / 3);
  });

  it('asked for twice ends it at once, also where nobody takes what it prints', async () => {
    const pipe = join(lab.folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const held = openSync(pipe, constants.O_RDWR);
    // more than a pipe holds
    const child = spawn(process.execPath, [launcher, 'demo', '-f', 'html'], { stdio: ['ignore', held, 'ignore'] });
    const ending = once(child, 'close');
    await until(() => waitingIn(held) >= 65_536, 'nothing was printed');
    await delay(100);
    expect(child.exitCode).toBeNull();
    child.kill('SIGTERM');
    await delay(100);
    child.kill('SIGTERM');
    expect(await ending).toEqual([143, null]);
    closeSync(held);
  });
});

/** How many bytes wait in a pipe, ioctl_pipe(2). */
function waitingIn(fd: number): number {
  return Number(
    execFileSync(
      'python3',
      ['-c', 'import fcntl,sys,struct,termios;print(struct.unpack("i",fcntl.ioctl(0,termios.FIONREAD,b"0000"))[0])'],
      { stdio: [fd, 'pipe', 'inherit'], encoding: 'utf8' },
    ),
  );
}

describe('SIGKILL', () => {
  /** What the crontab calls PHP, and it never answers. */
  const hangs = '/run/hangs-for-ever/php';

  it.each(['the program alone', 'its whole group of processes'] as const)('of %s: nothing is left', { timeout: 60_000 }, async (what) => {
    mkdirSync('/run/hangs-for-ever', { recursive: true });
    writeFileSync(hangs, '#!/bin/bash\nexec -a hangs-for-ever sleep 600\n', { mode: 0o755 });
    await lab.crontab([`*/5 * * * * ${hangs} -q ${lab.root}/crons/cron.php`]);
    const child = started(['check', lab.root, '--cacert', lab.ca], {}, true);
    const ending = ended(child);
    // at the very moment at which a script lies there and a program runs
    await until(() => left().some((one) => one.startsWith('/tmp/')), 'no script was placed');
    await until(() => left().some((one) => one.includes('hangs-for-ever')), 'no program was run');
    process.kill(what === 'the program alone' ? (child.pid ?? 0) : -(child.pid ?? 0), 'SIGKILL');
    await ending;
    await until(() => left().length === 0, '', 5000).catch(() => expect(left()).toEqual([]));
    rmSync('/run/hangs-for-ever', { recursive: true });
    await lab.restore();
  });
});

describe('an output that nobody takes', () => {
  const commands = [
    ['demo', '-f', 'html'],
    ['list', 'checks', '-f', 'json'],
    ['check', '--help'],
    ['--version'],
    ['triage', '--text', 'Login Details Incorrect'],
    ['completion', 'bash'],
  ] as const;
  const script = `
    for reader in true 'head -c 1' 'head -n 1'; do "$@" 2>/tmp/said | $reader >/dev/null; echo "\${PIPESTATUS[0]}"; cat /tmp/said; done
    "$@" 2>&1 >&-; echo "$?"
    "$@" 2>/dev/full >/dev/null; echo "$?"
    "$@" 2>&1 >/dev/full; echo "$?"`;

  it.each(commands)('%s %s: a reader that goes away is no error, a full disk is one', (...args) => {
    const usual = args[0] === 'demo' ? 2 : 0;
    const said = execFileSync('bash', ['-c', script, 'bash', process.execPath, launcher, ...(args as readonly string[])], {
      cwd: '/',
      stdio: ['ignore', 'pipe', 'ignore'],
      encoding: 'utf8',
    });
    const full = 'whmcs-doctor: cannot write to standard output: ENOSPC: no space left on device, write\n73\n';
    expect(said).toBe(`${usual}\n`.repeat(5) + full);
  });
});
