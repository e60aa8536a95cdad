import type { Mutant } from './judged.js';

export interface PlacedMutant extends Mutant {
  readonly column: number;
  readonly operator: string;
  readonly start: number;
  readonly end: number;
}

export function mutantsOf(text: string, file: string): readonly PlacedMutant[];
