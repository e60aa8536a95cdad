/** The whole check on the lab: prints one JSON line per figure. Run by test/tools/bench.js inside the lab's namespaces. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProbeReport, Report } from '../../src/model.js';
import { Lab } from '../lab/lab.js';

const launcher = join(process.env['WHMCS_DOCTOR_TOP'] ?? '.', 'bin/whmcs-doctor.js');

interface Run {
  readonly report: Report;
  readonly wallMs: number;
  /** Largest process of the run, MB. */
  readonly peakMb: number;
}

async function check(lab: Lab, args: readonly string[]): Promise<Run> {
  const began = performance.now();
  const child = spawn(process.execPath, [launcher, 'check', lab.root, '-f', 'json', '--cacert', lab.ca, ...args], {
    cwd: '/',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  let peak = 0;
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
  const watch = setInterval(() => {
    peak = Math.max(peak, highWaterMark(child.pid ?? 0));
  }, 5);
  await once(child, 'close');
  clearInterval(watch);
  return { report: JSON.parse(text) as Report, wallMs: performance.now() - began, peakMb: peak / 1024 };
}

/** VmHWM in kB: the most that the process ever held. */
function highWaterMark(pid: number): number {
  try {
    return Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** The longest chain of looks that wait for each other, ms. */
function longestChain(probes: readonly ProbeReport[]): number {
  const byFact = new Map(probes.map((probe) => [probe.fact, probe]));
  const memo = new Map<string, number>();
  const chain = (fact: string): number => {
    const known = memo.get(fact);
    if (known !== undefined) return known;
    const probe = byFact.get(fact);
    const length = probe ? probe.durationMs + Math.max(0, ...probe.needs.map(chain)) : 0;
    memo.set(fact, length);
    return length;
  };
  return Math.max(...probes.map((probe) => chain(probe.fact)));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function figure(name: string, value: number, bound: number, unit: string): void {
  console.log(JSON.stringify({ figure: name, value, bound, unit }));
}

const lab = await Lab.start({ web: 'nginx', front: 'cloudflare', restore: 'application' });
try {
  await check(lab, []);
  const runs: Run[] = [];
  for (let round = 0; round < 7; round += 1) runs.push(await check(lab, []));
  figure(
    'healthy check: run minus its longest chain',
    median(runs.map(({ report }) => report.durationMs - longestChain(report.probes))),
    60,
    'ms',
  );
  figure('healthy check: peak memory', Math.max(...runs.map((run) => run.peakMb)), 150, 'MB');
  const limitMs = 3000;
  await lab.internet.hosts['www.microsoft.com'].beSilent();
  const waits: Run[] = [];
  for (let round = 0; round < 3; round += 1) waits.push(await check(lab, ['--timeout', `${limitMs}ms`]));
  const short = waits.find(({ report }) => report.durationMs < limitMs);
  if (short) throw new Error(`nobody waited for the silent target: ${short.report.durationMs} of ${limitMs} ms`);
  figure('one network target silent: run minus its limit', median(waits.map(({ report }) => report.durationMs - limitMs)), 100, 'ms');
  for (const endpoint of lab.internet.endpoints) await endpoint.beSilent();
  for (const server of lab.internet.time) await server.close();
  const deadlineMs = 12_000;
  const silent = await check(lab, ['--deadline', `${deadlineMs}ms`]);
  figure('every network target silent: run : deadline', silent.report.durationMs / deadlineMs, 1.02, '×');
  figure(
    'every network target silent: looks that are not named',
    silent.report.probes.filter((probe) => !probe.ok && !probe.why).length,
    0,
    '',
  );
} finally {
  await lab.stop();
}
