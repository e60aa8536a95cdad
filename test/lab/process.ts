/** Starting and stopping the lab's daemons: ready is polled for, stopped is waited for, and nothing outlives the runner. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const readyWithinMs = 30_000;
const answersWithinMs = 2000;
const stoppedWithinMs = 3000;

export interface Daemon {
  readonly name: string;
  readonly command: readonly string[];
  /** Where its output goes. */
  readonly log: string;
  /** Whether it answers; asked every 10 ms. May throw: that means not yet. */
  readonly ready: () => Promise<boolean> | boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** In a process group of its own: Apache's prefork sends its own end to the whole group. */
  readonly ownGroup?: boolean;
  readonly stopSignal?: NodeJS.Signals;
}

export interface Running {
  readonly name: string;
  readonly pid: number;
  signal(signal: NodeJS.Signals): void;
  stop(): Promise<void>;
}

const alive = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/** Starts a daemon and returns when it is ready. An end before that is an error with the last lines it wrote. */
export async function start(daemon: Daemon): Promise<Running> {
  const log = openSync(daemon.log, 'a');
  // The parent-death signal ends it too when the runner is killed outright.
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', ...daemon.command], {
    stdio: ['ignore', log, log],
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C', ...daemon.env },
    detached: daemon.ownGroup ?? false,
  });
  closeSync(log);
  alive.add(child);
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => {
      alive.delete(child);
      resolve();
    });
  });
  const over = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
  await until(
    async () => {
      if (over()) throw new Error(`${daemon.name} ended at once: ${lastLines(daemon.log)}`);
      return await Promise.race([quietly(daemon.ready), delay(answersWithinMs, false, { ref: false })]);
    },
    () => `${daemon.name} did not become ready: ${lastLines(daemon.log)}`,
  ).catch(async (error: unknown) => {
    // what hangs while it starts hears no gentle signal, and would keep its port from whatever starts next
    child.kill('SIGKILL');
    await ended;
    throw error;
  });
  return {
    name: daemon.name,
    pid: child.pid ?? 0,
    signal: (signal) => void child.kill(signal),
    stop: async () => {
      if (over()) return;
      child.kill(daemon.stopSignal ?? 'SIGTERM');
      const gentle = await Promise.race([ended.then(() => true), delay(stoppedWithinMs, false, { ref: false })]);
      if (!gentle) child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Asks every 10 ms until it holds; an error thrown by the question ends the wait. */
export async function until(
  holds: () => Promise<boolean> | boolean,
  otherwise: string | (() => string),
  withinMs = readyWithinMs,
): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(typeof otherwise === 'string' ? otherwise : otherwise());
    await delay(10);
  }
}

async function quietly(question: () => Promise<boolean> | boolean): Promise<boolean> {
  try {
    return await question();
  } catch {
    return false;
  }
}

function lastLines(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim().split('\n').slice(-5).join(' | ');
  } catch {
    return '(no output)';
  }
}

/** The process of a cron daemon, which does nothing: no job of cron's is due in a test. */
export function startCron(folder: string): Promise<Running> {
  return start({
    name: 'cron',
    command: ['bash', '-c', 'exec -a /usr/sbin/cron sleep infinity'],
    log: `${folder}/cron.out`,
    ready: () => true,
  });
}

const execute = promisify(execFile);

/** Runs a program to its end; a failure carries what it wrote. */
export async function run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { stdout } = await execute(program, [...args], { env: { ...process.env, ...env }, maxBuffer: 16 * 1024 * 1024 });
  return stdout;
}
