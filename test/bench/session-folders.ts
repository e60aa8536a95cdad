/** A million session files, counted as the program counts them, against find: one JSON line per figure. Run by test/bench/sessions.js. */
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, futimesSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalFiles } from '../../src/host/files.js';
import { Lookers } from '../../src/host/looker.js';
import type { ScanResult } from '../../src/model.js';

const folder = process.argv[2] ?? '';
const many = Number(process.env['BENCH_FILES'] ?? 1_000_000);
const few = Math.ceil(many / 10);
const rounds = 5;

const lookers = new Lookers();
const identity = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, groups: [], name: null };
const files = new LocalFiles({ lookers, me: identity, timeoutMs: 5000, onTouch: () => {} });

function figure(name: string, value: number, bound: number | null, unit = '×'): void {
  console.log(JSON.stringify({ figure: name, value, bound, unit }));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** 30 % are younger than 24 minutes, the others up to three days old. Empty: neither find nor the program reads them. */
function fill(path: string, count: number): string {
  mkdirSync(path, { recursive: true });
  const now = Date.now() / 1000;
  let seed = 12_345;
  const random = (): number => (seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  for (let n = 0; n < count; n += 1) {
    const id = Array.from({ length: 26 }, () => 'abcdefghijklmnopqrstuvwxyz012345'[Math.floor(random() * 32)]).join('');
    const file = openSync(`${path}/sess_${id}`, 'w', 0o600);
    const at = now - (random() < 0.3 ? random() * 1440 : 1440 + random() * 72 * 3600);
    futimesSync(file, at, at);
    closeSync(file);
  }
  return path;
}

function imageOf(inodes: number): string {
  const [image, at] = [join(folder, 'image'), join(folder, 'ext4')];
  mkdirSync(at);
  execFileSync('truncate', ['-s', `${Math.ceil(inodes / 1000)}M`, image]);
  execFileSync('mkfs.ext4', ['-q', '-F', '-b', '4096', '-m', '0', '-N', String(inodes), image]);
  execFileSync('mount', ['-o', 'loop,noatime', image, at]);
  return at;
}

function memoryOf(inodes: number): string {
  const at = join(folder, 'tmpfs');
  mkdirSync(at);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `nr_inodes=${inodes}`, 'tmpfs', at]);
  return at;
}

function find(path: string): number {
  const began = performance.now();
  spawnSync('find', [path, '-type', 'f', '-mmin', '+24'], { stdio: 'ignore' });
  return performance.now() - began;
}

/** Kilobytes that the largest of our children ever held. */
function largestChild(): number {
  const ofOne = (pid: string): number => {
    try {
      return Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
    } catch {
      return 0; // it has just ended
    }
  };
  return Math.max(0, ...children().map(ofOne));
}

function children(): readonly string[] {
  return readdirSync('/proc/self/task').flatMap((task) => {
    try {
      return readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' ').filter(Boolean);
    } catch {
      return [];
    }
  });
}

interface Scanned {
  readonly ms: number;
  readonly peakKb: number;
  readonly result: ScanResult;
}

async function scan(
  path: string,
  how: { readonly exact?: boolean; readonly depth?: number; readonly signal?: AbortSignal } = {},
): Promise<Scanned> {
  const began = performance.now();
  let peakKb = 0;
  const watch = setInterval(() => (peakKb = Math.max(peakKb, largestChild())), 20);
  try {
    const result = await files.scanSessions(path, { depth: 0, exact: false, staleSeconds: 1440, budgetMs: 120_000, ...how });
    return { ms: performance.now() - began, peakKb, result };
  } finally {
    clearInterval(watch);
  }
}

/** Both ways of counting against find, in turn. */
async function againstFind(
  where: string,
  path: string,
  count: number,
  bounds: { readonly estimate: number | null; readonly exact: number | null },
): Promise<void> {
  find(path);
  const ratios: { estimate: number; exact: number }[] = [];
  let largest = 0;
  for (let round = 0; round < rounds; round += 1) {
    const floor = find(path);
    const estimate = await scan(path);
    const exact = await scan(path, { exact: true });
    for (const { result, peakKb } of [estimate, exact]) {
      if (result.counted !== count || !result.complete) throw new Error(`${result.counted} of ${count} files were counted`);
      largest = Math.max(largest, peakKb);
    }
    ratios.push({ estimate: estimate.ms / floor, exact: exact.ms / floor });
  }
  figure(`${where}: counted, age from a sample : find -mmin`, median(ratios.map((ratio) => ratio.estimate)), bounds.estimate);
  figure(`${where}: --exact : find -mmin`, median(ratios.map((ratio) => ratio.exact)), bounds.exact);
  figure(`${where}: largest process that counts`, largest / 1000, 80, 'MB');
}

/** From the signal until the answer is there, and until the processes are gone. */
async function cancelled(path: string): Promise<void> {
  const worst = { answer: 0, gone: 0 };
  for (const exact of [false, true, false, true, false, true]) {
    const before = new Set(children());
    const own = (): readonly string[] => children().filter((pid) => !before.has(pid));
    const stop = new AbortController();
    const asked = scan(path, { exact, signal: stop.signal }).catch(() => null);
    while (own().length === 0) await pause(5);
    await pause(100);
    const began = performance.now();
    stop.abort();
    if ((await asked)?.result.complete === true) throw new Error('the folder was counted before it could be cancelled');
    worst.answer = Math.max(worst.answer, performance.now() - began);
    while (own().length > 0) await pause(1);
    worst.gone = Math.max(worst.gone, performance.now() - began);
  }
  figure('cancelled: until there is an answer, longest', worst.answer, 50, 'ms');
  figure('cancelled: until its processes are gone, longest', worst.gone, 50, 'ms');
}

/** How long another look takes while one counts, against a quiet moment. */
async function besides(path: string): Promise<void> {
  const looksUntil = async (ended: () => boolean): Promise<readonly number[]> => {
    const times: number[] = [];
    while (!ended()) {
      const began = performance.now();
      await files.stat('/etc/hosts');
      times.push(performance.now() - began);
      await pause(2);
    }
    return times;
  };
  const quiet: number[] = [];
  const during: number[] = [];
  await files.stat('/etc/hosts');
  for (let round = 0; round < 3; round += 1) {
    const until = performance.now() + 500;
    quiet.push(...(await looksUntil(() => performance.now() > until)));
    let isOver = false;
    const counting = scan(path).finally(() => (isOver = true));
    during.push(...(await looksUntil(() => isOver)));
    await counting;
  }
  figure('another look meanwhile : in a quiet moment', median(during) / median(quiet), 2);
  figure('another look meanwhile, longest', Math.max(...during), null, 'ms');
  figure('another look in a quiet moment, longest', Math.max(...quiet), null, 'ms');
}

/** The same number of files below a hundred levels and in one folder. */
async function nested(deep: string, flat: string): Promise<void> {
  const levels = 100;
  fill(join(deep, ...Array.from({ length: levels }, () => 'a')), few);
  fill(flat, few);
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const level = await scan(flat);
    const below = await scan(deep, { depth: levels });
    if (below.result.counted !== few) throw new Error(`${below.result.counted} of ${few} files were counted`);
    ratios.push(below.ms / level.ms);
  }
  figure('below 100 levels of folders : in one folder', median(ratios), 1.25);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

const inodes = many + 2 * few + 10_000;
const ext4 = imageOf(inodes);
const sessions = fill(join(ext4, 'sessions'), many);
await againstFind('ext4', sessions, many, { estimate: 0.35, exact: 1.1 });
await cancelled(sessions);
await besides(sessions);
await nested(join(ext4, 'deep'), join(ext4, 'flat'));
await againstFind('tmpfs', fill(join(memoryOf(inodes), 'sessions'), many), many, { estimate: null, exact: null });
lookers.close();
