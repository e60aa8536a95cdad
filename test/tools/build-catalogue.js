// What the program knows as data, for the commands that tell of it: see src/cli/catalogue.ts.
import { build } from 'esbuild';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { asciiJson } from './ascii-json.js';

export async function writeCatalogue(top, dist) {
  const outfile = join(dist, 'build-catalogue.mjs');
  await build({
    absWorkingDir: top,
    entryPoints: ['src/cli/catalogue.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'warning',
  });
  const { catalogueWith, probeCardsWith } = await import(pathToFileURL(outfile).href);
  rmSync(outfile);
  for (const [name, value] of Object.entries({ ...(await catalogueWith([])), probes: await probeCardsWith([]) }))
    writeFileSync(join(dist, `${name}.json`), asciiJson(value));
}
