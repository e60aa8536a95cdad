/** The formats for monitors: Prometheus' own checker reads one, the others are held to their rules, by the program as it is built. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostile } from '../support/sample-report.js';
import { runProgram } from './doctor.js';
import { Lab, plain } from './lab.js';
import { site } from './names.js';
import { until } from './process.js';

const top = fileURLToPath(new URL('../..', import.meta.url));
const launcher = join(top, 'bin/whmcs-doctor.js');
const promtool = join(top, '.lab-cache/unpacked/usr/bin/promtool');
let lab: Lab;
let folder: string;

beforeAll(async () => {
  lab = await Lab.start(plain);
  folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-monitor-'));
});
afterAll(async () => {
  await lab.stop();
  rmSync(folder, { recursive: true, force: true });
});

const check = (...args: readonly string[]) => runProgram(['check', '--cacert', lab.ca, ...args]);

/** A report with hostile texts in every place that a label comes from. */
function hostileReport(): string {
  const { stdout } = spawnSync(process.execPath, [launcher, 'demo', '-f', 'json'], { encoding: 'utf8' });
  const report = JSON.parse(stdout) as {
    target: { label: string };
    findings: { check: string; title: string; cause: string | null; status: string; reason?: string }[];
    probes: { fact: string }[];
  };
  report.target.label = hostile;
  for (const finding of report.findings) Object.assign(finding, { title: hostile, cause: finding.cause === null ? null : hostile });
  for (const [index, finding] of report.findings.entries()) if (index % 2 === 0) finding.check = `${finding.check}${hostile}`;
  for (const probe of report.probes) probe.fact += hostile;
  const file = join(folder, 'hostile.json');
  writeFileSync(
    file,
    JSON.stringify({
      schema: 'whmcs-doctor/reports/1',
      reports: [report, report],
      unusable: [{ target: hostile, message: hostile, exitCode: 64 }],
    }),
  );
  return file;
}

describe('prometheus', () => {
  const accepted = (text: string): void => {
    const { status, stdout, stderr } = spawnSync(promtool, ['check', 'metrics'], { input: text, encoding: 'utf8' });
    expect([status, stdout, stderr]).toEqual([0, '', '']);
    // what promtool passes and the textfile collector refuses
    const series = [...text.matchAll(/^([^#\n].*) \S+$/gm)].map(([, name]) => name);
    expect(new Set(series).size).toBe(series.length);
  };

  it('is accepted by promtool without a complaint: one target, several, hostile ones', async () => {
    const one = await check(lab.root, '-f', 'prometheus');
    expect(one.status, one.stderr).toBe(0);
    expect(one.stdout).toContain(`whmcs_doctor_state{target="${lab.root}"} 0\n`);
    accepted(one.stdout);
    const several = await check(lab.root, site.url, '/nowhere', '--only', 'url', '-f', 'prometheus');
    expect(several.stdout).toContain('whmcs_doctor_target_usable{target="/nowhere"} 0\n');
    accepted(several.stdout);
    const rendered = await runProgram(['render', hostileReport(), '-f', 'prometheus']);
    expect(rendered.stdout).toContain(' (2)",check=');
    accepted(rendered.stdout);
    accepted((await runProgram(['demo', '-f', 'prometheus'])).stdout);
  });

  it('is a file that node_exporter may read, unlike the others', async () => {
    const [metrics, json] = [join(folder, 'whmcs.prom'), join(folder, 'report.json')];
    await runProgram(['demo', '-f', `prometheus=${metrics}`, '-f', `json=${json}`]);
    expect([metrics, json].map((file) => statSync(file).mode & 0o777)).toEqual([0o644, 0o600]);
    accepted(readFileSync(metrics, 'utf8'));
  });

  it('is read by a checker that does complain', () => {
    const { status } = spawnSync(promtool, ['check', 'metrics'], { input: 'whmcs_doctor_state{target="a"} 1\n' });
    expect(status).not.toBe(0);
  });
});

/** What the rules for plugins ask of any answer. */
function expectAnswer(run: { readonly status: number | null; readonly stdout: string }, state: string, text: RegExp): void {
  const [first = ''] = run.stdout.split('\n');
  expect(first).toMatch(new RegExp(`^WHMCS ${state} - [^|]+(?: \\| (?:'[a-z]+'=[0-9.]+s?;;;0 ?)+)?$`));
  expect(first).toMatch(text);
  expect(run.status).toBe(['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'].indexOf(state));
  expect(run.stdout.split('\n').slice(1).join('\n')).not.toContain('|');
  expect(Buffer.byteLength(run.stdout)).toBeLessThanOrEqual(4096);
}

describe('nagios', () => {
  it('answers with the state, and the status agrees', async () => {
    expectAnswer(await check(lab.root, '-f', 'nagios'), 'OK', /\d+ passed/);
    await lab.setting('SystemURL', 'https://other.test/');
    expectAnswer(await check(lab.root, '--only', 'url', '-f', 'nagios'), 'CRITICAL', /System URL/);
    expectAnswer(await check(lab.root, '--only', 'url', '--fail-on', 'never', '-f', 'nagios'), 'OK', /failure/);
    expectAnswer(await check(site.url, lab.root, '/nowhere', '--only', 'url', '-f', 'nagios'), 'CRITICAL', /1 of 3 targets/);
    await lab.setting('SystemURL', site.url);
    expectAnswer(await check(site.url, '/nowhere', '--only', 'url', '-f', 'nagios'), 'UNKNOWN', /1 of 2 targets: \/nowhere/);
    expectAnswer(await runProgram(['render', hostileReport(), '-f', 'nagios']), 'CRITICAL', /2 of 3 targets/);
    expectAnswer(await runProgram(['demo', '-f', 'nagios']), 'CRITICAL', /clock/);
  });

  it('turns every trouble of its own into UNKNOWN, on every way in', async () => {
    const config = join(folder, 'whmcs-doctor.yaml');
    writeFileSync(config, 'format: nagios\ntreshholds: {}\n', { mode: 0o600 });
    const good = join(folder, 'good.yaml');
    writeFileSync(good, 'format: nagios\n', { mode: 0o600 });
    const nothing = join(folder, 'broken.json');
    writeFileSync(nothing, '{}');
    for (const [args, text] of [
      [['check', '/nowhere', '-f', 'nagios'], /there is no WHMCS install in \/nowhere/],
      [['check', lab.root, '--bogus', '-f', 'nagios'], /unknown option '--bogus'/],
      [['check', lab.root, '--fail-on', 'x', '-qf', 'nagios'], /--fail-on/],
      [['check', lab.root, '-f', 'nagios', '-f', 'json'], /only one format/],
      [['check', lab.root, '--format=nagios', '--only', 'sesions'], /did you mean sessions/],
      [['check', nothing, '-f', 'nagios'], /not a bundle/],
      [['check', lab.root, '--config', config], /unknown key treshholds/],
      [['check', '/nowhere', '--config', good], /there is no WHMCS install/],
      [['check', 'gopher://x/', '--config', good], /is no target/],
      [['render', '/nowhere.json', '-f', 'nagios'], /nowhere\.json/],
      [['render', nothing, '-f', 'nagios'], /not a report/],
      [['demo', '-f', 'nagios', '-f', 'json=/nowhere/x'], /cannot write \/nowhere\/x/],
      [['demo', '-f', 'nagios', '--for'], /--for/],
    ] as const) {
      const run = await runProgram(args);
      expectAnswer(run, 'UNKNOWN', text);
      expect(run.stderr, args.join(' ')).not.toBe('');
    }
  });

  it('leaves the statuses alone where standard output is for somebody else', async () => {
    const file = join(folder, 'answer');
    expect((await check('/nowhere', '-f', `nagios=${file}`)).status).toBe(64);
    expect((await check(lab.root, '--bogus', '-f', 'json')).status).toBe(64);
    const run = await runProgram(['demo', '-f', `nagios=${file}`, '-f', 'json']);
    expect(run.status).toBe(2);
    expect(readFileSync(file, 'utf8')).toMatch(/^WHMCS CRITICAL - /);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('%s: UNKNOWN, with what was seen until then', async (signal) => {
    const child = spawn(process.execPath, [launcher, 'check', lab.root, '--cacert', lab.ca, '-f', 'nagios'], { cwd: '/' });
    const run = { status: null as number | null, stdout: '' };
    child.stdout.setEncoding('utf8').on('data', (part: string) => (run.stdout += part));
    // it listens (SIGHUP is not caught by Node itself), and has begun to look
    await until(() => /^SigCgt:.*[13579bdf]$/m.test(readFileSync(`/proc/${child.pid ?? 0}/status`, 'utf8')), 'it does not listen');
    await new Promise((resolve) => setTimeout(resolve, 300));
    child.kill(signal);
    [run.status] = (await once(child, 'close')) as [number | null];
    expectAnswer(run, 'UNKNOWN', new RegExp(`stopped by ${signal}`));
  });

  it('answers where nobody takes the answer', () => {
    const { status } = spawnSync('bash', ['-c', `"$0" "$1" demo -f nagios > /dev/full`, process.execPath, launcher]);
    expect(status).toBe(3);
  });
});

interface Line {
  readonly event: string;
  readonly target?: string;
  readonly [key: string]: unknown;
}

describe('ndjson', () => {
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(readFileSync(join(top, 'dist/schemas/event.json'), 'utf8')) as object);
  const lines = (text: string): readonly Line[] => {
    expect(text.endsWith('\n')).toBe(true);
    return text
      .slice(0, -1)
      .split('\n')
      .map((line) => {
        const value = JSON.parse(line) as Line;
        expect(validate(value), `${line}\n${JSON.stringify(validate.errors)}`).toBe(true);
        return value;
      });
  };
  const start = (...args: readonly string[]) => {
    const child = spawn(process.execPath, [launcher, 'check', '--cacert', lab.ca, '-f', 'ndjson', ...args], { cwd: '/' });
    const run = { child, stdout: '' };
    child.stdout.setEncoding('utf8').on('data', (part: string) => (run.stdout += part));
    return run;
  };
  const until = async (is: () => boolean): Promise<void> => {
    while (!is()) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  it('tells of looks while others are still under way, and the report once', async () => {
    const run = start(lab.root);
    await until(() => run.stdout.includes('"event":"look"'));
    expect(run.child.exitCode).toBeNull();
    expect(run.stdout).not.toContain('"event":"finding"');
    const [status] = (await once(run.child, 'close')) as [number];
    const all = lines(run.stdout);
    expect(all.filter((line) => line['status'] === 'warn' || line['status'] === 'fail')).toEqual([]);
    expect(status).toBe(0);
    expect(all[0]).toMatchObject({ event: 'run-started', targets: [lab.root] });
    expect(all.at(-1)).toMatchObject({ event: 'run-finished', exitCode: 0, stoppedBy: null });
    expect(all.filter(({ event }) => event === 'report')).toMatchObject([{ target: lab.root, verdict: 'healthy' }]);
    expect(all.every((line) => line['at'] !== undefined)).toBe(true);
    // every look that the report would have, once
    const told = all.filter(({ event }) => event === 'look').map((line) => line['fact']);
    expect(new Set(told).size).toBe(told.length);
    expect(told.length).toBeGreaterThan(50);
    for (const look of all.filter(({ event }) => event === 'look'))
      expect(Object.keys(look).sort()).toEqual(['at', 'durationMs', 'event', 'fact', 'gap', 'ok', 'schema', 'target']);
  });

  it('names the target in each line where there are several, and what could not be looked at', async () => {
    const file = join(folder, 'events');
    const run = await check(lab.root, site.url, '/nowhere', '--only', 'url', '-f', 'ndjson', '-f', `ndjson=${file}`);
    expect(run.status).toBe(64);
    const all = lines(run.stdout);
    for (const target of [lab.root, site.url]) {
      const own = all.filter((line) => line.target === target).map(({ event }) => event);
      expect(own[0]).toBe('target-started');
      expect(own.at(-1)).toBe('report');
      expect(own).toContain('look');
    }
    expect(all.filter(({ event }) => event === 'unusable')).toMatchObject([{ target: '/nowhere', exitCode: 64 }]);
    expect(all.at(-1)).toMatchObject({ event: 'run-finished', exitCode: 64 });
    const later = lines(readFileSync(file, 'utf8'));
    expect(later.some((line) => 'at' in line || line.event === 'look-started')).toBe(false);
    const findings = (from: readonly Line[]) => from.filter(({ event }) => event === 'finding').map((line) => line['fingerprint']);
    expect([...findings(later)].sort()).toEqual([...findings(all)].sort());
  });

  it('ends with a last line also where the only target is none, and where a file cannot be written', async () => {
    const none = await check('/nowhere', '-f', 'ndjson');
    expect(none.status).toBe(64);
    expect(lines(none.stdout).map(({ event }) => event)).toEqual(['run-started', 'target-started', 'unusable', 'run-finished']);
    const full = await check(lab.root, '--only', 'url', '-f', 'ndjson', '-f', 'json=/nowhere/x');
    expect(full.status).toBe(73);
    expect(lines(full.stdout).at(-1)).toMatchObject({ event: 'run-finished', exitCode: 73 });
    expect(lines(full.stdout).filter(({ event }) => event === 'run-finished')).toHaveLength(1);
  });

  it('stopped by SIGINT, tells what is known and that it was stopped', async () => {
    const run = start(lab.root);
    await until(() => run.stdout.includes('"event":"look"'));
    run.child.kill('SIGINT');
    const [status] = (await once(run.child, 'close')) as [number];
    expect(status).toBe(130);
    const all = lines(run.stdout);
    expect(all.filter(({ event }) => event === 'finding').length).toBeGreaterThan(50);
    expect(all.at(-1)).toMatchObject({ event: 'run-finished', exitCode: 130, stoppedBy: 'SIGINT' });
  });

  it('a reader that goes away is no error, a full disk is', async () => {
    const shell = async (rest: string) => {
      const command = `"$0" "$1" check "$2" --cacert "$3" --only url -f ndjson ${rest}`;
      const child = spawn('bash', ['-c', command, process.execPath, launcher, lab.root, lab.ca]);
      const texts = { stdout: '', stderr: '' };
      child.stdout.setEncoding('utf8').on('data', (part: string) => (texts.stdout += part));
      child.stderr.setEncoding('utf8').on('data', (part: string) => (texts.stderr += part));
      const [status] = (await once(child, 'close')) as [number | null];
      return { status, ...texts };
    };
    const head = await shell('| head -1; exit ${PIPESTATUS[0]}');
    expect([head.status, head.stderr]).toEqual([0, '']);
    expect(lines(head.stdout)).toMatchObject([{ event: 'run-started' }]);
    const full = await shell('> /dev/full');
    expect(full.status).toBe(73);
    expect(full.stderr).toMatch(/^whmcs-doctor: cannot write to standard output: [^\n]*\n$/);
  });

  it('with --redact names no target: who is in its name is known too late', async () => {
    const run = await check(lab.root, '--only', 'url', '--redact', '-f', 'ndjson');
    const all = lines(run.stdout);
    expect(all[0]).toMatchObject({ targets: ['target 1'] });
    expect(new Set(all.map(({ target }) => target))).toEqual(new Set([undefined, 'target 1']));
  });

  it('live lines hold no secret of the install', async () => {
    const password = /\$db_password = '([^']+)'/.exec(readFileSync(join(lab.root, 'configuration.php'), 'utf8'))?.[1] ?? '';
    expect(password).not.toBe('');
    const run = await check(lab.root, '-v', '-f', 'ndjson');
    expect(run.stdout).not.toContain(password);
    expect(execFileSync('grep', ['-c', '', '-'], { input: run.stdout, encoding: 'utf8' }).trim()).toBe(String(lines(run.stdout).length));
  });
});

// at the end: from here on the lab's outside world is silent
describe('a monitor', () => {
  it('has ended at its deadline', async () => {
    await Promise.all(lab.internet.endpoints.map((host) => host.beSilent()));
    const began = performance.now();
    const run = await check(lab.root, site.url, '--jobs', '1', '--timeout', '30s', '--deadline', '3s', '-f', 'nagios');
    expect(performance.now() - began).toBeLessThan(3300);
    expect(run.status, run.stdout).toBe(3);
    expect(run.stdout).toMatch(/^WHMCS UNKNOWN - /);
  });
});
