/** Files of this machine, looked at in children that can be killed. */
import { LookFailed } from '../logic/failure.js';
import type { As, FileBytes, FileStat, Files, Identity, ScanResult, Space } from '../model.js';
import type { Listing, Operation, Operations } from './look/operations.js';
import type { LookerPool } from './looker.js';
import { rightsFor, type OnTouch } from './rights.js';

/** What a scan may take beyond its budget before it counts as hanging: the start of its child and one slow call. */
const scanGraceMs = 1000;

interface How {
  readonly as?: As;
  readonly signal?: AbortSignal;
}

export interface FilesOptions {
  readonly lookers: LookerPool;
  readonly me: Identity;
  /** Per operation. */
  readonly timeoutMs: number;
  readonly onTouch: OnTouch;
}

export class LocalFiles implements Files {
  constructor(private readonly options: FilesOptions) {}

  stat(path: string, how: How & { readonly follow?: boolean } = {}): Promise<FileStat | null> {
    return this.#ask('stat', path, { path, follow: how.follow ?? false }, how);
  }

  realpath(path: string, how: How = {}): Promise<string | null> {
    return this.#ask('realpath', path, { path }, how);
  }

  read(path: string, how: How & { readonly maxBytes: number; readonly within?: string; readonly end?: boolean }): Promise<FileBytes> {
    return this.#ask('read', path, { path, maxBytes: how.maxBytes, within: how.within ?? null, end: how.end ?? false }, how);
  }

  list(path: string, how: How & { readonly max: number }): Promise<Listing> {
    return this.#ask('list', path, { path, max: how.max }, how);
  }

  space(path: string, how: How = {}): Promise<Space> {
    return this.#ask('space', path, { path }, how);
  }

  /** In a child of its own; when it is stopped or hangs, what was counted until then is the result. */
  async scanSessions(path: string, how: Parameters<Files['scanSessions']>[1]): Promise<ScanResult> {
    const { depth, exact, staleSeconds, budgetMs, signal } = how;
    const as = this.#begin(path, how);
    let counted: ScanResult | null = null;
    try {
      return await this.options.lookers.apart(as, (looker) =>
        looker.ask(
          'scan',
          { path, depth, exact, staleSeconds, budgetMs },
          { subject: path, timeoutMs: budgetMs + scanGraceMs, signal, once: true, partial: (result) => (counted = result) },
        ),
      );
    } catch (error) {
      if (counted !== null && error instanceof LookFailed && (error.gap === 'aborted' || error.gap === 'timeout')) return counted;
      throw error;
    }
  }

  async #ask<K extends Operation>(operation: K, path: string, ask: Operations[K]['ask'], how: How): Promise<Operations[K]['answer']> {
    const as = this.#begin(path, how);
    return this.options.lookers.with(as).ask(operation, ask, { subject: path, timeoutMs: this.options.timeoutMs, signal: how.signal });
  }

  #begin(path: string, how: How): As | null {
    if (!path.startsWith('/') || path.includes('\0')) throw new LookFailed('malformed', `${JSON.stringify(path)} is not an absolute path`);
    const as = rightsFor(this.options.me, how.as, path);
    this.options.onTouch({ kind: 'read', what: path });
    return as;
  }
}
