/** `check --for`: a person's words, and what proves them on a real install. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { causes } from '../../src/knowledge/index.js';
import { builtinChecks } from '../../src/run/builtin.js';
import { checksAbout } from '../../src/run/select.js';
import type { ProblemId, Report } from '../../src/model.js';
import { complaints, firstCause, runDoctor, runProgram } from './doctor.js';
import { urlFaults } from './faults/url.js';
import { Lab } from './lab.js';
import { site } from './names.js';

const loop = 'I log in with the right password and land on the login page again';
const gone = '/var/lib/php/gone';

let lab: Lab;
let folder: string;
let touched = false;
beforeAll(async () => {
  lab = await Lab.start();
  folder = mkdtempSync(join(tmpdir(), 'whmcs-doctor-for-'));
});
afterAll(async () => {
  await lab.stop();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(async () => {
  if (touched) await lab.restore();
  touched = false;
});

async function loseSessions(): Promise<void> {
  touched = true;
  await lab.php({ 'session.save_path': gone });
}

/** No other check ran. */
function expectOnly(report: Report, ...problems: readonly ProblemId[]): void {
  const able = [...checksAbout({ causes, checks: builtinChecks }, problems)].map(({ id }) => id).sort();
  const ran = [...new Set(report.findings.map(({ check }) => check))].sort();
  expect(ran).toEqual(able);
}

function described(report: Report): readonly ProblemId[] {
  return report.triage?.candidates.map(({ problem }) => problem) ?? [];
}

describe("a person's words", () => {
  it('are explained by what is found, and nothing else is looked at', async () => {
    await loseSessions();
    const { report, status } = await runDoctor(lab, { args: ['--for', loop] });
    expect(report.triage).toMatchObject({
      best: 'login-redirect-loops',
      candidates: [{ status: 'explained', why: expect.stringMatching(/^proved: /) }],
    });
    expect(report.triage?.candidates[0]?.causes).toContain('session-path-missing');
    expect(firstCause(report)).toBe('session-path-missing');
    expect(status).toBe(2);
    expectOnly(report, ...described(report));
    expect(report.problems).toHaveLength(23);
  });

  it('are never held against a healthy install, and say what to give', async () => {
    const { report, status } = await runDoctor(lab, { args: ['--for', loop] });
    expect(complaints(report)).toEqual([]);
    expect(status).toBe(0);
    expect(report.triage?.candidates[0]).toMatchObject({ problem: 'login-redirect-loops', causes: [], findings: [] });
    expect(['ruled-out', 'undetermined']).toContain(report.triage?.candidates[0]?.status);
    expect(report.triage?.candidates[0]?.give).toContain('--used-url');
    expectOnly(report, ...described(report));
    const problem = report.problems.find(({ id }) => id === 'login-redirect-loops');
    expect(report.triage?.candidates[0]?.status).toBe(problem?.status);
  });

  it('of wrong details lead to the System URL', async () => {
    touched = true;
    await urlFaults.find(({ cause }) => cause === 'system-url-host-differs')?.inject(lab);
    const { report } = await runDoctor(lab, { args: ['--for', 'customers get login details incorrect although the password is right'] });
    expect(report.triage).toMatchObject({ best: 'login-details-errors', candidates: [{ status: 'explained' }] });
    expect(report.triage?.candidates[0]?.causes).toContain('system-url-host-differs');
  });

  it('in German are understood', async () => {
    await loseSessions();
    const text = 'Der Kunde sieht nach dem Einloggen nur "Invalid CSRF protection token" und landet wieder auf der Login-Seite.';
    const { report } = await runDoctor(lab, { args: ['--for', text] });
    expect(report.triage).toMatchObject({ best: 'login-redirect-loops', candidates: [{ status: 'explained' }] });
  });

  it('with a password in them do not reach the report with it', async () => {
    const text = `Some see "Invalid csrf protection token", my password is Kieselstein and I am Meier. ${loop}`;
    const { report, stdout } = await runDoctor(lab, { args: ['--for', text, '--only', 'session-path-unwritable'] });
    expect(report.triage?.best).toBe('login-redirect-loops');
    expect(stdout).not.toMatch(/Kieselstein|Meier/);
  });

  it('of something else make it look at everything, and it says so', async () => {
    const { report, status, stderr } = await runDoctor(lab, { args: ['--for', 'the logo on our invoices is too small'] });
    expect(stderr).toMatch(/^whmcs-doctor: the text matches no documented problem.*everything is looked at/m);
    expect(report.triage).toMatchObject({ best: 'none', candidates: [] });
    expect(new Set(report.findings.map(({ check }) => check)).size).toBe(builtinChecks.filter((check) => !check.onlyWhenSelected).length);
    expect(status).toBe(0);
  });
});

const lost = `PHP Warning:  session_start(): open(${gone}/sess_0a1b2c3d4e5f6a7b8c9d0e1f2a, O_RDWR) failed: No such file or directory (2)`;

describe('a log file', () => {
  it('names its cause, and nothing of it is kept but what matched', async () => {
    await loseSessions();
    const path = join(folder, 'php-error.log');
    const noise = 'customer Margarete Musterfrau of Elbstrasse, password=Kieselstein77';
    writeFileSync(path, `[22-Nov-2026 10:00:00 UTC] ${noise}\n[22-Nov-2026 10:00:01 UTC] ${lost} in ${lab.root}/init.php on line 3\n`);
    const { report, stdout, stderr } = await runDoctor(lab, { args: ['--for', path] });
    expect(described(report)).toContain('login-redirect-loops');
    expect(firstCause(report)).toBe('session-path-missing');
    expect(stdout + stderr).not.toMatch(/Musterfrau|Kieselstein|sess_0a1b/);
  });

  it('on standard input is read to its end', async () => {
    await loseSessions();
    const { stdout, status } = await runProgram(
      ['check', lab.root, '--cacert', lab.ca, '-f', 'json', '--for', '-'],
      `${loop}\n\u001b[31m${'x '.repeat(100)}`,
    );
    expect((JSON.parse(stdout) as Report).triage?.best).toBe('login-redirect-loops');
    expect(status).toBe(2);
  });
});

describe('together with', () => {
  it('--only it becomes narrower, and where nothing is left it says so', async () => {
    const { report } = await runDoctor(lab, { args: ['--for', loop, '--only', 'session-path-unwritable'] });
    expect([...new Set(report.findings.map(({ check }) => check))]).toEqual(['session-path-unwritable']);
    expect(report.triage?.candidates[0]).toMatchObject({ status: 'undetermined', why: expect.stringContaining('left out') });
    const none = await runProgram(['check', lab.root, '--for', loop, '--only', 'duo-unreachable']);
    expect(none).toMatchObject({
      status: 64,
      stdout: '',
      stderr: expect.stringMatching(/leave no check for what was described \(login-redirect/),
    });
  });

  it('a bundle, and several targets: each says what became of it', async () => {
    await loseSessions();
    const bundle = join(folder, 'bundle.json');
    const collected = await runProgram(['collect', lab.root, '--cacert', lab.ca, '-q', '-o', bundle]);
    expect(collected.status, collected.stderr).toBe(0);
    expect(readFileSync(bundle, 'utf8')).not.toContain('"triage"');
    const { stdout } = await runProgram(['check', bundle, lab.root, '--cacert', lab.ca, '-f', 'json', '--for', loop]);
    const { reports } = JSON.parse(stdout) as { readonly reports: readonly Report[] };
    expect(reports.map(({ target, triage }) => [target.kind, triage?.candidates[0]?.status])).toEqual([
      ['bundle', 'explained'],
      ['install', 'explained'],
    ]);
  });

  it('plan it shows only what would be looked at for it', async () => {
    interface Plan {
      readonly items: readonly { readonly what: string; readonly for: readonly string[] }[];
      readonly triage?: { readonly best: string };
    }
    const plan = async (...args: readonly string[]) =>
      JSON.parse((await runProgram(['plan', lab.root, '-f', 'json', ...args])).stdout) as Plan;
    const [all, some] = [await plan(), await plan('--for', loop)];
    const facts = ({ items }: Plan) => new Set(items.flatMap((item) => item.for));
    expect(facts(some)).toContain('sessions.store');
    expect(facts(some)).not.toContain('duo.setup');
    expect(facts(some).size).toBeLessThan(facts(all).size);
    expect(some.triage?.best).toBe('login-redirect-loops');
    expect(all.triage).toBeUndefined();
    const shown = await runProgram(['plan', lab.root, '--for', loop]);
    expect(shown.stdout).toMatch(/^For what was described: Login Redirect Loops \(\d+ %\)/);
  });
});

describe('a text that is none', () => {
  it.each([
    ['nothing', [], 64, /argument missing/],
    ['an empty text', [''], 64, /needs words/],
    ['a folder', ['/etc'], 64, /\/etc is a folder/],
    ['a device', ['/dev/zero'], 64, /is a device/],
    ['a file that is not there', ['/nowhere/ticket.txt'], 64, /no file \/nowhere\/ticket\.txt/],
  ] as const)('%s ends the run before anything is looked at', async (_, value, status, text) => {
    const ended = await runProgram(['check', lab.root, '--for', ...value]);
    expect(ended).toMatchObject({ status, stdout: '' });
    expect(ended.stderr).toMatch(text);
    expect(ended.stderr).not.toMatch(/\n\s+at |undefined|\[object/);
  });

  it('neither is a FIFO nor a program', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(await runProgram(['check', lab.root, '--for', join(folder, 'pipe')])).toMatchObject({ status: 64, stdout: '' });
    expect(await runProgram(['check', lab.root, '--for', process.execPath])).toMatchObject({ status: 78, stdout: '' });
  });
});

describe('explain', () => {
  it('says what an error text tells of, and puts the causes first that a message names', async () => {
    const { stdout, status } = await runProgram(['explain', loop]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Recognised: Login Redirect Loops, \d+ % sure, by "/);
    expect(stdout).toMatch(/\nLogin Redirect Loops {2}login-redirect-loops/);
    const named = await runProgram(['explain', lost]);
    expect(named.stdout).toMatch(/causes that can be proved or ruled out\n {2}session-path-missing \(named by a message in the text\)\n/);
    expect(named.stdout).not.toContain('sess_0a1b');
  });

  it('knows an id from a text', async () => {
    expect((await runProgram(['explain', 'frequent-logouts'])).stdout).toMatch(/^Frequent Logouts/);
    expect(await runProgram(['explain', 'frequent-logout'])).toMatchObject({ status: 64, stderr: expect.stringContaining('did you mean') });
    expect(await runProgram(['explain', 'the weather is nice today'])).toMatchObject({
      status: 64,
      stdout: '',
      stderr: expect.stringMatching(/matches no documented problem.*whmcs-doctor triage/),
    });
    expect(await runProgram(['explain', ''])).toMatchObject({ status: 64, stderr: expect.stringMatching(/explain needs words/) });
  });

  it('reads long and hostile texts, and standard input', async () => {
    const long = `${loop} \u001b]0;owned\u0007\u202e ${site.url} `.repeat(800);
    const { stdout, status } = await runProgram(['explain', '-', '-f', 'json'], long);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ id: 'login-redirect-loops', triage: { best: 'login-redirect-loops' } });
    const shown = await runProgram(['explain', long.slice(0, 50_000)]);
    expect(shown.stdout + shown.stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(shown.status).toBe(0);
  });
});
