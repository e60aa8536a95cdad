import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../../src/host/run-program.js';

const how = { name: 'test', as: null, timeoutMs: 5000, maxBytes: 10_000 };
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-run-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const script = (name: string, text: string, mode = 0o755): string => {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, mode);
  return path;
};

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('runProgram', () => {
  it('gives what was printed and the status', async () => {
    const path = script('both', 'echo out "$@"; echo err >&2; exit 3');
    expect(await runProgram(path, ['a b', '$(id)', '*'], how)).toEqual({ code: 3, stdout: 'out a b $(id) *\n', stderr: 'err\n' });
  });

  it('hands over nothing of our environment, our folder or our input', async () => {
    process.env['WHMCS_DOCTOR_TEST_SECRET'] = 'x';
    const { stdout } = await runProgram(script('env', 'env; pwd; cat'), [], how);
    delete process.env['WHMCS_DOCTOR_TEST_SECRET'];
    expect(stdout).toContain('LC_ALL=C\n');
    expect(stdout).toContain('HOME=/\n');
    expect(stdout).not.toContain('WHMCS_DOCTOR');
    expect(stdout.endsWith('\n/\n')).toBe(true);
  });

  it('kills the whole group at the limit', async () => {
    const started = performance.now();
    const path = script('slow', `sleep 60 & echo $! > ${folder}/pid; sleep 60`);
    await expect(runProgram(path, [], { ...how, timeoutMs: 300 })).rejects.toMatchObject({ gap: 'timeout' });
    expect(performance.now() - started).toBeLessThan(3000);
    const pid = Number((await runProgram(script('pid', `cat ${folder}/pid`), [], how)).stdout);
    await expect.poll(() => isRunning(pid), { timeout: 4000 }).toBe(false);
  });

  it('does not wait for what a program leaves running with its output', async () => {
    const started = performance.now();
    const ran = await runProgram(script('leaves', 'echo done; sleep 60 & exit 0'), [], how);
    expect(ran).toMatchObject({ code: 0, stdout: 'done\n' });
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('ends a program that prints without end', async () => {
    await expect(runProgram(script('yes', 'yes'), [], how)).rejects.toMatchObject({ gap: 'oversize' });
  });

  it('can be stopped', async () => {
    const stop = new AbortController();
    const ran = runProgram(script('waits', 'sleep 60'), [], { ...how, signal: stop.signal });
    setTimeout(() => stop.abort(), 50);
    await expect(ran).rejects.toMatchObject({ gap: 'aborted' });
  });

  it('tells why a program does not start', async () => {
    await expect(runProgram(join(folder, 'none'), [], how)).rejects.toMatchObject({ gap: 'absent' });
    await expect(runProgram(script('plain', 'true', 0o644), [], how)).rejects.toMatchObject({ gap: 'denied' });
  });
});
