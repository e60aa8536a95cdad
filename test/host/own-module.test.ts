import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';

const source = fileURLToPath(new URL('../../src/host/own-module.ts', import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'own-module-'));
  mkdirSync(join(folder, 'a place'));
  await build({
    stdin: {
      contents: `import { importFile, lend } from ${JSON.stringify(source)};
        class Failed extends Error {}
        lend('whmcs-doctor', { Failed, twice: (n) => 2 * n });
        const { Own, four } = await importFile(process.argv[2]);
        console.log(new Own() instanceof Failed, four);`,
      resolveDir: folder,
    },
    outfile: join(folder, 'program.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a module anywhere is given the very objects that were lent, and what lies beside it', async () => {
  const file = join(folder, 'a place/mine #1.mjs');
  writeFileSync(join(folder, 'a place/other.mjs'), 'export const two = 2;');
  writeFileSync(
    file,
    "import { Failed, twice } from 'whmcs-doctor'; import { two } from './other.mjs'; export const four = twice(two); export class Own extends Failed {}",
  );
  expect(await promisify(execFile)(process.execPath, [join(folder, 'program.mjs'), file])).toEqual({ stdout: 'true 4\n', stderr: '' });
});
