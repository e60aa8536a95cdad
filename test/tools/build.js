// Builds dist/: the core that all commands share, one ESM file per command with shared chunks, the children's entries, the declarations, the JSON Schemas, the completion
// and the demo. The packages are built in: finding and reading some 400 files of theirs took a quarter of a check's time.
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { packagesIn } from './built-in.js';
import { withCores } from './core.js';
import { generated } from './generate.js';
import { lean } from './lean.js';
import { notices } from './notices.js';
import { onDemand } from './on-demand.js';
import { sbom } from './sbom.js';
import { writeCatalogue } from './build-catalogue.js';
import { writeCompletion } from './build-completion.js';
import { writeTriage } from './build-triage.js';

const top = fileURLToPath(new URL('../..', import.meta.url));
/** Built beside the old one, which is renamed away for it at the end: only between these two renames there is no dist/. */
const dist = join(top, `dist-${process.pid}`);
const old = join(top, `dist-old-${process.pid}`);
process.on('exit', () => {
  for (const folder of [dist, old]) rmSync(folder, { recursive: true, force: true }); // a build that failed leaves nothing
});

for (const [file, text] of Object.entries(generated())) writeFileSync(join(top, file), text);

mkdirSync(join(dist, 'schemas'), { recursive: true });
/** Packages in CommonJS ask for Node's own modules by require; what else they try to find is not there. */
const requireOfNode = `const require = (name) => {
  const found = process.getBuiltinModule(name);
  if (!found) throw Object.assign(new Error('there is no module ' + name), { code: 'MODULE_NOT_FOUND' });
  return found;
};`;
const common = {
  absWorkingDir: top,
  outdir: dist,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  metafile: true,
  logLevel: 'warning',
};
const { metafile } = await build({
  ...common,
  entryPoints: [{ in: 'src/cli/main.ts', out: 'cli' }],
  splitting: true,
  // flat: what a chunk finds relative to itself is what dist/cli.js finds
  chunkNames: 'chunk-[hash]',
  // names stay, for stack traces
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  banner: { js: requireOfNode },
  plugins: [lean, withCores, onDemand],
});
// it shares nothing with the program: a plug-in is lent the program's own
const { metafile: ofInterface } = await build({
  ...common,
  entryPoints: [{ in: 'src/index.ts', out: 'index' }],
  minifySyntax: true,
  legalComments: 'none',
});
// the children load nothing after they have dropped their rights: one whole file each
const { metafile: ofChildren } = await build({
  ...common,
  entryPoints: ['looker-child', 'watchdog-child'].map((name) => ({ in: `src/host/${name}.ts`, out: name })),
  // Node starts it sooner than a module
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
});
const packages = packagesIn(
  top,
  [metafile, ofInterface, ofChildren].flatMap(({ inputs }) => Object.keys(inputs)),
);
writeFileSync(join(dist, 'third-party-licenses.txt'), notices(top, packages));
writeFileSync(join(dist, 'sbom.cdx.json'), `${JSON.stringify(sbom(top, packages), null, 1)}\n`);
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
  stdin: {
    contents: [
      "export { jsonSchemas } from './src/report/schema.js';",
      "export { policyJsonSchemas } from './src/policy/schemas.js';",
      "export { pluginSchemas } from './src/run/plugins/protocol.js';",
    ].join('\n'),
    resolveDir: top,
  },
  outfile: schemas,
  bundle: true,
  format: 'esm',
  platform: 'node',
  external: ['zod', 'yaml'],
  logLevel: 'warning',
});
const { jsonSchemas, policyJsonSchemas, pluginSchemas } = await import(pathToFileURL(schemas).href);
for (const [name, schema] of Object.entries({ ...jsonSchemas(), ...policyJsonSchemas(), ...pluginSchemas() }))
  writeFileSync(join(dist, 'schemas', `${name}.json`), `${JSON.stringify(schema, null, 2)}\n`);
rmSync(schemas);

await writeCatalogue(top, dist);
await writeTriage(top, dist);
await writeCompletion(top, dist);

if (existsSync(join(top, 'dist'))) renameSync(join(top, 'dist'), old);
renameSync(dist, join(top, 'dist'));
