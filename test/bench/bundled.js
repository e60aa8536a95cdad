// A TypeScript file of the bench as one that Node runs.
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { top } from '../tools/install.js';

/** The path of the bundle. */
export async function bundled(file) {
  // ensurePackages may have had to install it
  const { build } = await import('esbuild');
  const outfile = join(top, 'node_modules/.cache/whmcs-doctor', `bench-${basename(file, '.ts')}.mjs`);
  mkdirSync(join(outfile, '..'), { recursive: true });
  await build({
    entryPoints: [join(top, file)],
    outfile,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  });
  return outfile;
}
