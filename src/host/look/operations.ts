/** What can be asked of a looking child, and the messages that carry it. */
import type { FileBytes, FileStat, GapCode, ProcessSeen, ScanResult, Space } from '../../model.js';

export interface Operations {
  readonly stat: { readonly ask: { readonly path: string; readonly follow: boolean }; readonly answer: FileStat | null };
  readonly realpath: { readonly ask: { readonly path: string }; readonly answer: string | null };
  readonly read: {
    readonly ask: { readonly path: string; readonly maxBytes: number; readonly within: string | null; readonly end: boolean };
    readonly answer: FileBytes;
  };
  readonly list: { readonly ask: { readonly path: string; readonly max: number }; readonly answer: Listing };
  readonly scan: { readonly ask: ScanAsk; readonly answer: ScanResult };
  readonly space: { readonly ask: { readonly path: string }; readonly answer: Space };
  readonly processes: { readonly ask: { readonly max: number }; readonly answer: readonly ProcessSeen[] };
  readonly program: { readonly ask: { readonly candidates: readonly string[] }; readonly answer: ProgramFound | null };
}

export type Operation = keyof Operations;

export interface Listing {
  readonly entries: readonly { readonly name: string; readonly kind: FileStat['kind'] | 'other' }[];
  readonly truncated: boolean;
}

export interface ScanAsk {
  readonly path: string;
  readonly depth: number;
  readonly exact: boolean;
  readonly staleSeconds: number;
  readonly budgetMs: number;
  /** Of `of` children that scan the same folder, this is the one with the number `at`: each file is one child's. */
  readonly share: { readonly at: number; readonly of: number };
}

/** The first of the candidates that is an executable file. */
export interface ProgramFound {
  readonly path: string;
  /** Who else than root could have put it there; null: nobody. */
  readonly foreign: string | null;
}

export type Request = {
  readonly [K in Operation]: { readonly id: number; readonly operation: K; readonly ask: Operations[K]['ask'] };
}[Operation];

export type Reply =
  | { readonly is: 'ready' }
  | { readonly is: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly is: 'partial'; readonly id: number; readonly value: unknown }
  | { readonly is: 'failed'; readonly id: number; readonly gap: GapCode; readonly why: string };

/** Not a question: the groups of processes that the main process started, to be ended should it be killed. */
export interface Running {
  readonly groups: readonly number[];
}
