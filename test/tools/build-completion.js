// The shells' completion scripts, from the commands and the catalogue as they are now.
import { build } from 'esbuild';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What a command does when it is called is not needed for its name. */
const commandsAlone = {
  name: 'commands-alone',
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ kind, path }) => (kind === 'dynamic-import' ? { path, external: true } : undefined));
  },
};

export async function writeCompletion(top, dist) {
  const folder = join(dist, 'completion');
  mkdirSync(folder);
  const outfile = join(folder, 'build.mjs');
  await build({
    absWorkingDir: top,
    entryPoints: ['src/cli/completion/scripts.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    plugins: [commandsAlone],
    logLevel: 'warning',
  });
  const { completionScripts } = await import(pathToFileURL(outfile).href);
  for (const [shell, script] of Object.entries(completionScripts())) writeFileSync(join(folder, `whmcs-doctor.${shell}`), script);
  rmSync(outfile);
}
