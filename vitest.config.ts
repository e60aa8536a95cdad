import { defineConfig } from 'vitest/config';
import { Shards } from './test/tools/shards.js';

export default defineConfig({
  test: {
    sequence: { sequencer: Shards },
    projects: [
      {
        test: {
          name: 'unit',
          globalSetup: ['test/support/setup.ts'],
          include: ['test/**/*.test.ts'],
          exclude: ['test/lab/**', 'node_modules/**'],
        },
      },
      {
        test: {
          name: 'lab',
          include: ['test/lab/**/*.test.ts'],
          globalSetup: ['test/support/setup.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
