/** Several targets in one call: each has its report, one that cannot be looked at costs only itself, and a summary ends it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Several } from '../../src/model.js';
import { runProgram } from './doctor.js';
import { Lab, plain } from './lab.js';
import { site } from './names.js';

let lab: Lab;
let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'several-'));
  lab = await Lab.start(plain);
});
afterAll(async () => {
  await lab.stop();
  rmSync(folder, { recursive: true });
});

const check = (args: readonly string[], input?: string, env?: Readonly<Record<string, string>>) =>
  runProgram(['check', '--cacert', lab.ca, '--only', 'url', ...args], input, env);

test('the folder and the address of one install, and a folder that is not there', async () => {
  const run = await check([lab.root, site.url, '/nowhere', '-f', 'json']);
  const { reports, unusable } = JSON.parse(run.stdout) as Several;
  expect(reports.map(({ target, verdict }) => [target.kind, target.label, verdict])).toEqual([
    ['install', lab.root, 'healthy'],
    ['url', site.url, 'healthy'],
  ]);
  expect(unusable).toMatchObject([{ target: '/nowhere', exitCode: 64 }]);
  expect(run.stderr).toMatch(/^whmcs-doctor: \/nowhere: .*Type the folder of the install: whmcs-doctor check \/var\/www\/whmcs$/m);
  expect(run.status).toBe(64);
});

test('a list from standard input, and the worst status', async () => {
  const broken = join(folder, 'broken.json');
  writeFileSync(broken, '{}');
  await lab.setting('SystemURL', 'https://other.test/');
  const run = await check(['--targets', '-'], `# ours\n${lab.root}\n${site.url}\n${lab.root}\n`);
  expect(run.status).toBe(2);
  expect(run.stdout).toMatch(/2 targets: .*1 failing/);
  expect(run.stdout).toContain(`✗ ${lab.root}: failing: `);
  const withBundle = await check([site.url, broken]);
  expect(withBundle.status).toBe(78);
  expect(withBundle.stdout.replace(/\s+/g, ' ')).toContain(`✗ ${broken}: not looked at: `);
  await lab.setting('SystemURL', site.url);
});

test('a mistake in the command line ends the run before anything is looked at', async () => {
  const audit = join(folder, 'audit');
  for (const args of [
    ['ssh://-oProxyCommand=x/w'],
    [lab.root, '--targets', '/nowhere'],
    [lab.root, site.url, '--origin', site.ipv4],
    [lab.root, site.url, '--only', 'no-such-check'],
  ]) {
    const run = await check([...args, '--audit', audit]);
    expect(run.status).toBe(64);
    expect(run.stdout).toBe('');
    expect(run.stderr.trim().split('\n')).toHaveLength(1);
  }
});

test('a credential that would be sent to all of them is refused', async () => {
  const run = await check([lab.root, site.url], undefined, { WHMCS_API_IDENTIFIER: 'x' });
  expect(run.status).toBe(64);
  expect(run.stderr).toContain('WHMCS_API_IDENTIFIER would be given to all 2 targets');
});

test('a line of a list that stands for no target costs only itself', async () => {
  const run = await check(['--targets', '-', '-f', 'json'], `${site.url}\nssh://root:hunter2@host/w\n`);
  const { reports, unusable } = JSON.parse(run.stdout) as Several;
  expect(reports.map(({ verdict }) => verdict)).toEqual(['healthy']);
  expect(unusable).toMatchObject([{ exitCode: 64 }]);
  expect(run.stdout + run.stderr).not.toContain('hunter2');
  expect(run.status).toBe(64);
});

test('the audit names the target of each line', async () => {
  const audit = join(folder, 'audit');
  await check([lab.root, site.url, '--audit', audit]);
  const lines = readFileSync(audit, 'utf8').trimEnd().split('\n');
  for (const line of lines) expect([lab.root, site.url]).toContain(line.split(' ')[1]);
  expect(new Set(lines.map((line) => line.split(' ')[1])).size).toBe(2);
});
