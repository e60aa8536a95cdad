/** How sure the matcher may say it is: fitted on reports that it did not learn from, `npm run triage -- --fit`. */
import { chances } from './decide.js';

export interface Calibration {
  /** Added to none: a false match costs more than a question. */
  readonly caution: number;
  /** The logarithm of the odds that the best answer is right is `shift` and `slope` times that of its chance. */
  readonly shift: number;
  readonly slope: number;
}

export const calibration: Calibration = { caution: 0.5, shift: 0.92, slope: 0.63 };

/** Chances of the answers, from the sums of src/triage/decide.ts. */
export function calibrated(sums: Float64Array, { caution }: Pick<Calibration, 'caution'> = calibration): Float64Array {
  return chances(sums.map((sum, at) => (at === 0 ? sum + caution : sum)));
}

/** Nothing that a text says is certain. */
const surest = 0.99;

/** The chance that a best answer with this chance is right, two digits. */
export function scoreOf(chance: number, { shift, slope }: Calibration = calibration): number {
  const odds = shift + slope * Math.log(chance / Math.max(1 - chance, 1e-6));
  return Math.min(Math.round(100 / (1 + Math.exp(-odds))) / 100, surest);
}
