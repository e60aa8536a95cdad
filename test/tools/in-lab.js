// Runs a TypeScript file inside the lab's namespaces, as the tests are run.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { top } from './install.js';

/** The file as one module that Node runs. Modules that look beside themselves find the folder of the sources. */
export async function bundle(file) {
  const out = join(top, 'node_modules/.cache/whmcs-doctor', `${basename(file, '.ts')}.mjs`);
  mkdirSync(join(out, '..'), { recursive: true });
  await build({
    entryPoints: [join(top, file)],
    outfile: out,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(join(top, 'test/lab/lab.ts')).href) },
  });
  return out;
}

/** What the file printed and its status. */
export async function runInLab(file) {
  const out = await bundle(file);
  return spawnSync('unshare', ['-mn', '--propagation', 'private', 'bash', join(top, 'test/lab/machine.sh'), process.execPath, out], {
    cwd: top,
    stdio: ['ignore', 'pipe', 2],
    encoding: 'utf8',
    env: { ...process.env, WHMCS_DOCTOR_TOP: top },
  });
}
