import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SshLine } from '../../../src/host/ssh/line.js';
import { privateFolder } from '../../../src/host/ssh/private-folder.js';

let folder = '';
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'line-'))));
afterAll(() => rmSync(folder, { recursive: true }));

/** A program in the place of ssh; LOG is the file of its messages. */
function program(script: string): string {
  const file = join(folder, `ssh-${Math.random()}`);
  writeFileSync(file, `#!/bin/sh\nwhile [ "$1" != -E ]; do shift; done; LOG="$2"\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

async function refusal(script: string): Promise<string> {
  const own = await privateFolder();
  const line = new SshLine(
    { destination: { user: 'root', host: 'a.test', port: null }, environment: process.env, timeoutMs: 2500, program: program(script) },
    own,
  );
  const why = await line.hello.then(
    () => 'greeted',
    (error: unknown) => (error as Error).message,
  );
  await line.close();
  expect(existsSync(own)).toBe(false);
  return why;
}

test('no message of ssh is lost, however many there are', async () => {
  const many = 'i=0; while [ $i -lt 6000 ]; do echo "debug2: channel 1: a line that fills the pipe, $i"; i=$((i+1)); done >"$LOG"';
  expect(await refusal(`${many}; echo "root@a.test: Permission denied (publickey)." >>"$LOG"; exit 255`)).toMatch(
    /accepts none of the keys/,
  );
});

test('what others write is told apart from what ssh says', async () => {
  expect(await refusal('echo "root@a.test: Permission denied (publickey)." >&2; echo "a word of its own" >"$LOG"; exit 255')).toMatch(
    /could not connect to root@a\.test: a word of its own/,
  );
});

test('a program that ends at once without a word is no reason to wait', async () => {
  const began = performance.now();
  expect(await refusal('exit 255')).toMatch(/could not connect to root@a\.test/);
  expect(performance.now() - began).toBeLessThan(5000);
});
