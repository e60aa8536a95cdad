/**
 * The main process's side of looking: hands file operations to children that can be killed, one child per rights. An operation that does not
 * answer in time (a dead mount) fails alone: its child is killed and replaced, and what else was under way there is asked once more.
 */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { LookFailed } from '../logic/failure.js';
import type { As } from '../model.js';
import { startChild } from './children.js';
import type { Operation, Operations, Reply, Request, Running } from './look/operations.js';
import { isWithin, splitView } from './look/paths.js';
import { mountInfoOf, mountOf } from './look/space.js';
import { onRunning } from './running.js';

/** Starting a child takes about 80 ms; on a machine that is this slow nothing else would work either. */
const startLimitMs = 15_000;

export interface AskHow<K extends Operation> {
  /** The path or other subject, for messages. */
  readonly subject: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Is not asked again of a new child when this one is lost. */
  readonly once?: boolean;
  /** Hears intermediate results. */
  readonly partial?: (value: Operations[K]['answer']) => void;
}

/** Who answers questions about files with certain rights. */
export interface Looking {
  ask<K extends Operation>(operation: K, ask: Operations[K]['ask'], how: AskHow<K>): Promise<Operations[K]['answer']>;
}

/** Of a host: one for each rights. */
export interface LookerPool {
  /** How many may share one long operation. */
  readonly hands: number;
  /** null: our own rights. */
  with(as: As | null): Looking;
  /** For one long operation, aside from the others. */
  aside<T>(as: As | null, use: (looker: Looking) => Promise<T>): Promise<T>;
  close(): void;
}

interface Pending {
  readonly request: Request;
  readonly how: AskHow<Operation>;
  readonly settle: (outcome: { readonly value: unknown } | LookFailed) => void;
  timer: NodeJS.Timeout | undefined;
  again: boolean;
  /** Somebody else looks at it now. */
  isAside?: boolean;
}

/** The path that is asked about; null: the look is at no single one. */
function pathIn(ask: Request['ask']): string | null {
  return 'path' in ask ? ask.path : null;
}

/**
 * The mount point that a path is on, as far as its letters tell and by the path that we reach it by; null: that is the root of what it is
 * seen in, or the system does not say.
 */
export function mountHere(path: string): string | null {
  const { root, below } = splitView(path);
  try {
    const mountPoint = mountOf(below, readFileSync(mountInfoOf(root), 'utf8'))?.mountPoint ?? '/';
    return mountPoint === '/' ? null : `${root}${mountPoint}`;
  } catch {
    return null;
  }
}

export class Looker implements Looking {
  #child: ChildProcess | null = null;
  #isReady = false;
  #startTimer: NodeJS.Timeout | undefined;
  #lastId = 0;
  #isClosed = false;
  #unlisten: () => void = () => {};
  readonly #pending = new Map<number, Pending>();
  /** A mount on which a look hung → the child that looks there from then on, so that it holds up nobody else. */
  readonly #aside = new Map<string, Looker>();
  /** How often a guard is started that nobody asked for: a machine short of memory ends every new one. */
  #guardsLeft = 3;

  constructor(
    private readonly as: As | null,
    /** The mount that this one was set aside for. */
    private readonly mount: string | null = null,
    /** Whether its child also ends what we started, should we be killed. */
    private readonly guards = false,
  ) {}

  /** Starts the child before it is needed. */
  warm(): void {
    if (!this.#child && !this.#isClosed) this.#start();
  }

  ask<K extends Operation>(operation: K, ask: Operations[K]['ask'], how: AskHow<K>): Promise<Operations[K]['answer']> {
    return new Promise((resolve, reject) => {
      // Made where it is needed: an error costs more than asking, for its stack.
      const stopped = (): LookFailed => new LookFailed('aborted', `the look at ${how.subject} was stopped`);
      if (this.#isClosed || how.signal?.aborted) return reject(stopped());
      const aside = this.#asideFor(pathIn(ask));
      if (aside) return resolve(aside.ask(operation, ask, how));
      // Who no longer waits gets his answer at once; the operation stays known, so that a child in which it hangs is still replaced.
      const onAbort = (): void => {
        reject(stopped());
        this.#holdOpen();
      };
      how.signal?.addEventListener('abort', onAbort, { once: true });
      const id = ++this.#lastId;
      this.#pending.set(id, {
        request: { id, operation, ask } as Request,
        how: how as AskHow<Operation>,
        settle: (outcome) => {
          how.signal?.removeEventListener('abort', onAbort);
          if (outcome instanceof LookFailed) reject(outcome);
          else resolve(outcome.value as Operations[K]['answer']);
        },
        timer: undefined,
        again: false,
      });
      this.warm();
      if (this.#isReady) this.#send(id);
      this.#holdOpen();
    });
  }

  /** Kills the child; what is under way fails as stopped. */
  close(): void {
    this.#isClosed = true;
    this.#drop();
    for (const aside of this.#aside.values()) aside.close();
    for (const [id, { how }] of [...this.#pending]) this.#finish(id, new LookFailed('aborted', `the look at ${how.subject} was stopped`));
  }

  #start(): void {
    // The one with our own rights also ends what we started, should we be killed: it must not be killed with our group of processes.
    const guards = this.as === null;
    const child = startChild('looker-child', this.as, guards);
    this.#child = child;
    this.#isReady = false;
    this.#startTimer = setTimeout(() => this.#lost(child, 'did not start in time'), startLimitMs).unref();
    if (guards) this.#unlisten = onRunning((groups) => child.connected && child.send({ groups } satisfies Running, () => {}));
    child.on('message', (reply) => this.#heard(child, reply as Reply));
    child.on('error', (error) => this.#lost(child, error.message));
    child.on('exit', (code, signal) => this.#lost(child, `ended with ${signal ?? `status ${code}`}`));
    this.#holdOpen();
  }

  #heard(child: ChildProcess, reply: Reply): void {
    if (child !== this.#child) return;
    switch (reply.is) {
      case 'ready':
        clearTimeout(this.#startTimer);
        this.#isReady = true;
        for (const id of this.#pending.keys()) this.#send(id);
        return;
      case 'partial':
        this.#pending.get(reply.id)?.how.partial?.(reply.value as never);
        return;
      case 'answer':
        return this.#finish(reply.id, { value: reply.value });
      case 'failed':
        return this.#finish(reply.id, new LookFailed(reply.gap, reply.why));
    }
  }

  #send(id: number): void {
    const pending = this.#pending.get(id);
    if (!pending || pending.isAside || !this.#child) return;
    clearTimeout(pending.timer);
    pending.timer = setTimeout(() => this.#overdue(id), pending.how.timeoutMs).unref();
    this.#child.send(pending.request, () => {}); // a channel that breaks is told by 'exit'
  }

  #overdue(id: number): void {
    const overdue = this.#pending.get(id);
    const subject = overdue?.how.subject ?? '';
    this.#finish(id, new LookFailed('timeout', `${subject} does not answer (dead mount?)`));
    this.#drop();
    this.#setAside(overdue === undefined ? null : pathIn(overdue.request.ask));
    this.#askAgain(`${subject} does not answer, and blocks other looks`);
    this.#guardAgain();
  }

  #asideFor(path: string | null): Looker | null {
    if (path === null) return null;
    return [...this.#aside].find(([mount]) => isWithin(path, mount))?.[1] ?? null;
  }

  /** What else is under way on that mount is asked apart from the rest: a child has few hands, and what hangs keeps them all. */
  #setAside(path: string | null): void {
    const mount = path === null ? null : mountHere(path);
    if (path === null || mount === null || mount === this.mount || this.#isClosed) return;
    const aside = this.#aside.get(mount) ?? new Looker(this.as, mount);
    this.#aside.set(mount, aside);
    for (const [id, { request, how }] of [...this.#pending]) {
      const there = pathIn(request.ask);
      if (there === null || !isWithin(there, mount)) continue;
      aside
        .ask(request.operation, request.ask as never, { ...how, once: true } as never)
        .then((value) => this.#finish(id, { value }))
        .catch((error: unknown) => this.#finish(id, error instanceof LookFailed ? error : new LookFailed('io', String(error))));
      const pending = this.#pending.get(id);
      clearTimeout(pending?.timer);
      if (pending) pending.isAside = true;
    }
  }

  #lost(child: ChildProcess, why: string): void {
    if (child !== this.#child) return;
    const worked = this.#isReady;
    this.#drop();
    this.#askAgain(`the process that looks at files ${why}`, 'io');
    if (worked) this.#guardAgain();
  }

  /** It also ends what we started, should we be killed: that must not wait for the next question. */
  #guardAgain(): void {
    if (!this.guards || this.#guardsLeft === 0) return;
    this.#guardsLeft--;
    this.warm();
  }

  /** Moves what is under way to a new child; what was moved before fails. */
  #askAgain(why: string, gap: 'timeout' | 'io' = 'timeout'): void {
    for (const [id, pending] of [...this.#pending]) {
      if (pending.isAside) continue;
      clearTimeout(pending.timer);
      if (pending.again || pending.how.once || pending.how.signal?.aborted)
        this.#finish(id, new LookFailed(gap, `${pending.how.subject} could not be looked at: ${why}`));
      else pending.again = true;
    }
    if (this.#pending.size > 0) this.warm();
  }

  #finish(id: number, outcome: { readonly value: unknown } | LookFailed): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    clearTimeout(pending.timer);
    this.#pending.delete(id);
    this.#holdOpen();
    pending.settle(outcome);
  }

  #drop(): void {
    clearTimeout(this.#startTimer);
    this.#unlisten();
    const child = this.#child;
    this.#child = null;
    this.#isReady = false;
    // Killed, not waited for: a process in uninterruptible sleep ends when its mount does.
    child?.kill('SIGKILL');
    child?.channel?.unref();
  }

  /** The program stays alive while someone waits for an answer, and only then. */
  #holdOpen(): void {
    const isAwaited = [...this.#pending.values()].some((pending) => !pending.how.signal?.aborted);
    if (isAwaited) this.#child?.channel?.ref();
    else this.#child?.channel?.unref();
  }
}

/** The looking children of a host: one per rights, started on demand. */
export class Lookers implements LookerPool {
  /** More than two would take the examined server's processors from the site. */
  readonly hands = Math.min(2, availableParallelism());
  readonly #byRights = new Map<string, Looker>();
  readonly #aside = new Set<Looker>();
  #isClosed = false;

  /** The child that looks with these rights; null: our own. */
  with(as: As | null): Looker {
    const key = as === null ? 'own' : `${as.uid}:${as.gid}`;
    const known = this.#byRights.get(key);
    if (known) return known;
    const looker = new Looker(as, null, as === null);
    if (this.#isClosed) looker.close();
    this.#byRights.set(key, looker);
    return looker;
  }

  /** Does one long operation in a child of its own, which ends with it. */
  async aside<T>(as: As | null, use: (looker: Looker) => Promise<T>): Promise<T> {
    const looker = new Looker(as);
    if (this.#isClosed) looker.close();
    this.#aside.add(looker);
    try {
      return await use(looker);
    } finally {
      this.#aside.delete(looker);
      looker.close();
    }
  }

  close(): void {
    this.#isClosed = true;
    for (const looker of [...this.#byRights.values(), ...this.#aside]) looker.close();
  }
}
