/** Many targets in one call: prints one JSON line for each figure. Run by test/bench/targets.js inside the laboratory's namespaces. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report, Several } from '../../src/model.js';
import { Lab, plain } from '../lab/lab.js';
import { LabSshd } from '../lab/sshd.js';
import { openShops } from './shops.js';

const launcher = join(process.env['WHMCS_DOCTOR_TOP'] ?? '.', 'bin/whmcs-doctor.js');
const jobs = 32;
/** Between a question and its answer: PHP makes the page, and the line is long. */
const delaysMs = [300, 100];

interface Run {
  readonly reports: readonly Report[];
  readonly unusable: number;
  readonly wallMs: number;
  /** Largest moment of the program's own process, MB. */
  readonly peakMb: number;
  readonly cpuMs: number;
}

async function check(lab: Lab, targets: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const list = join(lab.folder, 'targets.txt');
  writeFileSync(list, `${targets.join('\n')}\n`);
  const args = ['check', '--targets', list, '--jobs', String(jobs), '-f', 'json', '--cacert', lab.ca, '-q'];
  const began = performance.now();
  const child = spawn(process.execPath, [launcher, ...args], {
    cwd: '/',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  let peak = 0;
  let cpuMs = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, highWaterMark(child.pid ?? 0));
    cpuMs = Math.max(cpuMs, cpuTime(child.pid ?? 0));
  }, 10);
  await once(child, 'close');
  clearInterval(watch);
  const wallMs = performance.now() - began;
  const said = JSON.parse(Buffer.concat(parts).toString('utf8')) as Several | Report;
  const { reports, unusable } = 'reports' in said ? said : { reports: [said], unusable: [] };
  return { reports, unusable: unusable.length, wallMs, peakMb: peak / 1024, cpuMs };
}

/** VmHWM in kB: the most that the process ever held. */
function highWaterMark(pid: number): number {
  try {
    return Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** utime and stime, proc_pid_stat(5): hundredths of a second. */
function cpuTime(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return 0;
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function figure(name: string, value: number, bound: number | null, unit: string): void {
  console.log(JSON.stringify({ figure: name, value, bound, unit }));
}

/** Every target was looked at, and all say the same. */
function refuseOthers({ reports, unusable }: Run, wanted: number): void {
  const verdicts = [...new Set(reports.map(({ verdict }) => verdict))];
  if (reports.length !== wanted || unusable > 0 || verdicts.length > 1)
    throw new Error(`${reports.length} of ${wanted} targets were looked at, ${unusable} could not be: ${verdicts.join(', ')}`);
}

/** The shorter the delay, the more it is the processors that are waited for: of one delay the ratio is bound. */
async function manyAddresses(delayMs: number, isBound: boolean): Promise<void> {
  const shops = await openShops(lab, 200, delayMs);
  const [first = ''] = shops.addresses;
  await check(lab, [first]);
  const singles: number[] = [];
  const single = async (times: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) singles.push((await check(lab, [first])).wallMs);
  };
  await single(3);
  const some = isBound ? await check(lab, shops.addresses.slice(0, 100)) : null;
  await single(3);
  const all = await check(lab, shops.addresses);
  await single(3);
  shops.close();
  refuseOthers(all, 200);
  const name = `200 addresses that answer after ${delayMs} ms, --jobs ${jobs} : 200/${jobs} × one`;
  figure(name, all.wallMs / ((200 / jobs) * median(singles)), isBound ? 1.5 : null, '×');
  if (some === null) return;
  refuseOthers(some, 100);
  figure('processor time of each further address, from 100 to 200', (all.cpuMs - some.cpuMs) / 100, null, 'ms');
  figure('memory of each further address, from 100 to 200', (all.peakMb - some.peakMb) / 100, 1, 'MB');
}

const lab = await Lab.start(plain);
try {
  for (const [at, delayMs] of delaysMs.entries()) await manyAddresses(delayMs, at === 0);

  const names = Array.from({ length: 50 }, (_, at) => `lab-${at + 1}`);
  const sshd = await LabSshd.start(lab.folder);
  try {
    await sshd.restart({ ssh: [], sshd: [] });
    // one sshd under fifty names
    const config = sshd.file('config');
    writeFileSync(config, readFileSync(config, 'utf8').replace('Host lab', `Host ${names.join(' ')}`));
    const targets = names.map((name) => sshd.target(lab.root).replace('@lab/', `@${name}/`));
    const env = { PATH: sshd.path };
    const one = await check(lab, targets.slice(0, 1), env);
    const some = await check(lab, targets.slice(0, 25), env);
    const fifty = await check(lab, targets, env);
    refuseOthers(some, 25);
    refuseOthers(fifty, 50);
    figure('50 over one sshd : 50 × one', fifty.wallMs / (50 * one.wallMs), 1, '×');
    figure('memory of each further one, from 25 to 50', (fifty.peakMb - some.peakMb) / 25, 1, 'MB');
  } finally {
    await sshd.stop();
  }
} finally {
  await lab.stop();
}
