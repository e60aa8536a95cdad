/** Files of this machine, looked at in children that can be killed. */
import { LookFailed } from '../logic/failure.js';
import type { As, FileBytes, FileStat, Files, Identity, ScanResult, Space } from '../model.js';
import type { Listing, Operation, Operations, ScanAsk } from './look/operations.js';
import { together } from './look/scan-result.js';
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

  /**
   * In children of their own. A look at every file takes three times as long as listing them all, so that two share it. When it is stopped or
   * hangs, what was counted until then is the result; where only some of the children came to their end, what these counted.
   */
  async scanSessions(path: string, how: Parameters<Files['scanSessions']>[1]): Promise<ScanResult> {
    const as = this.#begin(path, how);
    const of = how.exact ? this.options.lookers.hands : 1;
    const shares = await Promise.allSettled(Array.from({ length: of }, (_, at) => this.#scanShare(path, as, how, { at, of })));
    const counted = shares.flatMap((share) => (share.status === 'fulfilled' ? [share.value] : []));
    for (const share of shares)
      if (share.status === 'rejected' && (counted.length === 0 || !(share.reason instanceof LookFailed))) throw share.reason;
    const whole = together(counted);
    return counted.length < of ? { ...whole, complete: false } : whole;
  }

  async #scanShare(path: string, as: As | null, how: Parameters<Files['scanSessions']>[1], share: ScanAsk['share']): Promise<ScanResult> {
    const { depth, exact, staleSeconds, budgetMs, signal } = how;
    let counted: ScanResult | null = null;
    try {
      return await this.options.lookers.aside(as, (looker) =>
        looker.ask(
          'scan',
          { path, depth, exact, staleSeconds, budgetMs, share },
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
    const { lookers, timeoutMs } = this.options;
    try {
      return await lookers.with(as).ask(operation, ask, { subject: path, timeoutMs, signal: how.signal });
    } catch (error) {
      throw this.#withWayOut(error);
    }
  }

  /** Who has not all rights can be told who has. */
  #withWayOut(error: unknown): unknown {
    if (!(error instanceof LookFailed) || error.gap !== 'denied' || this.options.me.uid === 0 || error.more.settle !== undefined)
      return error;
    return new LookFailed('denied', error.why, { ...error.more, settle: 'Run as root, or as the owner of the files.' });
  }

  #begin(path: string, how: How): As | null {
    if (!path.startsWith('/') || path.includes('\0')) throw new LookFailed('malformed', `${JSON.stringify(path)} is not an absolute path`);
    const as = rightsFor(this.options.me, how.as, path);
    this.options.onTouch({ kind: 'read', what: path });
    return as;
  }
}
