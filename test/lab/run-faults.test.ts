/** A whole check while the machine fails under it: it ends in time, says what it could not see, and leaves nothing. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model.js';
import { fakeClock } from './certificates.js';
import { mountDead } from './dead-mount.js';
import { Lab } from './lab.js';
import { until } from './process.js';

const launcher = fileURLToPath(new URL('../../bin/whmcs-doctor.js', import.meta.url));
const deadlineMs = 25_000;
/** What a busy machine adds to a deadline. */
const graceMs = 20_000;

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start();
});
afterAll(() => lab.stop());
const undo: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const places = ['/tmp', '/var/tmp', '/dev/shm', '/run'];
const temporary = (): readonly string[] => places.flatMap((place) => readdirSync(place).filter((name) => name.startsWith('whmcs-doctor-')));
const childrenLeft = (): string => execFileSync('sh', ['-c', 'pgrep -f "dist/(looker|watchdog)-child" || true'], { encoding: 'utf8' });

interface Outcome {
  readonly status: number | null;
  readonly report: Report;
  /** Facts that are gaps, and those that are only partly known. */
  readonly gaps: Readonly<Record<string, string>>;
}

/** Runs the check through other programs (prlimit) or with other variables; `meanwhile` gets its process id. */
async function check(
  how: {
    readonly through?: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
    readonly meanwhile?: (pid: number) => Promise<void>;
  } = {},
): Promise<Outcome> {
  const before = temporary();
  const args = [process.execPath, launcher, 'check', lab.root, '-f', 'json', '--cacert', lab.ca, '--deadline', `${deadlineMs / 1000}s`];
  const [program = '', ...rest] = [...(how.through ?? []), ...args];
  const began = performance.now();
  const child = spawn(program, rest, {
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/', LANG: 'C.UTF-8', ...how.env },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (part: string) => (stdout += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (stderr += part));
  const closed = once(child, 'close') as Promise<[number | null]>;
  await how.meanwhile?.(child.pid ?? 0);
  const [status] = await closed;
  expect(performance.now() - began).toBeLessThan(deadlineMs + graceMs);
  expect(status, stderr).not.toBe(70);
  expect(stdout + stderr).not.toMatch(/\n {4}at /);
  expect(stdout, stderr).toMatch(/^\{/);
  const report = JSON.parse(stdout) as Report;
  expect(report.probes.filter((probe) => probe.gap === 'bug')).toEqual([]);
  await until(() => childrenLeft() === '', `children were left: ${childrenLeft()}`);
  expect(temporary()).toEqual(before);
  const gaps = Object.fromEntries(
    report.probes.flatMap(({ fact, gap, partial }) => (gap !== null ? [[fact, gap]] : partial === undefined ? [] : [[fact, 'partial']])),
  );
  return { status, report, gaps };
}

/** No warning and no failure: the install is healthy, whatever the machine does to whoever looks. */
function expectNobodyBlamed({ report }: Outcome): void {
  const blamed = report.findings.filter(({ status }) => status === 'warn' || status === 'fail');
  expect(blamed.map(({ check: id, title, evidence }) => [id, title, evidence])).toEqual([]);
}

describe('limits of the process', () => {
  // below about 60 the program's own modules cannot be read
  it.each([80, 64])('%i open files', { timeout: 90_000 }, async (limit) => {
    expectNobodyBlamed(await check({ through: ['prlimit', `--nofile=${limit}`] }));
  });

  it.each([24, 40])('%i open files are too few for the program itself: one line, status 3', { timeout: 90_000 }, (limit) => {
    const program = ['--', process.execPath, launcher, 'check', lab.root, '-f', 'json'];
    const { status, stderr } = spawnSync('prlimit', [`--nofile=${limit}`, ...program], { encoding: 'utf8' });
    expect(stderr).toMatch(/^whmcs-doctor: too few files may be open at once \(EMFILE\): raise the limit, .*\n$/);
    expect(status).toBe(3);
  });

  // Of root's the kernel counts none. Below about 12 Node.js itself cannot begin: it needs as many for its own threads.
  it('16 processes and threads of an ordinary user', { timeout: 90_000 }, async () => {
    const user = ['setpriv', '--reuid=54321', '--regid=54321', '--clear-groups'];
    const outcome = await check({ through: [...user, 'prlimit', '--nproc=16'] });
    expectNobodyBlamed(outcome);
    expect(outcome.status).not.toBe(0);
    expect(Object.keys(outcome.gaps)).not.toEqual([]);
  });

  it('no file may be written to', { timeout: 90_000 }, async () => {
    const outcome = await check({ through: ['prlimit', '--fsize=0'] });
    expectNobodyBlamed(outcome);
    expect(outcome.gaps['license.from-php']).toBeDefined();
  });
});

describe('temporary folders', () => {
  it('that are full leave no script and no guess', { timeout: 90_000 }, async () => {
    for (const place of places) {
      const [used] = execFileSync('df', ['--output=iused', place], { encoding: 'utf8' }).trim().split('\n').slice(-1);
      execFileSync('mount', ['-o', `remount,nr_inodes=${Number(used)}`, place]);
      undo.push(() => void execFileSync('mount', ['-o', 'remount,nr_inodes=100000', place]));
    }
    const outcome = await check();
    const blamed = outcome.report.findings.filter(({ status }) => status === 'warn' || status === 'fail');
    // that there is no room in them is true
    expect(blamed.filter(({ cause }) => cause !== 'inodes-low')).toEqual([]);
    expect(outcome.gaps['license.from-php']).toBeDefined();
  });
});

describe('a dead mount', () => {
  it('over the templates costs what is on it', { timeout: 120_000 }, async () => {
    const dead = await mountDead(join(lab.root, 'templates'));
    undo.push(() => dead.end());
    const outcome = await check();
    // the site's own PHP hangs there as well, which is true
    expect(outcome.gaps['theme.files']).toMatch(/timeout|partial/);
    const why = outcome.report.probes.filter(({ gap }) => gap === 'timeout').map(({ fact, why: said }) => `${fact}: ${said}`);
    expect(outcome.gaps['database.connection'], why.join('\n')).toBeUndefined();
    expect(outcome.status).not.toBe(0);
  });
});

describe('the looking child', () => {
  it.each(['SIGKILL', 'SIGSTOP'] as const)('%s again and again', { timeout: 120_000 }, async (signal) => {
    let isOver = false;
    const outcome = await check({
      meanwhile: async (pid) => {
        const strike = setInterval(() => {
          for (const child of lookersOf(pid)) {
            try {
              process.kill(child, signal);
            } catch {
              // it has just ended
            }
          }
        }, 150);
        setTimeout(() => ((isOver = true), clearInterval(strike)), 4000);
        await until(() => isOver || !isAlive(pid), 'it did not end', 10_000);
        clearInterval(strike);
      },
    });
    expectNobodyBlamed(outcome);
    expect([0, 3]).toContain(outcome.status);
    if (outcome.status === 0) expect(outcome.report.counts.unknown).toBe(0);
  });
});

function lookersOf(pid: number): readonly number[] {
  return spawnSync('pgrep', ['-P', `${pid}`, '-f', 'looker-child'], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter(Boolean)
    .map(Number);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('the clock', () => {
  it.each(['+5h', '-5h'])('is wrong by %s for a moment and set right again: nobody is blamed', { timeout: 90_000 }, async (shift) => {
    const file = join(lab.folder, 'shown-time');
    writeFileSync(file, '+0\n');
    undo.push(() => rmSync(file));
    const outcome = await check({
      env: { ...fakeClock('+0'), FAKETIME: '', FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: '1' },
      meanwhile: async (pid) => {
        await until(() => lookersOf(pid).length > 0 || !isAlive(pid), 'it did not begin', 10_000);
        await delay(400);
        writeFileSync(file, `${shift}\n`);
        await delay(300);
        writeFileSync(file, '+0\n');
      },
    });
    expectNobodyBlamed(outcome);
  });
});
