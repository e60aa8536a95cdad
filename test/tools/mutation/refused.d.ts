import type { PlacedMutant } from './mutants.js';

export function refusedAmong(mutants: readonly PlacedMutant[], top: string, textOf: (file: string) => string): ReadonlySet<PlacedMutant>;
