import { defineConfig } from 'vitest/config';
import { Shards } from './test/tools/shards.js';

/** Tests that replace modules, or that run other tests: they need modules of their own. */
const apart = ['test/probes/php-web.test.ts', 'test/bundled-verdicts.test.ts', 'test/hostile-facts.test.ts'];

/** LAB_PATIENCE=4: four times as long until a test of the laboratory counts as hanging, for a run that shares its machine with others. */
const patience = Number(process.env['LAB_PATIENCE']) || 1;

export default defineConfig({
  test: {
    sequence: { sequencer: Shards },
    projects: [
      {
        test: {
          name: 'unit',
          globalSetup: ['test/support/setup.ts'],
          include: ['test/**/*.test.ts'],
          exclude: ['test/lab/**', 'node_modules/**', ...apart],
          // loading the same modules anew for each of 270 files took longer than the tests
          isolate: false,
          // a busy machine is no failure
          testTimeout: 30_000,
        },
      },
      { test: { name: 'unit-apart', include: apart } },
      {
        test: {
          name: 'lab',
          include: ['test/lab/**/*.test.ts'],
          globalSetup: ['test/support/setup.ts'],
          fileParallelism: false,
          // a busy machine is no failure: what it stalls is tried once more, and the report says so
          retry: 1,
          testTimeout: 120_000 * patience,
          hookTimeout: 240_000 * patience,
        },
      },
    ],
  },
});
