/** Runs the program itself against the lab, as an operator would. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { Report, Finding } from '../../src/model.js';
import type { Lab } from './lab.js';

const launcher = fileURLToPath(new URL('../../bin/whmcs-doctor.js', import.meta.url));

export interface DoctorRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly report: Report;
}

export interface DoctorWish {
  /** What is looked at; default: the install's folder. */
  readonly target?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Run it as this user instead of as whoever runs the lab. */
  readonly as?: string;
}

/** `whmcs-doctor check <target> -f json --cacert <the lab's authority>` and what else is wished. */
export async function runDoctor(lab: Lab, wish: DoctorWish = {}): Promise<DoctorRun> {
  const as = wish.as === undefined ? [] : ['setpriv', `--reuid=${wish.as}`, `--regid=${wish.as}`, '--init-groups'];
  const check = [process.execPath, launcher, 'check', wish.target ?? lab.root, '-f', 'json', '--cacert', lab.ca];
  const [program = '', ...args] = [...as, ...check, ...(wish.args ?? [])];
  const child = spawn(program, args, {
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/', LANG: 'C.UTF-8', ...wish.env },
  });
  const texts = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (part: string) => (texts.stdout += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (texts.stderr += part));
  const [status] = (await once(child, 'close')) as [number | null];
  if (!texts.stdout.startsWith('{')) throw new Error(`the doctor printed no report (status ${status}): ${texts.stderr || texts.stdout}`);
  return { status, ...texts, report: JSON.parse(texts.stdout) as Report };
}

/** The program with any arguments; `input` on its standard input. */
export async function runProgram(
  args: readonly string[],
  input = '',
  env: Readonly<Record<string, string>> = {},
): Promise<Omit<DoctorRun, 'report'>> {
  return ended(
    spawn(process.execPath, [launcher, ...args], {
      cwd: '/',
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/', LANG: 'C.UTF-8', ...env },
    }),
    input,
  );
}

/** What a program printed, and how it ended. */
export async function ended(child: ChildProcessWithoutNullStreams, input = ''): Promise<Omit<DoctorRun, 'report'>> {
  child.stdin.on('error', () => {}); // it ended before it read all
  child.stdin.end(input);
  const texts = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (part: string) => (texts.stdout += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (texts.stderr += part));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, ...texts };
}

/** The cause of the first finding, which is what a person reads first. */
export function firstCause(report: Report): string | null {
  return troubles(report)[0]?.cause ?? null;
}

export function problemsExplained(report: Report): readonly string[] {
  return report.problems.filter((problem) => problem.status === 'explained').map((problem) => problem.id);
}

/** Every warning, failure and look that failed, in one line each. */
export function complaints(report: Report): readonly string[] {
  return report.findings
    .filter((finding) => finding.status === 'warn' || finding.status === 'fail' || finding.status === 'unknown')
    .map(
      (finding) =>
        `${finding.status} ${finding.check}${finding.cause ? ` (${finding.cause})` : ''}: ${finding.reason ?? evidence(finding)}`,
    );
}

/** Status 0 and nothing to complain about. */
export function expectHealthy(run: DoctorRun): void {
  const said = complaints(run.report);
  expect(said, said.join('\n')).toEqual([]);
  expect(run.status, run.stderr).toBe(0);
}

function troubles(report: Report): readonly Finding[] {
  return report.findings.filter((finding) => finding.status === 'warn' || finding.status === 'fail');
}

function evidence(finding: Finding): string {
  return finding.evidence.map((seen) => `${seen.label} = ${seen.saw}`).join('; ');
}
