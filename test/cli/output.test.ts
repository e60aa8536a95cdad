import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-test-'));
  const entry = fileURLToPath(new URL('../../src/cli/output.ts', import.meta.url));
  await build({
    entryPoints: [entry],
    outfile: join(folder, 'output.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

it('standard output and standard error that are closed early are no error', () => {
  const script = `import { print, say } from '${join(folder, 'output.mjs')}'; for (let i = 0; i < 50; i++) { await print('x'.repeat(100000)); say('y'); } process.exitCode = 7;`;
  for (const pipe of ['| head -c 10', '2>&1 >/dev/null | head -c 1']) {
    const command = `'${process.execPath}' --input-type=module -e "$SCRIPT" ${pipe} > /dev/null; exit "\${PIPESTATUS[0]}"`;
    const { status } = spawnSync('bash', ['--noprofile', '--norc', '-c', command], {
      stdio: 'ignore',
      env: { ...process.env, SCRIPT: script },
    });
    expect(status).toBe(7);
  }
});
