/**
 * Builds the host's child processes once for all tests, for Node cannot run their TypeScript sources: vitest's `globalSetup`. A test that
 * starts a host may also call `buildChildren` itself; it builds nothing twice.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const variable = 'WHMCS_DOCTOR_CHILDREN';

/** Sets the variable that the host reads when it runs from its sources. Returns what removes the build again. */
export async function buildChildren(): Promise<() => Promise<void>> {
  const known = process.env[variable];
  if (known !== undefined && existsSync(known)) return async () => {};
  const folder = await mkdtemp(join(tmpdir(), 'whmcs-doctor-children-'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await build({
    entryPoints: ['looker-child', 'watchdog-child'].map((name) => fileURLToPath(new URL(`../../src/host/${name}.ts`, import.meta.url))),
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    target: 'node20',
    logLevel: 'error',
  });
  process.env[variable] = folder;
  return async () => {
    delete process.env[variable];
    await rm(folder, { recursive: true, force: true });
  };
}

export default buildChildren;
