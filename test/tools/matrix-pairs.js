// Counts of the pairs of recorded faults, as the tests' own code counts them.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { top } from './install.js';

export async function recordedPairCounts() {
  const source = join(top, 'test/support/pairs.ts');
  const out = join(top, 'node_modules/.cache/whmcs-doctor', `pairs-${process.pid}.mjs`);
  mkdirSync(join(out, '..'), { recursive: true });
  await build({
    entryPoints: [source],
    outfile: out,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    // it looks for its fixtures beside itself
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(source).href) },
  });
  try {
    const { pairCounts } = await import(pathToFileURL(out).href);
    return pairCounts();
  } finally {
    rmSync(out, { force: true });
  }
}
