/** Runs one program without a shell, with nothing of our environment, in a group of processes of its own that ends with it. */
import { spawn } from 'node:child_process';
import { LookFailed } from '../logic/failure.js';
import type { As, Ran } from '../model.js';
import { errno } from './look/errno.js';
import { began } from './running.js';

export interface RunHow {
  readonly name: string;
  readonly as: As | null;
  /** Working folder; default: the root folder. */
  readonly cwd?: string | undefined;
  readonly timeoutMs: number;
  /** Of standard output and of standard error, each. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
  /** Written to its standard input; default: that is empty. */
  readonly input?: string;
  /** Variables of its environment beside the usual ones. */
  readonly variables?: Readonly<Record<string, string>>;
}

const environment: NodeJS.ProcessEnv = { LC_ALL: 'C', PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/' };
/** How long a program that has ended may leave its output open through a child of its own. */
const lingerMs = 200;

export function runProgram(path: string, args: readonly string[], how: RunHow): Promise<Ran> {
  return new Promise((resolve, reject) => {
    if (how.signal?.aborted) return reject(new LookFailed('aborted', `${how.name} was stopped`));
    const child = spawn(path, [...args], {
      argv0: how.name,
      cwd: how.cwd ?? '/',
      env: { ...environment, ...how.variables },
      stdio: [how.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      detached: true,
      // Node drops the supplementary groups with these.
      ...(how.as === null ? {} : { uid: how.as.uid, gid: how.as.gid }),
    });
    const hasEnded = child.pid === undefined ? () => {} : began(child.pid);
    // a program that ends without reading all of it is told by its end
    child.stdin?.on('error', () => {}).end(how.input);
    const stdout = new Collected(how.maxBytes);
    const stderr = new Collected(how.maxBytes);

    const killGroup = (): void => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // all of it has ended
      }
    };
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      how.signal?.removeEventListener('abort', onAbort);
      killGroup();
      hasEnded();
      child.stdout?.destroy();
      child.stderr?.destroy();
      child.unref();
      settle();
    };
    const failed = (failure: LookFailed): void => end(() => reject(failure));
    const onAbort = (): void => failed(new LookFailed('aborted', `${how.name} was stopped`));
    const timer = setTimeout(
      () => failed(new LookFailed('timeout', `${how.name} did not answer within ${how.timeoutMs} ms`)),
      how.timeoutMs,
    );
    how.signal?.addEventListener('abort', onAbort, { once: true });

    for (const [stream, collected] of [[child.stdout, stdout] as const, [child.stderr, stderr] as const]) {
      stream?.on('error', () => {});
      stream?.on('data', (chunk: Buffer) => {
        if (!collected.add(chunk)) failed(new LookFailed('oversize', `${how.name} printed more than ${how.maxBytes} bytes`));
      });
    }
    child.on('error', (error) => failed(startFailure(error, path)));
    child.on('close', (code) => end(() => resolve({ code, stdout: stdout.text(), stderr: stderr.text() })));
    child.on('exit', () => setTimeout(killGroup, lingerMs).unref());
  });
}

function startFailure(error: Error, path: string): LookFailed {
  const code = errno(error);
  if (code === 'ENOENT') return new LookFailed('absent', `there is no ${path}`);
  if (code === 'EACCES' || code === 'EPERM') return new LookFailed('denied', `${path} may not be run (${code})`);
  return new LookFailed('io', `${path} could not be started (${code ?? error.message})`);
}

class Collected {
  readonly #chunks: Buffer[] = [];
  #size = 0;

  constructor(private readonly max: number) {}

  /** false: that was too much. */
  add(chunk: Buffer): boolean {
    this.#size += chunk.length;
    if (this.#size > this.max) return false;
    this.#chunks.push(chunk);
    return true;
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }
}
