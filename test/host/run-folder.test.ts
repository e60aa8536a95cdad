import { mkdirSync, mkdtempSync, readlinkSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runFolder } from '../../src/host/run-folder.js';
import { runProgram } from '../../src/host/run-program.js';
import { LookFailed } from '../../src/logic/failure.js';
import type { FileStat, Files } from '../../src/model.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-folder-'));
  for (const name of ['crons', 'closed']) mkdirSync(join(folder, name));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const me = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
/** What the user's own look reached; null: nothing. */
const reaches = (path: string | null): Pick<Files, 'stat'> => ({
  stat: async () => {
    if (path === null) throw new LookFailed('denied', 'closed');
    const seen = statSync(path);
    return { kind: seen.isDirectory() ? 'directory' : 'file', inode: seen.ino, device: seen.dev } as FileStat;
  },
});

it('is the folder itself, also through a name that no longer matters', async () => {
  const crons = join(folder, 'crons');
  expect((await runFolder(reaches(crons), crons, null, undefined))?.path).toBe(crons);
  const entered = await runFolder(reaches(crons), crons, me, undefined);
  expect(readlinkSync(entered?.path ?? '')).toBe(crons);
  const ran = await runProgram('/bin/sh', ['-c', 'pwd -P'], {
    name: 'sh',
    as: null,
    cwd: entered?.path,
    timeoutMs: 5000,
    maxBytes: 1000,
  });
  expect(ran.stdout).toBe(`${crons}\n`);
  await entered?.close();
});

it('is none where these rights lead elsewhere, or nowhere', async () => {
  const link = join(folder, 'link');
  symlinkSync(join(folder, 'closed'), link);
  expect(await runFolder(reaches(join(folder, 'crons')), link, me, undefined)).toBeNull();
  expect(await runFolder(reaches(null), link, me, undefined)).toBeNull();
  expect(await runFolder(reaches('/etc/passwd'), '/etc/passwd', null, undefined)).toBeNull();
  expect(await runFolder(reaches(folder), join(folder, 'gone'), me, undefined)).toBeNull();
});
