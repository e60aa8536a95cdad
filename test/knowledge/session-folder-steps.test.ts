/** The printed commands for a folder that is missing, run in a shell: what is there already is nobody's to take away. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { causeById, remedyFor } from '../../src/knowledge/index.js';

const cause = causeById('session-path-missing');
const commands = (cause ? remedyFor(cause, null) : []).flatMap(({ command }) => (command?.includes('install -d') ? [command] : []));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'session-folder-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function take(command: string, subject: string): void {
  const filled = command
    .replaceAll('{subject}', subject)
    .replaceAll('<php-user>', String(process.getuid?.()))
    .replaceAll('<php-group>', String(process.getgid?.()));
  const { status, stderr } = spawnSync('sh', ['-c', filled], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
}

const modeOf = (path: string): number => statSync(path).mode & 0o7777;

describe('the steps of session-path-missing', () => {
  it('are for the folder and for its levels', () => {
    expect(commands).toHaveLength(2);
  });

  it('make the folder for its user alone', () => {
    const subject = join(folder, 'sessions');
    take(commands[0] ?? '', subject);
    expect(modeOf(subject)).toBe(0o700);
  });

  it('leave a folder that many share as it is', () => {
    chmodSync(folder, 0o1733);
    for (const command of commands) take(command, folder);
    expect(modeOf(folder)).toBe(0o1733);
  });

  it('make the levels that are missing and leave the others as they are', () => {
    const kept = join(folder, 'a');
    mkdirSync(kept);
    chmodSync(kept, 0o1733);
    take(commands[1] ?? '', folder);
    expect(modeOf(kept)).toBe(0o1733);
    for (const level of ['0', 'z', 'A', '-', ',']) expect(modeOf(join(folder, level))).toBe(0o700);
  });
});
