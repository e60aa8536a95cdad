import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import type { Target } from '../../src/cli/targets.js';
import { mostOfOneMachine, turnsFor } from '../../src/cli/turns.js';

const install = (name: string): Target => ({ kind: 'install', text: name });
const url = (name: string): Target => ({ kind: 'url', text: `https://${name}/` });
const ssh = (host: string, folder: string): Target => ({
  kind: 'ssh',
  text: `ssh://${host}${folder}`,
  destination: { user: null, host, port: null },
  folder,
});
const twelve = (make: (name: string) => Target): Target[] => Array.from({ length: 12 }, (_, at) => make(`/w${at}`));

/** The most that went on at once, for each name. */
async function most(
  targets: readonly Target[],
  jobs: number,
  nameOf: (target: Target) => string,
): Promise<Readonly<Record<string, number>>> {
  const turns = turnsFor(targets, jobs);
  const now = new Map<string, number>();
  const peak: Record<string, number> = {};
  await Promise.all(
    targets.map((target) =>
      turns.of(target, async () => {
        const name = nameOf(target);
        now.set(name, (now.get(name) ?? 0) + 1);
        peak[name] = Math.max(peak[name] ?? 0, now.get(name) ?? 0);
        await setTimeout(5);
        now.set(name, (now.get(name) ?? 0) - 1);
      }),
    ),
  );
  return peak;
}

test('few of one machine at a time, whatever --jobs is', async () => {
  expect(await most(twelve(install), 32, () => 'here')).toEqual({ here: mostOfOneMachine });
  expect(await most(twelve(install), 2, () => 'here')).toEqual({ here: 2 });
});

test('each machine has its own, and addresses may be anywhere', async () => {
  const targets = [...twelve((folder) => ssh('one.test', folder)), ...twelve((folder) => ssh('TWO.test', folder)), ...twelve(url)];
  const peak = await most(targets, 100, (target) => (target.kind === 'ssh' ? target.destination.host : target.kind));
  expect(peak).toEqual({ 'one.test': mostOfOneMachine, 'TWO.test': mostOfOneMachine, url: 12 });
});

test('who waits for a busy machine keeps nobody else waiting', async () => {
  const targets = [...twelve(install), ...twelve(url)];
  const done: string[] = [];
  const turns = turnsFor(targets, mostOfOneMachine + 1);
  await Promise.all(
    targets.map((target) =>
      turns.of(target, async () => {
        await setTimeout(target.kind === 'install' ? 60 : 2);
        done.push(target.kind);
      }),
    ),
  );
  expect(done.slice(0, 12).filter((kind) => kind === 'url').length).toBeGreaterThan(8);
});

test('work that fails gives its place to the next', async () => {
  const targets = twelve(install);
  const turns = turnsFor(targets, 32);
  const ended = await Promise.allSettled(targets.map((target) => turns.of(target, () => Promise.reject(new Error('x')))));
  expect(ended.map(({ status }) => status)).toEqual(targets.map(() => 'rejected'));
});

test('two names that lead to one machine share its turns', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'turns-'));
  writeFileSync(join(folder, 'config'), 'Host first second\n  HostName one.test\n');
  const real =
    (process.env['PATH'] ?? '')
      .split(':')
      .map((part) => join(part, 'ssh'))
      .find((file) => existsSync(file)) ?? '';
  writeFileSync(join(folder, 'ssh'), `#!/bin/sh\nexec ${real} -F ${folder}/config "$@"\n`, { mode: 0o755 });
  vi.stubEnv('PATH', `${folder}:${process.env['PATH'] ?? ''}`);
  try {
    const targets = [...twelve((at) => ssh('first', at)), ...twelve((at) => ssh('second', at))];
    expect(await most(targets, 100, () => 'one')).toEqual({ one: mostOfOneMachine });
  } finally {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  }
});
