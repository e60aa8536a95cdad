// npm run fuzz [-- FACTOR]: the properties of test/fuzz over many more texts. FUZZ_SEED=… repeats a run that failed.
import { join } from 'node:path';
import { ensurePackages, run, top } from './install.js';

ensurePackages();
const factor = process.argv[2] ?? process.env.FUZZ_RUNS ?? '50';
if (!/^[1-9]\d{0,5}$/.test(factor)) {
  console.error(`fuzz: ${factor} is not a number of times: npm run fuzz -- 50`);
  process.exit(64);
}
process.env.FUZZ_RUNS = factor;
process.exit(run(process.execPath, [join(top, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'unit', 'test/fuzz']));
