import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendSummary, fitting } from '../../src/cli/job-summary.js';
import { renderMarkdown } from '../../src/report/markdown.js';
import { kinds } from '../support/report-kinds.js';
import { view } from '../support/view.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the job summary', () => {
  it('is appended to what others wrote', async () => {
    const path = join(folder, 'summary.md');
    writeFileSync(path, '# Another step\n');
    await appendSummary(path, '## one\n');
    await appendSummary(path, '## two\n');
    expect(readFileSync(path, 'utf8')).toBe('# Another step\n## one\n## two\n');
  });

  it('ends at a whole section where there is no room for more, and says so', async () => {
    const section = (name: string) => `## ${name}\n\n${'é'.repeat(200_000)}\n\n`;
    const whole = section('one') + section('two') + section('three');
    const path = join(folder, 'long.md');
    await appendSummary(path, whole);
    const text = readFileSync(path, 'utf8');
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1024 * 1024);
    expect(text).toBe(
      `${section('one')}${section('two')}### More stands in the log\n\nGitHub shows 1 MiB of a job summary, and this report is longer.\n`,
    );
    await appendSummary(path, whole);
    expect(Buffer.byteLength(readFileSync(path, 'utf8')), 'with what was there').toBeLessThanOrEqual(1024 * 1024);
    expect(fitting(whole, 10)).toBe('');
    const report = kinds['every status'];
    if (report) expect(fitting(renderMarkdown(report, view), 700)).toMatch(/^## .*\n\n(?:.*\n)+### More stands in the log/);
  });

  it('that cannot be written is one clear line with exit status 73, soon', async () => {
    const missing = join(folder, 'none', 'summary.md');
    await expect(appendSummary(missing, 'x')).rejects.toMatchObject({ code: 73, message: expect.stringContaining(missing) as string });
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    await expect(appendSummary(pipe, 'x')).rejects.toMatchObject({ code: 73 });
    await expect(appendSummary(folder, 'x')).rejects.toMatchObject({ code: 73 });
  });

  it('comes with -f github where GITHUB_STEP_SUMMARY names a file, and costs nothing else where it fails', () => {
    const program = fileURLToPath(new URL('../../bin/whmcs-doctor.js', import.meta.url));
    const run = (summary: string, ...args: readonly string[]) =>
      spawnSync(process.execPath, [program, 'demo', ...args], {
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], LANG: 'C.UTF-8', GITHUB_STEP_SUMMARY: summary },
      });
    const path = join(folder, 'demo.md');
    const file = join(folder, 'log.txt');
    const both = run(path, '-f', 'markdown', '-f', `github=${file}`);
    expect(both.status).toBe(2);
    expect(readFileSync(path, 'utf8')).toBe(both.stdout);
    expect(readFileSync(file, 'utf8')).toContain('::error title=');

    run(path, '-f', 'json');
    expect(readFileSync(path, 'utf8'), 'another format').toBe(both.stdout);

    const failed = run(join(folder, 'none', 'demo.md'), '-f', 'github');
    expect(failed.status).toBe(73);
    expect(failed.stdout).toBe(readFileSync(file, 'utf8'));
    expect(failed.stderr).toMatch(
      /^whmcs-doctor: cannot append the job summary to .*none\/demo\.md, which GITHUB_STEP_SUMMARY names: ENOENT.*\n$/,
    );
  });
});
