import type { Matcher } from '../../src/triage/triage.js';
import type { LabelledReport } from './reports.js';

export interface MeasuredReport extends LabelledReport {
  readonly held: boolean;
  /** A problem's id, or none. */
  readonly best: string;
  /** null: none. */
  readonly score: number | null;
  readonly right: boolean;
}

interface Program {
  readonly matcher: Matcher;
  isHeldOut(report: { readonly text: string }): boolean;
}

export function interval(hits: number, all: number): readonly [number, number];
export function percent(hits: number, all: number): string;
export function measured(program: Program, all: readonly LabelledReport[]): readonly MeasuredReport[];
export function reliability(
  rows: readonly MeasuredReport[],
): readonly { readonly from: number; readonly to: number; readonly all: number; readonly right: number; readonly mean: number }[];
export function triageTables(
  program: Program,
  all: readonly LabelledReport[],
  shipped: Program,
  apart: readonly LabelledReport[],
): Readonly<Record<string, string>>;
