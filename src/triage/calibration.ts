/** How sure the matcher may say it is: fitted on reports that it did not learn from, `npm run triage -- --fit`. */
import { chances } from './decide.js';

export interface Calibration {
  /** Above 1: the sums are too sure of themselves. */
  readonly temperature: number;
  /** Added to none: a false match costs more than a question. */
  readonly caution: number;
}

export const calibration: Calibration = { temperature: 1, caution: 0 };

/** Chances of the answers, from the sums of src/triage/decide.ts. */
export function calibrated(sums: Float64Array, { temperature, caution }: Calibration = calibration): Float64Array {
  return chances(sums.map((sum, at) => (sum + (at === 0 ? caution : 0)) / temperature));
}
