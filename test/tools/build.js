// Builds dist/: one ESM file per command with shared chunks, the children's entries, the declarations, the JSON Schemas and the demo. The
// packages are built in: finding and reading some 400 files of theirs took a quarter of a check's time.
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { generated } from './generate.js';
import { notices } from './notices.js';
import { onDemand } from './on-demand.js';
import { writeTriage } from './build-triage.js';

const top = fileURLToPath(new URL('../..', import.meta.url));
/** Built beside the old one and put in its place at the end: a program that runs meanwhile finds all its files. */
const dist = join(top, `dist-${process.pid}`);
process.on('exit', () => rmSync(dist, { recursive: true, force: true })); // a build that failed leaves nothing

for (const [file, text] of Object.entries(generated())) writeFileSync(join(top, file), text);

mkdirSync(join(dist, 'schemas'), { recursive: true });
const { metafile } = await build({
  absWorkingDir: top,
  entryPoints: [
    { in: 'src/cli/main.ts', out: 'cli' },
    { in: 'src/index.ts', out: 'index' },
  ],
  outdir: dist,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // flat: what a chunk finds relative to itself is what dist/cli.js finds
  chunkNames: 'chunk-[hash]',
  // names stay, for stack traces
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  // packages in CommonJS ask for Node's own modules by require
  banner: { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" },
  plugins: [onDemand],
  metafile: true,
  logLevel: 'warning',
});
writeFileSync(join(dist, 'third-party-licenses.txt'), notices(top, Object.keys(metafile.inputs)));
// the children load nothing after they have dropped their rights: one whole file each
await build({
  absWorkingDir: top,
  entryPoints: [
    { in: 'src/host/looker-child.ts', out: 'looker-child' },
    { in: 'src/host/watchdog-child.ts', out: 'watchdog-child' },
  ],
  outdir: dist,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
});
copyFileSync(join(top, 'src/cli/demo-install.json'), join(dist, 'demo-install.json'));
// what runs at the other end of ssh, as one script
const agent = join(top, 'src/host/ssh/agent');
const parts = readdirSync(agent)
  .sort()
  .map((name) => readFileSync(join(agent, name), 'utf8').replace('<?php\n', ''));
writeFileSync(join(dist, 'agent.php'), `<?php\n${parts.join('\n')}`);

if (!process.argv.includes('--fast')) {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', join(top, 'test/tools/tsconfig.declarations.json'), '--outDir', join(dist, 'types')], {
    cwd: top,
    stdio: 'inherit',
  });
}

// the schemas come from the same definitions that validate: they are built once and asked for their JSON Schema
const schemas = join(dist, 'schemas', 'build.mjs');
await build({
  absWorkingDir: top,
  entryPoints: ['src/report/schema.ts'],
  outfile: schemas,
  bundle: true,
  format: 'esm',
  platform: 'node',
  external: ['zod'],
  logLevel: 'warning',
});
const { jsonSchemas } = await import(pathToFileURL(schemas).href);
for (const [name, schema] of Object.entries(jsonSchemas()))
  writeFileSync(join(dist, 'schemas', `${name}.json`), `${JSON.stringify(schema, null, 2)}\n`);
rmSync(schemas);

await writeTriage(top, dist);

rmSync(join(top, 'dist'), { recursive: true, force: true });
renameSync(dist, join(top, 'dist'));
