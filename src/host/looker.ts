/**
 * The main process's side of looking: hands file operations to children that can be killed, one child per rights. An operation that does not
 * answer in time (a dead mount) fails alone: its child is killed and replaced, and what else was under way there is asked once more.
 */
import type { ChildProcess } from 'node:child_process';
import { LookFailed } from '../logic/failure.js';
import type { As } from '../model.js';
import { startChild } from './children.js';
import type { Operation, Operations, Reply, Request } from './look/operations.js';

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
  /** null: our own rights. */
  with(as: As | null): Looking;
  /** For one long operation, apart from the others. */
  apart<T>(as: As | null, use: (looker: Looking) => Promise<T>): Promise<T>;
  close(): void;
}

interface Pending {
  readonly request: Request;
  readonly how: AskHow<Operation>;
  readonly settle: (outcome: { readonly value: unknown } | LookFailed) => void;
  timer: NodeJS.Timeout | undefined;
  again: boolean;
}

export class Looker implements Looking {
  #child: ChildProcess | null = null;
  #isReady = false;
  #startTimer: NodeJS.Timeout | undefined;
  #lastId = 0;
  #isClosed = false;
  readonly #pending = new Map<number, Pending>();

  constructor(private readonly as: As | null) {}

  /** Starts the child before it is needed. */
  warm(): void {
    if (!this.#child && !this.#isClosed) this.#start();
  }

  ask<K extends Operation>(operation: K, ask: Operations[K]['ask'], how: AskHow<K>): Promise<Operations[K]['answer']> {
    return new Promise((resolve, reject) => {
      // Made where it is needed: an error costs more than asking, for its stack.
      const stopped = (): LookFailed => new LookFailed('aborted', `the look at ${how.subject} was stopped`);
      if (this.#isClosed || how.signal?.aborted) return reject(stopped());
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
    for (const [id, { how }] of [...this.#pending]) this.#finish(id, new LookFailed('aborted', `the look at ${how.subject} was stopped`));
  }

  #start(): void {
    const child = startChild('looker-child', this.as, false);
    this.#child = child;
    this.#isReady = false;
    this.#startTimer = setTimeout(() => this.#lost(child, 'did not start in time'), startLimitMs).unref();
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
    if (!pending || !this.#child) return;
    clearTimeout(pending.timer);
    pending.timer = setTimeout(() => this.#overdue(id), pending.how.timeoutMs).unref();
    this.#child.send(pending.request, () => {}); // a channel that breaks is told by 'exit'
  }

  #overdue(id: number): void {
    const subject = this.#pending.get(id)?.how.subject ?? '';
    this.#finish(id, new LookFailed('timeout', `${subject} does not answer (dead mount?)`));
    this.#drop();
    this.#askAgain(`${subject} does not answer, and blocks other looks`);
  }

  #lost(child: ChildProcess, why: string): void {
    if (child !== this.#child) return;
    this.#drop();
    this.#askAgain(`the process that looks at files ${why}`, 'io');
  }

  /** Moves what is under way to a new child; what was moved before fails. */
  #askAgain(why: string, gap: 'timeout' | 'io' = 'timeout'): void {
    for (const [id, pending] of [...this.#pending]) {
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
  readonly #byRights = new Map<string, Looker>();
  readonly #apart = new Set<Looker>();
  #isClosed = false;

  /** The child that looks with these rights; null: our own. */
  with(as: As | null): Looker {
    const key = as === null ? 'own' : `${as.uid}:${as.gid}`;
    const known = this.#byRights.get(key);
    if (known) return known;
    const looker = new Looker(as);
    if (this.#isClosed) looker.close();
    this.#byRights.set(key, looker);
    return looker;
  }

  /** Does one long operation in a child of its own, which ends with it. */
  async apart<T>(as: As | null, use: (looker: Looker) => Promise<T>): Promise<T> {
    const looker = new Looker(as);
    if (this.#isClosed) looker.close();
    this.#apart.add(looker);
    try {
      return await use(looker);
    } finally {
      this.#apart.delete(looker);
      looker.close();
    }
  }

  close(): void {
    this.#isClosed = true;
    for (const looker of [...this.#byRights.values(), ...this.#apart]) looker.close();
  }
}
