import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { say } from '../../src/cli/output.js';
import { writeWhole } from '../../src/cli/whole-file.js';
import { shellQuote } from '../../src/logic/shell-quote.js';

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

describe('a file that is written', () => {
  const at = (name: string): string => join(folder, name);
  const modeOf = (name: string): number => statSync(at(name)).mode & 0o777;
  let before: number;
  beforeAll(() => {
    before = process.umask(0o022);
  });
  afterAll(() => {
    process.umask(before);
  });

  it('is private, for it can name people, unless it is meant for somebody else', async () => {
    await writeWhole(at('new'), 'x\n');
    expect(modeOf('new')).toBe(0o600);
    await writeWhole(at('metrics'), 'x\n', 0o666);
    expect(modeOf('metrics')).toBe(0o644);
  });

  it('keeps the permissions that it had', async () => {
    writeFileSync(at('old'), 'old');
    chmodSync(at('old'), 0o640);
    await writeWhole(at('old'), 'new\n');
    expect([modeOf('old'), readFileSync(at('old'), 'utf8')]).toEqual([0o640, 'new\n']);
  });

  it.each([
    ['/nonexistent/report.json', 'there is no folder /nonexistent'],
    ['/dev/full', 'the disk is full'],
  ])('that cannot be, %s, says why', async (path, why) => {
    await expect(writeWhole(path, 'x')).rejects.toMatchObject({ code: 73, message: `cannot write ${path}: ${why}` });
  });

  it('leaves nothing beside a folder that stands in its place', async () => {
    mkdirSync(at('folder'));
    const names = readdirSync(folder);
    await expect(writeWhole(at('folder'), 'x')).rejects.toMatchObject({
      code: 73,
      message: `cannot write ${at('folder')}: it is a folder`,
    });
    expect(readdirSync(folder)).toEqual(names);
  });
});

it('a pipe that nobody reads is not waited for', async () => {
  const pipe = join(folder, 'pipe');
  expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
  await expect(writeWhole(pipe, 'x')).rejects.toMatchObject({ code: 73, message: `cannot write ${pipe}: nobody reads from it` });
});

it('a command that is said names the same file in a terminal without Unicode', () => {
  let said = '';
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((said += String(text)), true));
  vi.stubEnv('LC_ALL', 'de_DE.ISO-8859-1');
  say('wrote é. Judge it with:', `printf %s ${shellQuote('/tmp/größe (é).tgz')}`);
  vi.unstubAllEnvs();
  write.mockRestore();
  expect(said).toMatch(/^whmcs-doctor: wrote e\. Judge it with: printf [ -~]*\n$/);
  expect(spawnSync('bash', ['--norc', '-c', said.replace(/^.*with: /, '')], { encoding: 'utf8' }).stdout).toBe('/tmp/größe (é).tgz');
});
