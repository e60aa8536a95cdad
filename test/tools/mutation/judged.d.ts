export interface Mutant {
  readonly file: string;
  readonly line: number;
  readonly from: string;
  readonly to: string;
}

export interface JudgedEntry {
  readonly file: string;
  /** Its text, without the space around it. */
  readonly line: string;
  readonly from: string;
  readonly to: string;
  readonly why: string;
}

export function judgedEntries(text: string): readonly JudgedEntry[];

export function withoutJudged<T extends Mutant>(
  survivors: readonly T[],
  entries: readonly JudgedEntry[],
  files: readonly string[],
  lineOf: (file: string, line: number) => string,
): { readonly open: readonly T[]; readonly stale: readonly JudgedEntry[] };

export function short(text: string): string;
