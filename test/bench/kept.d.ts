export interface Row {
  readonly bench: string;
  readonly figure: string;
  readonly value: number;
  /** null: only told. */
  readonly bound: number | null;
  readonly unit: string;
}
/** By the name of the bench. */
export type KeptFigures = Readonly<
  Record<string, { readonly date: string; readonly machine: string; readonly rows: readonly Omit<Row, 'bench'>[] }>
>;
export function keptWith(kept: KeptFigures, rows: readonly Row[], about: { readonly date: string; readonly machine: string }): KeptFigures;
export function benchTable(kept: KeptFigures): string;
export function machinesTable(kept: KeptFigures): string;
