/** How often, from which seed, and how many texts that were: `npm run fuzz` sets the first two and prints the last. */
import { appendFileSync } from 'node:fs';

export const factor = Math.max(1, Number(process.env['FUZZ_RUNS'] ?? 1) || 1);
/** In `npm test` always the same: what fails there fails again. */
export const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_122) | 0;

/** Notes the number of texts and the time for the summary of `npm run fuzz`. */
export async function tally<Result>(name: string, runs: number, work: () => Promise<Result> | Result): Promise<Result> {
  const began = performance.now();
  const result = await work();
  const file = process.env['FUZZ_TALLY'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ name, runs, ms: Math.round(performance.now() - began) })}\n`);
  return result;
}
