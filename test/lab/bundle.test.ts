/** The same fault by a bundle: recorded on the install, judged where nothing can be looked at, it is the same verdict as live. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Finding, Report } from '../../src/model.js';
import { complaints, firstCause, runDoctor, runProgram } from './doctor.js';
import { faults, type Fault } from './faults/index.js';
import { Lab, plain, type LabOptions } from './lab.js';

const top = fileURLToPath(new URL('../..', import.meta.url));

/** Of every area; what does not hide the others is made at the same time. */
const batches: readonly (readonly string[])[] = [
  [
    'session-gc-disabled',
    'clock-behind',
    'license-hosts-file-override',
    'google-origin-unregistered',
    'admin-password-reset-half-done',
    'mail-server-tls-failing',
    'duo-challenge-template-missing',
  ],
  ['session-path-denied', 'shared-address-banned', 'time-zone-invalid', 'php-clock-differs', 'theme-parent-missing'],
  ['redirect-loop'],
  ['system-url-unreachable'],
  ['cookie-secure-over-http'],
  ['visitor-address-not-restored'],
];

interface Batch {
  readonly causes: readonly string[];
  readonly faults: readonly Fault[];
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

function batchOf(causes: readonly string[]): Batch {
  const members = causes.map((cause) => faults.find((fault) => fault.cause === cause)).filter((fault) => fault !== undefined);
  expect(members.map(({ cause }) => cause)).toEqual(causes);
  return {
    causes,
    faults: members,
    args: members.flatMap(({ args }) => args ?? []),
    env: Object.assign({}, ...members.map(({ env }) => env ?? {})) as Record<string, string>,
  };
}

let folder: string;
/** Where the program is started that may look at nothing: its configuration is looked for there. */
let elsewhere: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-bundle-'));
  elsewhere = mkdtempSync(join(tmpdir(), 'whmcs-doctor-elsewhere-'));
});
afterAll(() => {
  for (const place of [folder, elsewhere]) rmSync(place, { recursive: true, force: true });
});

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * The program where nothing can be looked at: a network namespace with nothing in it, no right to start programs or to read any file but the
 * bundle and the program's own.
 */
async function blind(args: readonly string[], bundle: string): Promise<Ended> {
  const own = [top, '/etc/whmcs-doctor/', elsewhere].map((place) => join(place, '*'));
  const reading = [...own, bundle].map((path) => `--allow-fs-read=${path}`);
  const node = [process.execPath, '--no-warnings', '--experimental-permission', ...reading, join(top, 'bin/whmcs-doctor.js'), ...args];
  const child = spawn('unshare', ['-n', ...node], { cwd: elsewhere, stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: '/usr/bin:/bin' } });
  const texts = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (part: string) => (texts.stdout += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (texts.stderr += part));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, ...texts };
}

async function collect(lab: Lab, file: string, { args, env }: Pick<Batch, 'args' | 'env'>): Promise<string> {
  const path = join(folder, file);
  const { status, stderr } = await runProgram(['collect', lab.root, '--cacert', lab.ca, '--yes', '-o', path, ...args], '', env);
  expect(status, stderr).toBe(0);
  expect(stderr).toContain('the verdict is the same as here');
  return path;
}

/** What a reader acts on. Times and counts of lines differ from one look to the next. */
function acted({ findings }: Report): readonly unknown[] {
  return findings
    .filter(({ status }) => status === 'warn' || status === 'fail')
    .map(({ check, status, cause, confidence, nextSteps, problems, verify }: Finding) => ({
      check,
      status,
      cause,
      confidence,
      problems,
      verify,
      steps: nextSteps.map(({ risk }) => risk),
    }));
}

const setups = new Map<string, Batch[]>();
for (const batch of batches.map(batchOf)) {
  const setup = JSON.stringify({ ...plain, ...batch.faults[0]?.setup });
  setups.set(setup, [...(setups.get(setup) ?? []), batch]);
}

describe.each([...setups])('%s', (setup, members) => {
  let lab: Lab;
  let touched = false;
  beforeAll(async () => {
    lab = await Lab.start(JSON.parse(setup) as LabOptions);
  });
  afterAll(() => lab.stop());
  beforeEach(async () => {
    if (touched) await lab.restore();
    touched = true;
  });

  test.each(members.map((batch) => [batch.causes.join(', '), batch] as const))('%s', async (_, batch) => {
    for (const fault of batch.faults) await fault.inject(lab);
    const [live, bundle] = await Promise.all([runDoctor(lab, batch), collect(lab, 'bundle.tgz', batch)]);
    expect(live.report.findings.map(({ cause }) => cause)).toEqual(expect.arrayContaining([...batch.causes]));
    const ended = await blind(['check', bundle, '-f', 'json'], bundle);
    expect(ended.status, ended.stderr).toBe(live.status);
    const judged = JSON.parse(ended.stdout) as Report;
    expect(firstCause(judged), complaints(judged).join('\n')).toBe(firstCause(live.report));
    expect(acted(judged)).toEqual(acted(live.report));
    expect(judged.target).toMatchObject({ kind: 'bundle', label: bundle, recorded: { kind: 'install', label: lab.root } });
  });
});
