export interface LabelledReport {
  readonly id: string;
  readonly kind: 'verbatim' | 'paraphrase' | 'log' | 'translated' | 'negative';
  readonly lang: string;
  readonly text: string;
  readonly expect: readonly string[];
  /** Without its folder and ending. */
  readonly file: string;
}

export function reports(): readonly LabelledReport[];
export function apartReports(): readonly LabelledReport[];
export function realReports(): readonly LabelledReport[];
