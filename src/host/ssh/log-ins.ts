/**
 * Log-ins that sshd turns away for now are tried again. Once a machine has turned one away they go one after another: it counts those who have not
 * logged in yet, ours among them (MaxStartups, https://man.openbsd.org/sshd_config#MaxStartups).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { LookFailed } from '../../logic/failure.js';
import { HungUp } from './trouble.js';

/** Before each further attempt, while no log-in at that machine succeeds. */
const pausesMs = [400, 1200, 3000];

interface Machine {
  /** Each resolves at the end of an attempt. */
  readonly running: Set<Promise<void>>;
  isCrowded: boolean;
  succeeded: number;
}

export class LogIns {
  readonly #machines = new Map<string, Machine>();

  constructor(private readonly pause: typeof paused = paused) {}

  /** What `attempt` returns, or the error of the last one. `endpoint`: which machine it is. `signal` ends the attempts. */
  async at<T>(endpoint: string, attempt: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const machine = this.#machine(endpoint);
    for (let tried = 0; ; tried += 1) {
      const before = machine.succeeded;
      try {
        while (machine.isCrowded && machine.running.size > 0) await Promise.race(machine.running);
        if (signal?.aborted === true) throw new LookFailed('aborted', `the connection to ${endpoint} was stopped`);
        const done = await counted(machine, attempt());
        machine.succeeded += 1;
        return done;
      } catch (error) {
        if (!(error instanceof HungUp)) throw error;
        machine.isCrowded = true;
        // others got in: it does take log-ins
        if (machine.succeeded > before) tried = 0;
        const pauseMs = pausesMs[tried];
        // not all that were turned away come back at once
        if (pauseMs === undefined || !(await this.pause(pauseMs * (0.5 + Math.random()), signal))) throw error;
      }
    }
  }

  #machine(endpoint: string): Machine {
    const machine = this.#machines.get(endpoint) ?? { running: new Set(), isCrowded: false, succeeded: 0 };
    this.#machines.set(endpoint, machine);
    return machine;
  }
}

function counted<T>({ running }: Machine, attempt: Promise<T>): Promise<T> {
  const ended = attempt.then(
    () => undefined,
    () => undefined,
  );
  running.add(ended);
  return attempt.finally(() => running.delete(ended));
}

/** false: stopped. */
async function paused(ms: number, signal?: AbortSignal): Promise<boolean> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
  return signal?.aborted !== true;
}
